/** Lets one process at a time set a clone up: two `npm ci` in one folder would destroy each other's work. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, SetupError } from './run.mjs';

const lockFile = join(root, '.build', 'setup.lock');
const longestWait = 10 * 60_000;
const pause = 200;

/** True when this process now holds the lock, false when another one does. */
function take() {
  try {
    writeFileSync(lockFile, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** Whether the process that holds the lock still lives; one that was killed leaves its lock behind. */
function holderLives() {
  try {
    process.kill(Number(readFileSync(lockFile, 'utf8')), 0);
    return true;
  } catch (error) {
    if (error.code === 'EPERM') return true;
    if (error.code === 'ESRCH' || error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Runs `work` while no other process on this clone runs its own. */
export function inTurn(work) {
  mkdirSync(join(root, '.build'), { recursive: true });
  for (let waited = 0; !take(); waited += pause) {
    if (!holderLives()) rmSync(lockFile, { force: true });
    else if (waited >= longestWait) {
      throw new SetupError(
        'another process has been setting this clone up for ten minutes',
        `end it or remove ${lockFile}`,
      );
    } else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
  }
  try {
    return work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}
