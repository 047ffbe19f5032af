/** `npm run bench`: runs the benchmarks, prints one table, keeps it if asked to. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describe, SeisError } from '../src/error.ts';
import { buffered } from './buffered.ts';
import type { Benchmark, Extent, Line } from './figures.ts';
import { headers } from './headers.ts';
import { kernels } from './kernel-rows.ts';
import { commit, keep, machine } from './machine.ts';
import { memory } from './memory.ts';
import { requireAll } from './needs.ts';
import { opening } from './opening.ts';
import { pageCache } from './page-cache.ts';
import { samples } from './samples.ts';
import { stages } from './stages.ts';
import { clean } from './survey.ts';
import { tableOf } from './table.ts';
import { uncached } from './uncached.ts';

const benchmarks: readonly Benchmark[] = [
  ...uncached,
  buffered,
  pageCache,
  headers,
  samples,
  kernels,
  stages,
  opening,
  memory,
];

const usage = `usage: npm run bench -- [OPTIONS]
  --only NAME,..            of ${benchmarks.map(({ name }) => name).join(', ')}
  --rounds N                rounds of each pair, 7 unless given
  --quick                   everything once, small and short: the figures mean nothing
  --peer-passthrough PATH   a locally built passthrough_ll of libfuse, the stricter peer
  --write                   put the table into bench/RESULTS.md
  --clean                   delete the recordings made for benchmarks, and do nothing else
  --help                    print this`;

type Wanted = { readonly chosen: readonly Benchmark[]; readonly extent: Extent; readonly write: boolean };

function wrong(message: string): SeisError {
  return new SeisError('usage', message, { mend: 'npm run bench -- --help lists all options' });
}

function chosen(only: string | undefined): readonly Benchmark[] {
  if (only === undefined) return benchmarks;
  return only.split(',').map((name) => {
    const found = benchmarks.find((benchmark) => benchmark.name === name);
    if (found === undefined) throw wrong(`there is no benchmark '${name}'`);
    return found;
  });
}

const options = {
  only: { type: 'string' },
  rounds: { type: 'string' },
  quick: { type: 'boolean', default: false },
  'peer-passthrough': { type: 'string' },
  write: { type: 'boolean', default: false },
  clean: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

function given() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

/** What the command line asks for. Throws `usage`. */
function wanted(): Wanted | 'clean' | 'help' {
  const values = given();
  if (values.help) return 'help';
  if (values.clean) return 'clean';
  const { quick, write } = values;
  const rounds = values.rounds ?? (quick ? '2' : '7');
  if (!/^[1-9][0-9]*$/.test(rounds)) throw wrong(`--rounds: '${rounds}' is not a whole number above 0`);
  if (quick && write) throw wrong('--quick measures nothing that is worth keeping: leave out --write');
  const path = values['peer-passthrough'];
  const passthrough = path === undefined ? undefined : resolve(path);
  if (passthrough !== undefined && !existsSync(passthrough)) throw wrong(`${passthrough} does not exist`);
  const extent = { rounds: Number(rounds), seconds: quick ? 0.2 : 1.5, quick, passthrough };
  return { chosen: chosen(values.only), extent, write };
}

/** Runs one benchmark; what goes wrong becomes its line. */
async function linesOf(benchmark: Benchmark, extent: Extent): Promise<readonly Line[]> {
  const began = performance.now();
  process.stderr.write(`${benchmark.name} ...`);
  try {
    return await benchmark.measure(extent);
  } catch (error) {
    process.exitCode = 1;
    const missing = error instanceof SeisError ? describe(error) : String(error);
    return [{ what: benchmark.name, peer: '-', missing }];
  } finally {
    process.stderr.write(` ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
  }
}

async function run({ chosen, extent, write }: Wanted): Promise<void> {
  requireAll(chosen.flatMap(({ needs }) => needs));
  const lines: Line[] = [];
  for (const benchmark of chosen) lines.push(...(await linesOf(benchmark, extent)));
  const table = tableOf(lines);
  const length = extent.quick ? 'A quick run, whose figures mean nothing' : `Rounds of each pair: ${extent.rounds}`;
  const settings = `${length}; as many workers as the command takes by itself, where no number is given.`;
  process.stdout.write(`\n${new Date().toISOString()}, ${commit()}\n${machine()}. ${settings}\n\n${table}`);
  if (write) process.stdout.write(`\nkept in ${keep(table, settings)}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

try {
  const asked = wanted();
  if (asked === 'help') console.log(usage);
  else if (asked === 'clean') clean();
  else await run(asked);
} catch (error) {
  console.error(`bench: ${error instanceof SeisError ? describe(error) : String(error)}`);
  process.exitCode = 1;
}
