/** Debian packages and the kernel's door to user-space file systems: what is missing, and installing it where we may. */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runQuietly } from './run.mjs';

/** Whether `command` can be run; the system's own folders count even when PATH lacks them. */
export function hasCommand(command) {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/local/bin',
    '/usr/bin',
    '/bin',
    '/usr/sbin',
    '/sbin',
  ];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Installs Debian packages by name when this is root on a system with apt-get.
 * Returns undefined when that worked, else one sentence: why not, and the command that mends it.
 */
export function installDebian(packages) {
  const command = `apt-get install ${packages.join(' ')}`;
  if (!hasCommand('apt-get')) return `install what holds ${packages.join(', ')} on this system`;
  if (process.getuid?.() !== 0) return `run as root: ${command}`;
  console.error(`seisfs set-up: ${command}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = runQuietly('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const install = runQuietly('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (install.code === 0) return undefined;
  return `${command} failed: ${lastLine(update.output + install.output)}`;
}

function lastLine(text) {
  return text.trimEnd().split('\n').at(-1);
}

/**
 * Makes mounting possible as far as it may. Returns undefined when this machine can mount, else one sentence that says
 * what is missing and the command that mends it.
 */
export function whyNoMount() {
  if (process.platform !== 'linux') return `mounting needs Linux, this is ${process.platform}`;
  if (!hasCommand('fusermount3')) {
    const failure = installDebian(['fuse3']);
    if (failure !== undefined) return `fusermount3 is missing: ${failure}`;
  }
  if (!existsSync('/dev/fuse')) {
    return '/dev/fuse is missing: run as root: modprobe fuse (a container needs --device /dev/fuse --cap-add SYS_ADMIN)';
  }
  return undefined;
}
