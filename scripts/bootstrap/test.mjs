/** `npm test`: Node's own runner over the compiled tests, two files at a time, and a closing line that counts them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { compiled, sources } from './build.mjs';
import { closeWith } from './counts.mjs';
import { root, runHere, SetupError } from './run.mjs';

/** Longest time one test may take, milliseconds; the slowest on the reference machine needs a tenth of it. */
const longestTest = 180_000;

/** Reasons for which a test may be skipped where everything can be installed; any other skip is a failure in CI. */
const allowedInCi = [/^needs Node \d+/];

/** Sources of the tests to run: those named (`test/formats/segy`, a file or a folder), or all. */
function chosen(names) {
  const tests = sources().filter((path) => path.startsWith('test/') && path.endsWith('.test.ts'));
  if (names.length === 0) return tests;
  const wanted = names.map((name) => relative(root, resolve(root, name)));
  const found = tests.filter((path) => wanted.some((name) => path === name || path.startsWith(`${name}/`)));
  if (found.length === 0)
    throw new SetupError(`no test is called ${names.join(' or ')}`, 'name a file or folder below test/');
  return found;
}

/** Names every skipped test with its reason. Returns how many of them CI does not accept. */
function tellSkips(skips) {
  for (const { name, reason } of skips) console.log(`skipped: ${name}: ${reason}`);
  if (process.env.CI === undefined) return 0;
  const refused = skips.filter(({ reason }) => !allowedInCi.some((allowed) => allowed.test(reason)));
  for (const { name } of refused) console.log(`failed: ${name}: skipped, which CI does not accept for that reason`);
  return refused.length;
}

/** Runs the tests named, or all. Returns the exit code. */
export function test(names) {
  const folder = mkdtempSync(join(tmpdir(), 'seisfs-test-'));
  const tally = join(folder, 'tally.json');
  try {
    const code = runHere(process.execPath, [
      '--test',
      '--test-concurrency=2',
      `--test-timeout=${longestTest}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${join(root, 'scripts', 'bootstrap', 'tally.mjs')}`,
      `--test-reporter-destination=${tally}`,
      ...chosen(names).map(compiled),
    ]);
    const { passed, failed, skips } = JSON.parse(readFileSync(tally, 'utf8'));
    const refused = tellSkips(skips);
    // A runner that says no without a failed test (a file that broke after its last one) is one failure.
    const silent = code !== 0 && failed === 0 ? 1 : 0;
    return closeWith('tests', {
      passed,
      failed: failed + refused + silent,
      skipped: skips.length - refused,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
