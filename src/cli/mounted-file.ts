/** Which source file and which target stand behind a file of a mount, as the mount itself says. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { SeisError } from '../error.ts';
import type { SourceOptions } from '../formats/format.ts';
import { mounts, mountType } from '../fuse/mount.ts';
import { attributeOf } from '../libc/attributes.ts';
import { statusFolderName } from '../tree/tree.ts';

export type MountedFile = {
  /** Absolute path of the virtual file. */
  readonly path: string;
  readonly size: number;
  readonly source: string;
  /** The target it is a view in; undefined: the file passes through as it is. */
  readonly target: string | undefined;
  readonly sourceOptions: SourceOptions;
};

/** As much of `status.json` as is asked for. */
type Status = {
  readonly sources: readonly string[];
  readonly views: readonly { readonly target: string; readonly folder: string }[];
  readonly sourceOptions: SourceOptions;
};

/** Throws `usage` for a path that lies in no mount or is no file, `not-found` or `io` for one that cannot be reached. */
export function mountedFile(path: string): MountedFile {
  let real: string;
  let size: number;
  try {
    real = realpathSync(path);
    const status = statSync(real);
    if (!status.isFile()) throw new SeisError('usage', 'this is no file', { path });
    size = status.size;
  } catch (error) {
    if (error instanceof SeisError) throw error;
    const system = (error as NodeJS.ErrnoException).code ?? 'EIO';
    throw new SeisError(
      system === 'ENOENT' ? 'not-found' : 'io',
      `cannot be reached (${system})`,
      { path, system },
      error,
    );
  }
  const mount = mounts()
    .filter(({ type, mountpoint }) => type === mountType && real.startsWith(`${mountpoint}${sep}`))
    .sort((a, b) => a.mountpoint.length - b.mountpoint.length)
    .at(-1);
  if (mount === undefined) {
    throw new SeisError('usage', 'this file lies in no seisfs mount', {
      path,
      mend: 'give a file of a mount, or say how a mount would show this one: --as TARGET',
    });
  }
  const inside = relative(mount.mountpoint, real).split(sep);
  if (inside[0] === statusFolderName) {
    throw new SeisError('usage', `the files of ${statusFolderName} are the mount's own, made from no source`, { path });
  }
  const status = JSON.parse(readFileSync(join(mount.mountpoint, statusFolderName, 'status.json'), 'utf8')) as Status;
  const single = status.views.length === 1 && status.views[0].folder === '.';
  const view = single ? status.views[0] : status.views.find(({ folder }) => folder === inside[0]);
  const source = attributeOf(real, 'user.seisfs.source');
  const { sourceOptions } = status;
  if (source !== undefined) return { path: real, size, source, target: view?.target, sourceOptions };
  const below = single ? inside : inside.slice(1);
  const [root] = status.sources;
  const passed = statSync(root).isDirectory() ? join(root, ...below) : root;
  return { path: real, size, source: passed, target: undefined, sourceOptions };
}
