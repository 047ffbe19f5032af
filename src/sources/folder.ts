/** The source folder as the rest of the house sees it: entries below one open descriptor, never outside it. */
import { constants, openSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { SyncSource } from '../bytes/need.ts';
import { SeisError } from '../error.ts';
import {
  close,
  failure,
  openBelow,
  pread,
  readLinkBelow,
  statBelow,
  statDescriptor,
  statxBytes,
} from '../libc/calls.ts';
import { nameBytes, nameOf } from '../libc/names.ts';
import { type Stamp, type Status, statusOf } from './stamp.ts';

/** One open version of a file. Reads fail with `stale` as soon as the file is no longer that version. */
export type OpenFile = SyncSource & {
  readonly fd: number;
  readonly stamp: Stamp;
  /** Reads what there is at `offset`, as much as fits; returns the number of bytes, 0 at the end. */
  readUpTo(offset: number, into: Uint8Array): number;
  /** Throws `stale` unless the file still is the version that was opened: call it after reading, before answering. */
  verify(): void;
  close(): void;
};

/** A folder (or the one file) to be shown. Paths are relative to it, `''` is the folder itself, `/` separates. */
export type SourceFolder = {
  /** Descriptor of the open folder. */
  readonly root: number;
  /** Absolute path of what was asked for: the folder, or the one file. */
  readonly path: string;
  /** Absolute path of the folder. */
  readonly folder: string;
  /** When the source is one file: its name; the folder then has this single entry. */
  readonly only: string | undefined;
  /** Status of an entry, not following a symbolic link; throws `not-found` or `io`. */
  status(path: string): Status;
  /** Names in a folder, unsorted, without `.` and `..`. */
  list(path: string): string[];
  open(path: string): OpenFile;
  /** Text of a symbolic link. */
  linkText(path: string): Uint8Array;
  /** Where a symbolic link leads, as a path in this folder, or undefined when it leaves the folder or leads nowhere. */
  linkInside(path: string): string | undefined;
  close(): void;
};

/** What Node puts in the place of bytes that are not UTF-8; a name may also really hold it. */
const replacement = '\ufffd';

const statxBuffer = new Uint8Array(statxBytes);
const statxView = new DataView(statxBuffer.buffer);
/** `struct statx` as 32-bit words: 8, 9 inode, 10, 11 size, 24-26 change time, 28-30 modification time. */
const statxWords = new Uint32Array(statxBuffer.buffer);

function openedFile(fd: number, path: string): OpenFile {
  if (statDescriptor(fd, statxBuffer) < 0) {
    const error = failure('statx', path);
    close(fd);
    throw error;
  }
  const status = statusOf(statxView);
  if (status.kind !== 'file') {
    close(fd);
    throw new SeisError('stale', 'it is no regular file any more', { path });
  }
  const words = statxWords.slice();
  const stale = (): SeisError => new SeisError('stale', 'the source changed while it was being read', { path });
  return {
    fd,
    size: status.stamp.size,
    stamp: status.stamp,
    read(offset, into) {
      let done = 0;
      while (done < into.length) {
        const n = pread(fd, done === 0 ? into : into.subarray(done), offset + done);
        if (n < 0) throw failure('read', path);
        if (n === 0) throw stale();
        done += n;
      }
    },
    readUpTo(offset, into) {
      const n = pread(fd, into, offset);
      if (n < 0) throw failure('read', path);
      return n;
    },
    verify() {
      if (statDescriptor(fd, statxBuffer) < 0) throw failure('statx', path);
      const same =
        statxWords[10] === words[10] &&
        statxWords[11] === words[11] &&
        statxWords[24] === words[24] &&
        statxWords[26] === words[26] &&
        statxWords[28] === words[28] &&
        statxWords[30] === words[30];
      if (!same) throw stale();
    },
    close: () => close(fd),
  };
}

/** `O_PATH`: whoever may read one file in a folder need not be allowed to list the folder. */
const namesOnly = 0o10000000;

/** Opens the folder, told as `path` when that fails. */
function openRoot(folder: string, path: string, access: number): number {
  try {
    return openSync(folder, access | constants.O_DIRECTORY);
  } catch (cause) {
    const system = (cause as NodeJS.ErrnoException).code ?? 'EIO';
    throw new SeisError('io', `cannot be opened (${system})`, { path, system }, cause);
  }
}

/** Opens `path` (a folder or a file) as the source of a mount, an export or an inspection. */
export function openSource(path: string): SourceFolder {
  let real: string;
  let only: string | undefined;
  try {
    real = realpathSync(path);
    if (!statSync(real).isDirectory()) {
      only = basename(real);
      real = dirname(real);
    }
  } catch (cause) {
    const system = (cause as NodeJS.ErrnoException).code ?? 'EIO';
    throw new SeisError(
      system === 'ENOENT' ? 'not-found' : 'io',
      `cannot be opened (${system})`,
      { path, system },
      cause,
    );
  }
  return sourceBelow(openRoot(real, path, only === undefined ? constants.O_RDONLY : namesOnly), real, only);
}

/** The same over a folder that is open already: what a worker thread gets. */
export function sourceBelow(root: number, real: string, only: string | undefined): SourceFolder {
  const full = (path: string): string => (path === '' ? real : real === '/' ? `/${path}` : `${real}/${path}`);
  return {
    root,
    path: only === undefined ? real : full(only),
    folder: real,
    only,
    status(path) {
      if (statBelow(root, path, statxBuffer) < 0) throw failure('stat', full(path));
      return statusOf(statxView);
    },
    list(path) {
      if (only !== undefined && path === '') return [only];
      const fd = openBelow(root, path, true);
      if (fd < 0) throw failure('open', full(path));
      try {
        const names = readdirSync(`/proc/self/fd/${fd}`);
        if (!names.some((name) => name.includes(replacement))) return names;
        return readdirSync(`/proc/self/fd/${fd}`, { encoding: 'buffer' }).map(nameOf);
      } catch (cause) {
        const system = (cause as NodeJS.ErrnoException).code ?? 'EIO';
        throw new SeisError('io', `reading the folder failed with ${system}`, { path: full(path), system }, cause);
      } finally {
        close(fd);
      }
    },
    open(path) {
      const fd = openBelow(root, path, false);
      if (fd < 0) throw failure('open', full(path));
      return openedFile(fd, full(path));
    },
    linkText(path) {
      const text = readLinkBelow(root, path);
      if (text === undefined) throw failure('readlink', full(path));
      return text;
    },
    linkInside(path) {
      let target: string;
      try {
        target = nameOf(realpathSync(Buffer.from(nameBytes(full(path))), { encoding: 'buffer' }));
      } catch (cause) {
        const system = (cause as NodeJS.ErrnoException).code;
        if (system === undefined) throw cause;
        return undefined;
      }
      if (target === real) return '';
      const prefix = real === '/' ? '/' : `${real}/`;
      return target.startsWith(prefix) ? target.slice(prefix.length) : undefined;
    },
    close: () => close(root),
  };
}
