/** Child processes and the failure that says what mends it. */
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the clone. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A failure of the set-up itself, told as one line: what is wrong, and what would mend it. */
export class SetupError extends Error {
  constructor(message, mend) {
    super(message);
    this.mend = mend;
  }
}

/** Exit code of a finished child as a shell would tell it: 128 + n after signal n. */
function exitCode(status, signal) {
  return status ?? 128 + (constants.signals[signal] ?? 0);
}

/** Runs `command` in the clone with this process's terminal, to its end. Returns its exit code. */
export function runHere(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (done.error !== undefined)
    throw new SetupError(`cannot run ${command}: ${done.error.message}`, `install ${command}`);
  return exitCode(done.status, done.signal);
}

/** Runs `command` and returns `{ code, output }`, both streams together; nothing is shown. */
export function runQuietly(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20, ...options });
  if (done.error !== undefined) return { code: 127, output: `cannot run ${command}: ${done.error.message}\n` };
  return { code: exitCode(done.status, done.signal), output: done.stdout + done.stderr };
}

/**
 * Runs Node on `args` in the caller's folder as if it had been called directly: standard streams, signals and the exit
 * code pass through. On a terminal Ctrl-C reaches the whole process group, so it is not passed on a second time.
 */
export function runAsThis(args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit', ...options });
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
      process.on(signal, () => {
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      });
    }
    child.on('error', reject);
    child.on('exit', (status, signal) => resolve(exitCode(status, signal)));
  });
}
