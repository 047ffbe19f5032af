/** `npm run check`: everything about the code that can be judged without running it, step by step, all of them always. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { closeWith } from './counts.mjs';
import { root, runQuietly, SetupError } from './run.mjs';
import { inTurn } from './turn.mjs';

/** Runs a tool of node_modules through its own script; no shell, no lookup. */
function tool(path, ...args) {
  return () => runQuietly(process.execPath, [join(root, 'node_modules', path), ...args]);
}

/** The compiler writes straight to the terminal, so that its messages come with their colours and places. */
function typesAndBuild() {
  try {
    inTurn(build);
    return { code: 0, output: '' };
  } catch (error) {
    if (error instanceof SetupError) return { code: 1, output: `${error.message}\n` };
    throw error;
  }
}

/** A lockfile that names hosts would tie every clone to one registry. */
function lockfileNamesNoHost() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const tied = Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined);
  return {
    code: tied.length > 0 ? 1 : 0,
    output: tied.map(([name, entry]) => `${name}: ${entry.resolved}\n`).join(''),
  };
}

/** A script that makes a committed file must be able to say that the file is what it would make. */
function generatedIsCurrent(script) {
  return () => runQuietly(process.execPath, [join(root, 'dist', 'scripts', `${script}.js`), '--check']);
}

/** Scripts that make committed files; each knows `--check`. */
const generators = [
  { script: 'build-kernels', title: 'kernels rebuild byte for byte' },
  { script: 'generate-formats', title: 'the list of formats is that of the folders' },
  { script: 'generate-version', title: 'the version is that of package.json' },
];

const steps = [
  { title: 'types', run: typesAndBuild },
  { title: 'pure folders use neither Node nor the DOM', run: tool('typescript/bin/tsc', '-p', 'tsconfig.pure.json') },
  { title: 'format', run: tool('@biomejs/biome/bin/biome', 'format', '.') },
  { title: 'lint', run: tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings') },
  { title: 'dead code', run: tool('knip/bin/knip.js', '--no-progress') },
  { title: 'package', run: tool('publint/src/cli.js', '--strict') },
  { title: 'lockfile names no host', run: lockfileNamesNoHost },
  ...generators.map(({ script, title }) => ({ title, run: generatedIsCurrent(script) })),
];

/** Runs every step, shows the output of those that failed, returns the exit code. */
export function check() {
  let passed = 0;
  for (const { title, run } of steps) {
    const begun = Date.now();
    const { code, output } = run();
    const seconds = ((Date.now() - begun) / 1000).toFixed(1);
    if (code === 0) passed++;
    else process.stdout.write(output);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${title} (${seconds} s)`);
  }
  return closeWith('check', { passed, failed: steps.length - passed });
}
