#!/usr/bin/env node
/** The command line: reads the arguments, calls a command, ends with its exit code. */
import { availableParallelism } from 'node:os';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { allFormats } from '../formats/all.gen.ts';
import { parseSourceOptions } from '../formats/target.ts';
import { version } from '../version.gen.ts';
import { exitCodes, fail } from './exit.ts';

function workersOf(text: string): number {
  const n = Number(text);
  if (!/^[0-9]+$/.test(text) || n < 1 || n > 64) throw new InvalidArgumentError('must be a whole number from 1 to 64.');
  return n;
}

const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];
/** Enough to keep two readers busy on a small machine; more help when sources are slow. */
const defaultWorkers = Math.min(8, Math.max(2, availableParallelism()));

const program = new Command('seisfs')
  .description('shows seismic recordings in the format your software wants, without a copy')
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(`seisfs: ${text.replace(/^error: /, '')}`) })
  .showHelpAfterError(false);

program
  .command('mount')
  .description('show SOURCE, converted, as ordinary files below MOUNTPOINT')
  .argument('<source>', 'a file or a folder')
  .argument('<mountpoint>', 'an empty folder')
  .requiredOption(
    '--as <target>',
    'FORMAT[:key=value,...], e.g. segy:samples=ieee32,revision=2.1; may be repeated',
    collect,
  )
  .option('--workers <n>', 'threads that serve', workersOf, defaultWorkers)
  .option('--allow-other', 'other users may read, as far as permissions let them', false)
  .option('--foreground', 'serve in this process, until it is interrupted', false)
  .addOption(new Option('--others <what>', 'files that are no recordings').choices(['hide', 'pass']).default('pass'))
  .option(
    '--source-option <list>',
    'override what the files say: format=..,samples=..,order=..,ns=..,dt=..,text=..',
    '',
  )
  .option('--timings', 'measure where the time of reads goes, into .seisfs/status.json', false)
  .action(async (source: string, mountpoint: string, o) => {
    const { mountHere, mountInBackground } = await import('./mount.ts');
    const options = {
      source,
      mountpoint,
      targets: o.as as string[],
      workers: o.workers as number,
      allowOther: o.allowOther as boolean,
      others: o.others as 'hide' | 'pass',
      sourceOptions: parseSourceOptions(allFormats, o.sourceOption as string),
      timed: o.timings as boolean,
    };
    if (o.foreground) await mountHere(options);
    else await mountInBackground(options, process.argv.slice(2));
  });

program
  .command('umount')
  .description('end a mount')
  .argument('<mountpoint>')
  .option('--lazy', 'take it out of sight now, let open files be read to their end', false)
  .action(async (mountpoint: string, o) => {
    const { umount } = await import('./umount.ts');
    umount(mountpoint, o.lazy as boolean);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usedWrongly;
  } else fail(error);
}
