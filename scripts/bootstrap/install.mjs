/** Installs what package-lock.json names, once; afterwards one hash says that nothing is to be done. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runHere, SetupError } from './run.mjs';

const lockfile = join(root, 'package-lock.json');
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.seisfs-installed');

/** What is installed is right for one lockfile on one platform. */
function stamp() {
  const lock = createHash('sha256').update(readFileSync(lockfile)).digest('hex');
  return `${process.platform} ${process.arch} ${lock}\n`;
}

/** npm writes its own record when it has finished; one that is newer than the lockfile was installed by hand. */
function installedByHand() {
  const record = join(modules, '.package-lock.json');
  return !existsSync(stampFile) && existsSync(record) && statSync(record).mtimeMs >= statSync(lockfile).mtimeMs;
}

/** Whether `node_modules` holds what the lockfile names. */
export function installed() {
  if (existsSync(stampFile)) return readFileSync(stampFile, 'utf8') === stamp();
  return installedByHand();
}

/** Makes `node_modules` what the lockfile names. No package's script is run. */
export function install() {
  if (!installed()) {
    console.error('seisfs set-up: installing the packages that package-lock.json names');
    const code = runHere('npm', [
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ]);
    if (code !== 0) {
      throw new SetupError(`npm ci ended with exit code ${code}`, 'see its message above; it needs the npm registry');
    }
  }
  if (!existsSync(stampFile)) writeFileSync(stampFile, stamp());
}
