/** The identity of one version of a file: size, modification and change time to the nanosecond, inode, device. */

/**
 * Modification time alone misses files for ever (`cp -p`, `rsync -a` set it back), so the change time and the inode
 * belong to it. Compared before a file is trusted and again after every read.
 */
export type Stamp = {
  readonly size: number;
  readonly mtime: number;
  readonly mtimeNs: number;
  readonly ctime: number;
  readonly ctimeNs: number;
  /** Inode number as two 32-bit halves, low first: it may not fit in a double. */
  readonly inode: readonly [number, number];
  readonly device: number;
};

/** What the file system reports about a source entry. */
export type Status = {
  readonly stamp: Stamp;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Permission bits, 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly nlink: number;
  readonly atime: number;
  readonly atimeNs: number;
};

const kinds: Readonly<Record<number, Status['kind']>> = { 0o100000: 'file', 0o040000: 'folder', 0o120000: 'link' };

/** Reads `struct statx` (the same on every Linux architecture; little-endian hosts). */
export function statusOf(statx: DataView): Status {
  const u64 = (at: number): number => statx.getUint32(at, true) + statx.getUint32(at + 4, true) * 2 ** 32;
  const i64 = (at: number): number => statx.getUint32(at, true) + statx.getInt32(at + 4, true) * 2 ** 32;
  const mode = statx.getUint16(28, true);
  return {
    stamp: {
      size: u64(40),
      mtime: i64(112),
      mtimeNs: statx.getUint32(120, true),
      ctime: i64(96),
      ctimeNs: statx.getUint32(104, true),
      inode: [statx.getUint32(32, true), statx.getUint32(36, true)],
      device: statx.getUint32(136, true) * 2 ** 20 + statx.getUint32(140, true),
    },
    kind: kinds[mode & 0o170000] ?? 'other',
    mode: mode & 0o7777,
    uid: statx.getUint32(20, true),
    gid: statx.getUint32(24, true),
    nlink: statx.getUint32(16, true),
    atime: i64(64),
    atimeNs: statx.getUint32(72, true),
  };
}

/** Whether two stamps are of the same version of the same file. */
export function sameStamp(a: Stamp, b: Stamp): boolean {
  return (
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs &&
    a.mtime === b.mtime &&
    a.ctime === b.ctime &&
    a.inode[0] === b.inode[0] &&
    a.inode[1] === b.inode[1] &&
    a.device === b.device
  );
}

/** Whether two stamps are of the same file, in whatever version. */
export function sameFile(a: Stamp, b: Stamp): boolean {
  return a.inode[0] === b.inode[0] && a.inode[1] === b.inode[1] && a.device === b.device;
}

/** The stamp as text, for names of cached indexes and for node numbers. */
export function stampText(s: Stamp): string {
  return [s.device, s.inode[1], s.inode[0], s.size, s.mtime, s.mtimeNs, s.ctime, s.ctimeNs].join('.');
}
