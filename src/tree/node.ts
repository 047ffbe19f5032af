/** What the tree knows of one entry: a record that never changes, so that every thread may keep and share it. */
import type { PlainError } from '../error.ts';
import type { Stamp } from '../sources/stamp.ts';

/**
 * - `folder`: a folder of the source as one target shows it
 * - `view`: a recording, converted; one record a version of its source
 * - `pass`: a file of another kind, shown as it is
 * - `link`: a symbolic link, shown as a link
 * - `refused`: a recording that the target does not show, and why
 */
export type NodeKind = 'folder' | 'view' | 'pass' | 'link' | 'refused';

/** Which folder `path` is relative to: the source, or the one with the mount's own status files. */
export type Base = 'source' | 'status';

export type NodeRecord = {
  readonly kind: NodeKind;
  /** Node number of the folder it lies in; 0 for the root. */
  readonly parent: number;
  /** Name in the source folder, before the naming rule. */
  readonly name: string;
  readonly base: Base;
  /** Path of the source file; differs from folder plus name behind a symbolic link. */
  readonly path: string;
  /** Index of the target this entry is shown in; -1 where nothing is converted. */
  readonly target: number;
  /** Bytes of a view. */
  readonly size: number;
  /** The version of the source that a view or refusal is about. */
  readonly stamp: Stamp | undefined;
  readonly error: PlainError | undefined;
};

const kinds: readonly NodeKind[] = ['folder', 'view', 'pass', 'link', 'refused'];
const bases: readonly Base[] = ['source', 'status'];
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A record as bytes: a JSON list without names, about 150 bytes. */
export function encodeNode(r: NodeRecord): Uint8Array {
  const s = r.stamp;
  return encoder.encode(
    JSON.stringify([
      kinds.indexOf(r.kind),
      r.parent,
      r.name,
      bases.indexOf(r.base),
      r.path,
      r.target,
      r.size,
      s === undefined ? 0 : [s.size, s.mtime, s.mtimeNs, s.ctime, s.ctimeNs, s.inode[0], s.inode[1], s.device],
      r.error ?? 0,
    ]),
  );
}

type Packed = [number, number, string, number, string, number, number, number[] | 0, PlainError | 0];

/** The inverse of `encodeNode`. */
export function decodeNode(bytes: Uint8Array): NodeRecord {
  const [kind, parent, name, base, path, target, size, s, error] = JSON.parse(decoder.decode(bytes)) as Packed;
  const stamp: Stamp | undefined =
    s === 0
      ? undefined
      : {
          size: s[0],
          mtime: s[1],
          mtimeNs: s[2],
          ctime: s[3],
          ctimeNs: s[4],
          inode: [s[5], s[6]],
          device: s[7],
        };
  return {
    kind: kinds[kind],
    parent,
    name,
    base: bases[base],
    path,
    target,
    size,
    stamp,
    error: error === 0 ? undefined : error,
  };
}

/** FNV-1a over UTF-16 units with a seed, 32 bits. */
export function hash32(text: string, seed: number): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  return h >>> 0;
}

/** A hash from 2^32 to 2^53: for inode numbers and directory offsets, the same in every mount of the same source. */
export function hash52(text: string): number {
  return ((hash32(text, 0x5eed) & 0xfffff) + 1) * 2 ** 32 + hash32(text, 0);
}
