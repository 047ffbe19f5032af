/** The commands, their arguments and their help. What a command does is loaded when it is called. */
import { Command, CommanderError, Option } from 'commander';
import { defaultWorkers } from '../daemon/workers.ts';
import type { SourceOptions } from '../formats/format.ts';
import { version } from '../version.gen.ts';
import { exitCodes, fail } from './exit.ts';
import { collect, jsonOption, names, offset, sourceOption, whole } from './options.ts';
import { watchOutput } from './output.ts';

async function sourceOptionsOf(text: string): Promise<SourceOptions> {
  const [{ allFormats }, { parseSourceOptions }] = await Promise.all([
    import('../formats/all.gen.ts'),
    import('../formats/target.ts'),
  ]);
  return parseSourceOptions(allFormats, text);
}

/** A message of the argument reader as one line with what would mend it. */
function usageLine(text: string): string {
  const line = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (.*)\?\)$/s, '; did you mean $1?')
    .replaceAll('\n', ' ');
  return `seisfs: ${line}${line.endsWith('?') ? '' : '; see seisfs help'}\n`;
}

const program = new Command('seisfs')
  .description('shows seismic recordings in the format your software wants, without a copy')
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(usageLine(text)) })
  .showHelpAfterError(false);

program
  .command('mount')
  .description('show SOURCE, converted, as ordinary files below MOUNTPOINT')
  .argument('<source>', 'a file or a folder')
  .argument('<mountpoint>', 'an empty folder')
  .requiredOption('--as <target>', 'FORMAT[:key=value,...]; repeated: one folder below MOUNTPOINT for each', collect)
  .option('--workers <n>', 'threads that serve', whole(1, 64), defaultWorkers)
  .option('--allow-other', 'other users may read, as far as permissions let them', false)
  .option('--foreground', 'serve in this process, until it is interrupted', false)
  .addOption(
    new Option('--others <what>', 'files that are no recordings: show them as they are, or hide them')
      .choices(['hide', 'pass'])
      .default('pass'),
  )
  .addOption(sourceOption())
  .option('--timings', 'measure where the time of reads goes, into .seisfs/status.json', false)
  .addHelpText(
    'after',
    `
Returns when the mount can be used and leaves a daemon. Files that the target cannot hold are left out; they stand, with
the reason, in MOUNTPOINT/.seisfs/refused.tsv. What a target takes is listed by: seisfs formats

  seisfs mount /data/survey /mnt/ieee --as segy:samples=ieee32,revision=2.1
  seisfs mount /data/survey /mnt/both --as su --as segy:revision=1,samples=ibm32
  seisfs mount old.sgy /mnt/old --as segy --source-option samples=ibm32,ns=1501
  seisfs umount /mnt/ieee`,
  )
  .action(async (source: string, mountpoint: string, o) => {
    const { mountHere, mountInBackground } = await import('./mount.ts');
    const options = {
      source,
      mountpoint,
      targets: o.as as string[],
      workers: o.workers as number,
      allowOther: o.allowOther as boolean,
      others: o.others as 'hide' | 'pass',
      sourceOptions: await sourceOptionsOf(o.sourceOption as string),
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

program
  .command('info')
  .description(
    'what a file is: format, revision, traces, samples, interval, what was assumed; or every file of a folder',
  )
  .argument('<path>', 'a file or a folder')
  .addOption(jsonOption())
  .addOption(sourceOption())
  .action(async (path: string, o) => {
    const { info } = await import('./info.ts');
    await info(path, { json: o.json as boolean, sourceOptions: await sourceOptionsOf(o.sourceOption as string) });
  });

program
  .command('headers')
  .description('the trace header words of a recording')
  .argument('<file>')
  .option('--columns <names>', 'words to print, A,B,..; help lists them with their bytes', names)
  .option('--where <expr>', 'only traces for which it is true, e.g. "offset > 1000 and not trid == 2"')
  .addOption(
    new Option('--format <name>', 'a table shows the usual words, the others all of them')
      .choices(['table', 'csv', 'json'])
      .default('table'),
  )
  .option('--limit <n>', 'at most so many traces', whole(0, Number.MAX_SAFE_INTEGER))
  .addOption(sourceOption())
  .addHelpText(
    'after',
    `
EXPR compares words, numbers and arithmetic (+ - * / %) with == != < <= > >=, joined by and, or, not, ( and ).
The word trace is the number of the trace in the file, from 1.

  seisfs headers line.sgy --columns cdp,offset --where "cdp % 10 == 0 and offset < 500" --format csv`,
  )
  .action(async (path: string, o) => {
    const { headers } = await import('./headers.ts');
    await headers(path, {
      columns: o.columns as string[] | undefined,
      where: o.where as string | undefined,
      format: o.format as 'table' | 'csv' | 'json',
      limit: o.limit as number | undefined,
      sourceOptions: await sourceOptionsOf(o.sourceOption as string),
    });
  });

program
  .command('explain')
  .description('which source file, byte, trace and rule made a byte of a virtual file')
  .argument('<path>', 'a file of a mount; with --as, a source file')
  .argument('<offset>', 'the byte, counted from 0', offset)
  .option('--as <target>', 'explain what a mount of PATH as TARGET would show')
  .addOption(jsonOption())
  .addOption(sourceOption())
  .action(async (path: string, at: number, o) => {
    const { explain } = await import('./explain.ts');
    await explain(path, at, {
      target: o.as as string | undefined,
      json: o.json as boolean,
      sourceOptions: await sourceOptionsOf(o.sourceOption as string),
    });
  });

program
  .command('formats')
  .description('what can be read and written, and with which options')
  .addOption(jsonOption())
  .action(async (o) => {
    const { formats } = await import('./formats.ts');
    await formats(o.json as boolean);
  });

program
  .command('doctor')
  .description('can this machine mount? if not, the command that mends it')
  .addOption(jsonOption())
  .action(async (o) => {
    const { doctor } = await import('./doctor.ts');
    await doctor(o.json as boolean);
  });

/** Reads the arguments, calls a command, sets the exit code. */
export async function runProgram(): Promise<void> {
  watchOutput();
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usedWrongly;
    } else fail(error);
  }
}
