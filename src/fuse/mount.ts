/** Mounting and unmounting: how a process gets a device that the kernel sends its requests to. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { accessSync, closeSync, constants, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { SeisError } from '../error.ts';
import { failure, umount } from '../libc/calls.ts';
import { receiveDescriptor } from './receive-descriptor.ts';

export type MountRequest = {
  /** What the mount shows, for `/proc/mounts`. */
  readonly name: string;
  /** Absolute path of an existing folder. */
  readonly mountpoint: string;
  readonly allowOther: boolean;
  readonly maxRead: number;
};

/** Type of the file system in `/proc/mounts`. */
export const mountType = 'fuse.seisfs';

const device = '/dev/fuse';

/** Whether this process may mount without `fusermount3`. */
function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/** One line of what a command printed, or why it could not be run. */
function failureOf(command: string, run: SpawnSyncReturns<Buffer>): string {
  const error: NodeJS.ErrnoException | undefined = run.error;
  const code = error?.code;
  if (code !== undefined) return code === 'ENOENT' ? `${command} is not installed` : `${command}: ${code}`;
  const said = run.stderr
    .toString()
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .join('; ');
  return said === '' ? `${command} ended with status ${run.status}` : said;
}

/** Mounts and returns the descriptor of the device; throws `io` with what would mend it. */
export function mountDevice(request: MountRequest): number {
  if (!existsSync(device)) {
    throw new SeisError('io', `${device} is missing`, { mend: 'load the kernel module with: modprobe fuse' });
  }
  return isRoot() ? mountAsRoot(request) : mountAsUser(request);
}

function mountAsRoot(request: MountRequest): number {
  const fd = openSync(device, constants.O_RDWR);
  const options = [
    'fd=3',
    'rootmode=40000',
    `user_id=${process.geteuid?.() ?? 0}`,
    `group_id=${process.getegid?.() ?? 0}`,
    'default_permissions',
    `max_read=${request.maxRead}`,
    'ro',
    'nosuid',
    'nodev',
    ...(request.allowOther ? ['allow_other'] : []),
  ].join(',');
  // -i: no helper program; the descriptor is passed as number 3.
  const args = ['-i', '-t', mountType, '-o', options, '--', request.name, request.mountpoint];
  const run = spawnSync('mount', args, { stdio: ['ignore', 'pipe', 'pipe', fd] });
  if (run.status !== 0) {
    closeSync(fd);
    throw new SeisError('io', `mounting failed: ${failureOf('mount', run)}`, { path: request.mountpoint });
  }
  return fd;
}

function mountAsUser(request: MountRequest): number {
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new SeisError(
      'io',
      `${device} may not be opened by this user`,
      { mend: `as root: chmod 0666 ${device}` },
      cause,
    );
  }
  const options = [
    `fsname=${request.name.replace(/[\\,]/g, '\\$&')}`,
    'subtype=seisfs',
    'default_permissions',
    `max_read=${request.maxRead}`,
    'ro',
    ...(request.allowOther ? ['allow_other'] : []),
  ].join(',');
  const { run, descriptor } = receiveDescriptor('fusermount3', ['-o', options, '--', request.mountpoint]);
  if (descriptor !== undefined) return descriptor;
  const said = failureOf('fusermount3', run);
  const mend = said.includes('not installed')
    ? 'as root: apt-get install fuse3'
    : said.includes('user_allow_other')
      ? 'as root: add the line user_allow_other to /etc/fuse.conf'
      : undefined;
  throw new SeisError('io', `mounting failed: ${said}`, { path: request.mountpoint, ...(mend ? { mend } : {}) });
}

/** Ends the mount at `mountpoint`; `lazy` takes it out of sight at once and lets open files finish. Throws `io`. */
export function unmount(mountpoint: string, lazy: boolean): void {
  if (isRoot()) {
    if (umount(mountpoint, lazy) !== 0) throw failure('unmounting', mountpoint);
    return;
  }
  const run = spawnSync('fusermount3', ['-u', ...(lazy ? ['-z'] : []), '--', mountpoint], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (run.status !== 0) {
    throw new SeisError('io', `unmounting failed: ${failureOf('fusermount3', run)}`, { path: mountpoint });
  }
}

/**
 * Ends a mount for all that still read from it, wherever it is: their calls fail, and who waits for requests is told that
 * there is no device. `number` is the mount's device, `0:53`. False where this user may not, or the kernel shows no controls.
 */
export function abort(number: string): boolean {
  try {
    writeFileSync(`/sys/fs/fuse/connections/${number.split(':')[1]}/abort`, '1');
    return true;
  } catch {
    return false;
  }
}

export type Mounted = {
  readonly mountpoint: string;
  readonly type: string;
  readonly name: string;
  readonly device: string;
};

/** Mounts of this machine, from `/proc/self/mountinfo`, outermost first; octal escapes undone. */
export function mounts(): Mounted[] {
  const plain = (text: string): string =>
    text.replace(/\\([0-7]{3})/g, (_all, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
  return readFileSync('/proc/self/mountinfo', 'latin1')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [left, right] = line.split(' - ');
      const fields = left.split(' ');
      const [type, name] = right.split(' ');
      const utf8 = (text: string): string => Buffer.from(plain(text), 'latin1').toString('utf8');
      return { mountpoint: utf8(fields[4]), device: fields[2], type, name: utf8(name) };
    });
}

/** The topmost mount of seisfs at `mountpoint`, or undefined. */
export function mountedAt(mountpoint: string): Mounted | undefined {
  const last = mounts()
    .filter((m) => m.mountpoint === mountpoint)
    .at(-1);
  return last?.type === mountType ? last : undefined;
}
