/** `seisfs mount`: starts a daemon and returns when the mount can be used, or serves in the foreground. */
import { spawn } from 'node:child_process';
import { type MountOptions, startMount } from '../daemon/run.ts';
import { type PlainError, SeisError } from '../error.ts';
import { allFormats } from '../formats/all.gen.ts';
import { parseTarget } from '../formats/target.ts';
import { exitNow } from '../libc/calls.ts';
import { exitCodes, fail } from './exit.ts';

/** What a daemon tells the command that started it. */
type DaemonMessage =
  | { readonly kind: 'mounted'; readonly mountpoint: string; readonly refusedTable: string }
  | { readonly kind: 'surveyed'; readonly done: boolean; readonly views: number; readonly refused: number }
  | { readonly kind: 'failed'; readonly error: PlainError };

/** The main thread of a daemon makes little garbage: a small young generation keeps its memory small. */
const daemonFlags = ['--max-semi-space-size=1'];

type Said = { mountpoint: string; refusedTable: string };

function sayMounted(options: MountOptions, said: Said): void {
  console.log(`mounted ${options.source} as ${options.targets.join(', ')} on ${said.mountpoint}`);
}

function saySurveyed(said: Said, facts: { done: boolean; views: number; refused: number }): void {
  const recordings = `${facts.views} recording${facts.views === 1 ? '' : 's'} shown`;
  const refused = facts.refused === 0 ? 'none refused' : `${facts.refused} refused: see ${said.refusedTable}`;
  console.log(`${recordings}, ${refused}${facts.done ? '' : ' (so far: the source is still being looked through)'}`);
}

/** Mounts in this process; resolves when the mount has ended. */
export async function mountHere(options: MountOptions): Promise<void> {
  const daemon = process.send !== undefined;
  const tell = (message: DaemonMessage): void => {
    if (daemon && process.connected) process.send?.(message);
  };
  let said: Said = { mountpoint: options.mountpoint, refusedTable: '' };
  /** A signal that comes before the mount can be used ends it as soon as it can be. */
  let end = (): void => {
    unwanted = true;
  };
  let unwanted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end());
  try {
    const mount = await startMount(options, {
      mounted(facts) {
        said = facts;
        if (daemon) tell({ kind: 'mounted', ...facts });
        else sayMounted(options, facts);
      },
      surveyed(facts) {
        if (!daemon) saySurveyed(said, facts);
        else if (process.connected) {
          tell({ kind: 'surveyed', ...facts });
          process.disconnect();
        }
      },
      message: (line) => {
        if (!daemon) console.error(`seisfs: ${line}`);
      },
    });
    // A daemon must not keep the file system busy that it was started from.
    if (daemon) process.chdir('/');
    end = mount.end;
    if (unwanted) end();
    await mount.ended;
    exitNow(exitCodes.done);
  } catch (error) {
    const known =
      error instanceof SeisError ? error : new SeisError('io', `internal error: ${String(error)}`, {}, error);
    fail(error);
    const failed: DaemonMessage = { kind: 'failed', error: known.toPlain() };
    if (daemon && process.connected) await new Promise<void>((resolve) => process.send?.(failed, () => resolve()));
    exitNow(Number(process.exitCode));
  }
}

/** Starts a daemon with the same arguments; resolves when it can be used and has looked through the source, or for a while. */
export async function mountInBackground(options: MountOptions, args: readonly string[]): Promise<void> {
  for (const spec of options.targets) parseTarget(allFormats, spec);
  const child = spawn(
    process.execPath,
    [...process.execArgv, ...daemonFlags, process.argv[1], ...args, '--foreground'],
    {
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      cwd: process.cwd(),
    },
  );
  let said: Said | undefined;
  await new Promise<void>((resolve, reject) => {
    child.on('error', (cause) =>
      reject(new SeisError('io', `the daemon cannot be started: ${cause.message}`, {}, cause)),
    );
    // Not at its exit: what it said last may be still on its way then.
    child.on('close', (code, signal) => {
      reject(new SeisError('io', `the daemon ended before it was ready (${signal ?? `status ${code}`})`));
    });
    child.on('message', (message: DaemonMessage) => {
      if (message.kind === 'failed') reject(SeisError.fromPlain(message.error));
      else if (message.kind === 'mounted') {
        said = message;
        sayMounted(options, message);
      } else {
        if (said !== undefined) saySurveyed(said, message);
        resolve();
      }
    });
  });
  child.removeAllListeners();
  if (child.connected) child.disconnect();
  child.unref();
}
