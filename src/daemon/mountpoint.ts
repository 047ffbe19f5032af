/** What must be true of a mount point before anything is mounted on it. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { SeisError } from '../error.ts';
import { mountedAt, unmount } from '../fuse/mount.ts';

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'EIO';

/** Whether `inner` is `outer` or lies below it. */
function within(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer === '/' ? '/' : `${outer}/`);
}

/**
 * The absolute path of the mount point. A mount that an earlier, killed daemon left there dead is taken away first.
 * Throws `usage` when it is no folder, or when source and mount point lie in one another: a file system that serves itself
 * waits for itself.
 */
export function checkMountpoint(path: string, source: string): string {
  const wanted = resolve(path);
  try {
    statSync(wanted);
  } catch (error) {
    if (codeOf(error) !== 'ENOTCONN' || mountedAt(wanted) === undefined) {
      throw new SeisError('not-found', `the mount point cannot be used (${codeOf(error)})`, {
        path: wanted,
        ...(codeOf(error) === 'ENOENT' ? { mend: `make it with: mkdir -p '${wanted}'` } : {}),
      });
    }
    unmount(wanted, true);
  }
  const real = realpathSync(wanted);
  if (!statSync(real).isDirectory()) throw new SeisError('usage', 'the mount point is not a folder', { path: real });
  if (mountedAt(real) !== undefined) {
    throw new SeisError('usage', 'a seisfs is mounted here already', {
      path: real,
      mend: `end it with: seisfs umount '${real}'`,
    });
  }
  if (within(real, source) || within(source, real)) {
    throw new SeisError('usage', `the mount point and the source ${source} lie in one another`, {
      path: real,
      mend: 'mount on a folder beside the source',
    });
  }
  if (readdirSync(real).length > 0) {
    throw new SeisError('usage', 'the mount point is not empty, the mount would hide what is in it', { path: real });
  }
  return real;
}
