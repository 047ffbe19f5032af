/** Where symbolic links lead: those to files inside the source are shown as the files, all others as links. */
import { nameBytes } from '../libc/names.ts';
import type { SourceFolder } from './folder.ts';

/** Path from the folder that holds `from` to `to`, both below the same root, `''` being the root itself. */
export function relativePath(from: string, to: string): string {
  const here = from.split('/').slice(0, -1);
  const there = to === '' ? [] : to.split('/');
  let shared = 0;
  while (shared < here.length && shared < there.length && here[shared] === there[shared]) shared++;
  const steps = [...here.slice(shared).map(() => '..'), ...there.slice(shared)];
  return steps.length === 0 ? '.' : steps.join('/');
}

/**
 * Where the link at `path` leads: to the `file` of the source that is shown in its place, or to whatever its `text` means
 * where the mount is. The text of a link to a folder inside the source is made relative, whatever it was, so that it
 * leads to that folder in the mount and not to the unconverted one; all other links keep their text and are not followed.
 */
export function linkWay(
  folder: SourceFolder,
  path: string,
): { readonly file: string } | { readonly file: undefined; readonly text: Uint8Array } {
  const inside = folder.linkInside(path);
  const kind = inside === undefined ? undefined : kindOf(folder, inside);
  if (inside !== undefined && kind === 'file') return { file: inside };
  if (inside !== undefined && kind === 'folder') {
    return { file: undefined, text: nameBytes(relativePath(path, inside)) };
  }
  return { file: undefined, text: folder.linkText(path) };
}

/** Undefined when nothing is there by now. */
function kindOf(folder: SourceFolder, path: string): string | undefined {
  try {
    return folder.status(path).kind;
  } catch {
    return undefined;
  }
}
