/**
 * Real mounts for tests. Whatever a test does, its mounts, processes and folders are gone when it ends: a watchdog kills
 * a host that lives too long, so that a reader that hangs gets an error and the test fails instead of hanging.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { mounts, unmount } from '../../src/fuse/mount.ts';
import type { MountOptions } from '../../src/daemon/run.ts';
import type { HostNews, HostOrder } from './mount-host.ts';

/** Seconds a host may live. */
const longestLife = 110;

/** `false`, or why tests that mount are skipped. */
export const skipMount: string | false = !existsSync('/dev/fuse')
  ? 'there is no /dev/fuse'
  : process.geteuid?.() !== 0
    ? 'these tests mount as root'
    : false;

/** The built folder that this test runs from. */
export const built: string = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The built command line program. */
export const program: string = join(built, 'src', 'cli', 'main.js');

/** Folders of one test: a source, a mount point, where temporary files and caches go. */
export type Place = {
  readonly base: string;
  readonly source: string;
  readonly point: string;
  readonly temporary: string;
  /** For processes that mount: `TMPDIR` and the cache folder lie inside the place. */
  readonly env: NodeJS.ProcessEnv;
};

/** Unmounts everything mounted below `folder`. */
function unmountBelow(folder: string): void {
  for (const { mountpoint } of mounts().reverse()) {
    if (mountpoint === folder || mountpoint.startsWith(`${folder}/`)) unmount(mountpoint, true);
  }
}

/** Makes the folders of a test, and takes them and all mounts in them away when it ends. */
export function place(t: TestContext): Place {
  const base = mkdtempSync(join(tmpdir(), 'seisfs-test-'));
  const [source, point, temporary, cache] = ['source', 'mnt', 'tmp', 'cache'].map((name) => join(base, name));
  for (const folder of [source, point, temporary, cache]) mkdirSync(folder);
  t.after(() => {
    unmountBelow(base);
    rmSync(base, { recursive: true, force: true });
  });
  return { base, source, point, temporary, env: { ...process.env, TMPDIR: temporary, XDG_CACHE_HOME: cache } };
}

export type HostedMount = {
  /** Process of the mount. */
  readonly pid: number;
  /** Lines that the mount wanted to tell. */
  readonly messages: readonly string[];
  /** Resolves when the first walk over the source is over. */
  readonly surveyed: Promise<{ readonly views: number; readonly refused: number }>;
  order(order: HostOrder): void;
  /** Resolves when the process is gone: its exit status or signal, and the failure it told. */
  readonly gone: Promise<{
    readonly code: number | null;
    readonly signal: string | null;
    readonly failure: string | undefined;
  }>;
};

/** Mounts `at.source` on `at.point`; resolves when the mount can be used, rejects with what the mount said. */
export async function mounted(
  t: TestContext,
  at: Place,
  options: Partial<MountOptions> & { readonly targets: readonly string[] },
): Promise<HostedMount> {
  const all: MountOptions = {
    source: at.source,
    mountpoint: at.point,
    workers: 2,
    allowOther: false,
    others: 'pass',
    sourceOptions: {},
    timed: false,
    ...options,
  };
  const host = spawn(
    process.execPath,
    ['--max-semi-space-size=1', join(built, 'test', 'support', 'mount-host.js'), JSON.stringify(all)],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: at.env,
      cwd: '/',
    },
  );
  const pid = host.pid as number;
  const watchdog = spawn('sh', ['-c', `sleep ${longestLife}; kill -9 ${pid}`], { stdio: 'ignore', detached: true });
  watchdog.unref();
  const messages: string[] = [];
  let failure: string | undefined;
  const gone = new Promise<Awaited<HostedMount['gone']>>((resolve) => {
    host.on('close', (code, signal) => {
      stop(watchdog);
      resolve({ code, signal, failure });
    });
  });
  t.after(async () => {
    host.kill('SIGKILL');
    await gone;
  });
  let nowSurveyed: (facts: { views: number; refused: number }) => void = () => {};
  const surveyed = new Promise<{ views: number; refused: number }>((resolve) => {
    nowSurveyed = resolve;
  });
  await new Promise<void>((resolve, reject) => {
    host.on('message', (news: HostNews) => {
      if (news.kind === 'mounted') resolve();
      else if (news.kind === 'surveyed') nowSurveyed(news);
      else if (news.kind === 'message') messages.push(news.line);
      else failure = news.failure;
    });
    void gone.then(() => reject(new Error(failure ?? 'the host ended before it had mounted')));
  });
  return { pid, messages, surveyed, gone, order: (order) => void host.send(order) };
}

/** Ends a detached process and what it started. */
function stop(child: ChildProcess): void {
  try {
    process.kill(-(child.pid as number), 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export type Ran = { readonly code: number | string; readonly out: string; readonly err: string };

/** Runs a command for at most `seconds`; never rejects for what the command itself says. */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string; readonly seconds?: number } = {},
): Promise<Ran> {
  const { seconds = 60, ...more } = options;
  return new Promise((resolve) => {
    const settings = { ...more, timeout: seconds * 1000, killSignal: 'SIGKILL', maxBuffer: 1e9 } as const;
    execFile(command, [...args], settings, (error, out, err) => {
      const code = error === null ? 0 : ((error.code as number | string | undefined) ?? String(error.signal));
      resolve({ code, out, err });
    });
  });
}

/** Runs the built `seisfs`. */
export function seisfs(at: Place, ...args: readonly string[]): Promise<Ran> {
  return run(process.execPath, [program, ...args], { env: at.env, cwd: at.base });
}

/** Waits until `holds` returns true; fails with `what` after `seconds`. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seconds: number = 10,
): Promise<void> {
  for (const end = Date.now() + seconds * 1000; ; await delay(20)) {
    if (await holds()) return;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
  }
}

/** Whether a process lives. */
export function lives(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

/** Processes whose command line holds `text`, this one left out. */
export async function processesWith(text: string): Promise<number[]> {
  const { out } = await run('pgrep', ['-f', '--', text]);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map(Number)
    .filter((pid) => pid !== process.pid && lives(pid));
}

/** Status folders of mounts in the place. */
export function statusFolders(at: Place): string[] {
  return readdirSync(at.temporary).filter((name) => name.startsWith('seisfs-'));
}

/** The name of the failure, `EROFS`; undefined when `action` works. Node has no name for ESTALE. */
export function failureOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    const { errno, code } = error as NodeJS.ErrnoException;
    return errno === -constants.errno.ESTALE ? 'ESTALE' : (code ?? String(error));
  }
}
