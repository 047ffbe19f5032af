/** `seisfs umount`: ends a mount, also one whose daemon is gone. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { SeisError } from '../error.ts';
import { mountedAt, mountType, mounts, unmount } from '../fuse/mount.ts';

/** Ends the mount at `path`; throws `usage` when no seisfs is mounted there. */
export function umount(path: string, lazy: boolean): void {
  let mountpoint = resolve(path);
  if (mountedAt(mountpoint) === undefined) {
    try {
      mountpoint = realpathSync(mountpoint);
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code ?? 'EIO';
      throw new SeisError('not-found', `no such mount point (${code})`, { path: mountpoint }, cause);
    }
  }
  if (mountedAt(mountpoint) === undefined) {
    const here = mounts()
      .filter((m) => m.type === mountType)
      .map((m) => m.mountpoint);
    throw new SeisError('usage', 'no seisfs is mounted here', {
      path: mountpoint,
      mend: here.length === 0 ? 'none is mounted on this machine' : `mounted are: ${here.join(', ')}`,
    });
  }
  try {
    unmount(mountpoint, lazy);
  } catch (error) {
    if (error instanceof SeisError && /busy|EBUSY/.test(error.message) && !lazy) {
      throw error.with({
        mend: `close what uses it (fuser -vm '${mountpoint}'), or: seisfs umount --lazy '${mountpoint}'`,
      });
    }
    throw error;
  }
}
