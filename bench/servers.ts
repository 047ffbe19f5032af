/** File systems over one source folder: our mount and its peers, each a process of its own that ends with the benchmark. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SeisError } from '../src/error.ts';
import { mounts, unmount } from '../src/fuse/mount.ts';

/** A file system that is mounted. */
export type Server = {
  /** Path of a file of the mounted folder. */
  file(name: string): string;
  /** Milliseconds from its start until it could be used. */
  readonly startup: number;
  /** Bytes that the process has had fetched from storage: 0 while its sources lie in the page cache. */
  fetched(): number;
  /** Most memory that was resident so far, in bytes. */
  residentPeak(): number;
  end(): Promise<void>;
};

/** Ways to end what still runs when the program ends in the middle. */
const running = new Set<() => void>();
process.on('exit', () => {
  for (const stop of running) stop();
});

const longestStart = 20_000;
const longestEnd = 8000;
const pause = 5;

function isMounted(folder: string): boolean {
  return mounts().some(({ mountpoint }) => mountpoint === folder);
}

/** A number that the kernel keeps about a process: `key: number` in one of its files, times `unit`. */
function processFact(pid: number, file: string, key: string, unit: number): number {
  const line = readFileSync(`/proc/${pid}/${file}`, 'latin1')
    .split('\n')
    .find((text) => text.startsWith(`${key}:`));
  if (line === undefined) throw new SeisError('io', `the kernel does not say ${key} of a process`);
  return Number.parseInt(line.slice(key.length + 1), 10) * unit;
}

/** Starts `command` on a new folder, which replaces `@` in its arguments, and waits until `isReady`. */
async function serve(
  command: string,
  args: readonly string[],
  isReady: (child: ChildProcess, folder: string) => Promise<boolean> | boolean,
): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'seisfs-bench-'));
  const began = performance.now();
  const child = spawn(
    command,
    args.map((arg) => (arg === '@' ? folder : arg)),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let failed: Error | undefined;
  child.on('error', (error) => {
    failed = error;
  });
  const isOver = (): boolean => failed !== undefined || child.exitCode !== null || child.signalCode !== null;

  function stop(): void {
    running.delete(stop);
    if (!isOver()) child.kill('SIGKILL');
    if (isMounted(folder)) unmount(folder, true);
    if (existsSync(folder)) rmdirSync(folder);
  }
  running.add(stop);

  while (!(await isReady(child, folder))) {
    if (isOver() || performance.now() - began > longestStart) {
      stop();
      throw new SeisError('io', `${command} did not mount: ${failed?.message ?? 'see its message above'}`);
    }
    await delay(pause);
  }
  statSync(folder);
  const startup = performance.now() - began;
  child.stdout?.resume();
  const pid = child.pid as number;
  return {
    file: (name) => join(folder, name),
    startup,
    fetched: () => processFact(pid, 'io', 'read_bytes', 1),
    residentPeak: () => processFact(pid, 'status', 'VmHWM', 1024),
    async end() {
      child.kill('SIGTERM');
      const patience = performance.now() + longestEnd;
      while (!isOver() && performance.now() < patience) await delay(pause);
      stop();
    },
  };
}

export type SeisfsOptions = { readonly workers?: number; readonly timings?: boolean };

/** `seisfs mount`, ready when it says what it shows. Without `workers`, as many as the command takes by itself. */
export function serveSeisfs(source: string, target: string, options: SeisfsOptions = {}): Promise<Server> {
  const program = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));
  const { workers, timings } = options;
  const args = [program, 'mount', source, '@', '--as', target, '--foreground'];
  if (workers !== undefined) args.push('--workers', String(workers));
  if (timings === true) args.push('--timings');
  let said = '';
  let listening = false;
  return serve(process.execPath, args, (child) => {
    if (!listening) {
      listening = true;
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    return / shown, /.test(said);
  });
}

/** `bindfs -r`: the source as it is, through libfuse; one thread unless `threads`, as its manual page says. */
export function serveBindfs(source: string, threads: boolean): Promise<Server> {
  const args = ['-f', '-r', ...(threads ? ['--multithreaded'] : []), source, '@'];
  return serve('bindfs', args, (_child, folder) => isMounted(folder));
}

/** libfuse's example `passthrough_ll`; `cache=never` answers every open with FOPEN_DIRECT_IO. */
export function servePassthrough(program: string, source: string): Promise<Server> {
  const args = ['-f', '-o', `source=${source},cache=never`, '@'];
  return serve(program, args, (_child, folder) => isMounted(folder));
}

/** Whole reads from storage make a comparison worthless; a page now and then (an inode, a program) does not. */
const fetchedAtMost = 16 << 20;

/**
 * Runs `work` with servers that end when it is over. Throws `io` when one of them had to fetch its source from storage
 * meanwhile: then the figures would be those of the disk.
 */
export async function withServers<T>(
  work: (opened: (server: Promise<Server>) => Promise<Server>) => Promise<T>,
): Promise<T> {
  const open: { readonly server: Server; readonly fetched: number }[] = [];
  try {
    const result = await work(async (starting) => {
      const server = await starting;
      open.push({ server, fetched: server.fetched() });
      return server;
    });
    for (const { server, fetched } of open) {
      const bytes = server.fetched() - fetched;
      if (bytes > fetchedAtMost) {
        throw new SeisError('io', `${bytes} bytes were fetched from storage during the measurement`, {
          mend: 'give the machine more free memory, so that the sources stay in the page cache',
        });
      }
    }
    return result;
  } finally {
    for (const { server } of open) await server.end();
  }
}
