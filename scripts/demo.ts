/**
 * The demonstration, `npm start`: a synthetic survey in IBM float is mounted as IEEE float of a newer revision, read by
 * several processes at the same time, and every byte is compared with an independent conversion.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../src/catalog/index-store.ts';
import { mountedAt } from '../src/fuse/mount.ts';
import { attributeOf } from '../src/libc/attributes.ts';
import { compareAll, type Pair } from './demo/readers.ts';
import { makeSurvey, samples, surveyFiles } from './demo/survey.ts';

const target = 'segy:samples=ieee32,revision=2.1';
const readers = 4;
const command = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));

const say = (line = ''): void => console.log(line);

/** What has to be undone, in reverse order, whatever happens. */
const undo: (() => void | Promise<void>)[] = [];
let undone: Promise<void> | undefined;

async function undoAll(): Promise<void> {
  for (const step of undo.reverse()) {
    try {
      await step();
    } catch (error) {
      console.error(`demonstration: cleaning up: ${(error as Error).message}`);
    }
  }
}

/** Undoes everything, once, whoever asks first. */
function cleanUp(): Promise<void> {
  undone ??= undoAll();
  return undone;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void cleanUp().then(() => process.exit(1)));
}

function seisfs(...args: readonly string[]): { code: number; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { encoding: 'utf8' });
  return { code: status ?? 1, out: stdout, err: stderr };
}

/** A failure whose message is all there is to say. */
class Failure extends Error {}

/** Ends the demonstration where the machine cannot mount, with the one command that mends it. */
function requireMount(): void {
  const { code, out, err } = seisfs('doctor', '--json');
  if (code === 0) return;
  if (out === '') throw new Failure(err.trim());
  type Check = { readonly ok: boolean; readonly needed: boolean; readonly found: string; readonly mend: string | null };
  const { checks } = JSON.parse(out) as { readonly checks: readonly Check[] };
  const problem = checks.find(({ ok, needed }) => needed && !ok);
  throw new Failure(`this machine cannot mount: ${problem?.found ?? 'see seisfs doctor'}; ${problem?.mend ?? ''}`);
}

function makeMountpoint(): string {
  const folder = mkdtempSync(join(tmpdir(), 'seisfs-demo-'));
  undo.push(() => rmdirSync(folder));
  return folder;
}

/** How long the serving process may take to unmount, in milliseconds. */
const unmountPatience = 10_000;

/** Mounts as a user would, but in a process that belongs to this one: it unmounts when it is told to end, or a Ctrl-C is. */
async function mount(source: string, mountpoint: string): Promise<void> {
  say(`$ seisfs mount ${source} ${mountpoint} --as ${target}`);
  const args = [command, 'mount', source, mountpoint, '--as', target, '--foreground'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise<'ended'>((resolve) => child.on('exit', () => resolve('ended')));
  undo.push(async () => {
    child.kill('SIGTERM');
    if ((await Promise.race([exit, delay(unmountPatience, 'late', { ref: false })])) === 'late') child.kill('SIGKILL');
    await exit;
    if (mountedAt(mountpoint) !== undefined) seisfs('umount', '--lazy', mountpoint);
  });
  let said = '';
  const surveyed = new Promise<'surveyed'>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      process.stdout.write(text);
      said += String(text);
      if (said.includes(' shown, ')) resolve('surveyed');
    });
  });
  if ((await Promise.race([surveyed, exit])) === 'ended') throw new Failure('the mount failed, see above');
}

function showTree(folder: string, indent = '  '): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      say(`${indent}${entry.name}/`);
      showTree(path, `${indent}  `);
    } else say(`${indent}${entry.name.padEnd(34 - indent.length)} ${String(statSync(path).size).padStart(9)} bytes`);
  }
}

/** Copies a file, 1 MiB at a time, over the same scratch file; returns MB (10^6 bytes) a second. */
function copySpeed(from: string, scratch: string): number {
  const block = new Uint8Array(1024 * 1024);
  const input = openSync(from, 'r');
  const output = openSync(scratch, 'w');
  try {
    const begun = performance.now();
    let bytes = 0;
    for (let n = readSync(input, block); n > 0; n = readSync(input, block)) {
      writeSync(output, block, 0, n);
      bytes += n;
    }
    return bytes / 1000 / (performance.now() - begun);
  } finally {
    closeSync(input);
    closeSync(output);
  }
}

/** Reads a view past the kernel's pages, so that the threads are warm and nothing of it is kept. */
function warmUp(view: string): void {
  const block = new Uint8Array(1024 * 1024);
  const file = openSync(view, constants.O_RDONLY | constants.O_DIRECT);
  try {
    while (readSync(file, block) > 0);
  } finally {
    closeSync(file);
  }
}

function showTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  for (const row of rows) {
    say(`  ${row.map((cell, c) => (c < 2 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join('   ')}`);
  }
}

async function demonstrate(): Promise<void> {
  requireMount();
  const survey = join(cacheFolder(), 'demo-survey');
  makeSurvey(survey, (name) => say(`making ${name} (once; it is kept in ${survey})`));
  const mountpoint = makeMountpoint();
  await mount(survey, mountpoint);
  say(`\n$ ls -R ${mountpoint}      (IBM float, rev 1, in the source; IEEE float, rev 2.1, here)`);
  showTree(mountpoint);

  const pairs: Pair[] = surveyFiles.map((name) => ({ view: join(mountpoint, name), source: join(survey, name) }));
  const scratchFolder = mkdtempSync(join(tmpdir(), 'seisfs-demo-copy-'));
  undo.push(() => rmSync(scratchFolder, { recursive: true }));
  const scratch = join(scratchFolder, 'copy');
  // The first copy of all pays for the pages of the scratch file, the first conversion for compiling.
  copySpeed(pairs[0].source, scratch);
  for (const { view } of pairs.slice(0, 2)) warmUp(view);
  const speeds = pairs.map(({ view, source }) => [copySpeed(view, scratch), copySpeed(source, scratch)]);

  say(
    `\n${readers} processes read every byte of it in random windows, and compare with a conversion that shares no code`,
  );
  const children: ChildProcess[] = [];
  undo.push(() => {
    for (const child of children) child.kill('SIGKILL');
  });
  const { windows, bytes, seconds, different } = await compareAll(pairs, samples, readers, (child) => {
    children.push(child);
  });
  for (const { view, offset, finding } of different) {
    console.error(`${view}: offset ${offset}: ${finding}; see: seisfs explain ${view} ${offset}`);
  }
  if (different.length > 0) throw new Failure('the view is wrong');
  say(`${windows} windows, ${(bytes / 1e6).toFixed(0)} MB: every byte is right (${seconds.toFixed(1)} s)\n`);

  showTable([
    ['file', 'exactness', 'converted MB/s', 'plain copy MB/s'],
    ...pairs.map(({ view }, i) => [
      surveyFiles[i],
      attributeOf(view, 'user.seisfs.exactness') ?? 'not told',
      ...speeds[i].map((speed) => speed.toFixed(0)),
    ]),
  ]);
  say(
    '\nlossless: every sample keeps its value; counts and flags in the headers are those of the target. To mount data of your own:',
  );
  say(`  npx seisfs mount /data/survey /mnt/ieee --as ${target}`);
}

try {
  await demonstrate();
} catch (error) {
  // What fails because everything is being ended is no failure.
  if (undone === undefined) console.error(error instanceof Failure ? `demonstration: ${error.message}` : error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
