/** Fills replies: every function writes one fixed layout of the protocol at an offset and returns where it ends. */
import type { Attributes } from '../tree/tree.ts';
import { bytesOf, typeBits } from './abi.ts';

/** A reply buffer as bytes and as words. */
export type ReplyBuffer = { readonly bytes: Uint8Array; readonly words: DataView };

export function replyBuffer(bytes: Uint8Array): ReplyBuffer {
  return { bytes, words: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

const low = (n: number): number => n >>> 0;
const high = (n: number): number => Math.floor(n / 2 ** 32) | 0;

function u64(view: DataView, at: number, value: number): void {
  view.setUint32(at, low(value), true);
  view.setInt32(at + 4, high(value), true);
}

/** `fuse_out_header`: total length, negative errno or 0, and the request's number as two words. */
export function putHeader(to: ReplyBuffer, length: number, errno: number, uniqueLow: number, uniqueHigh: number): void {
  const { words } = to;
  words.setUint32(0, length, true);
  words.setInt32(4, errno === 0 ? 0 : -errno, true);
  words.setUint32(8, uniqueLow, true);
  words.setUint32(12, uniqueHigh, true);
}

/** `fuse_attr`, 88 bytes. Views lose their write bits: nothing here can be written. */
export function putAttr(to: ReplyBuffer, at: number, a: Attributes): number {
  const { words } = to;
  const { status } = a;
  u64(words, at, a.inode);
  u64(words, at + 8, a.size);
  u64(words, at + 16, Math.ceil(a.size / 512));
  u64(words, at + 24, status.atime);
  u64(words, at + 32, status.stamp.mtime);
  u64(words, at + 40, status.stamp.ctime);
  words.setUint32(at + 48, status.atimeNs, true);
  words.setUint32(at + 52, status.stamp.mtimeNs, true);
  words.setUint32(at + 56, status.stamp.ctimeNs, true);
  words.setUint32(at + 60, typeBits[a.kind] | (a.kind === 'link' ? 0o777 : status.mode & ~0o222), true);
  words.setUint32(at + 64, a.kind === 'folder' ? status.nlink : 1, true);
  words.setUint32(at + 68, status.uid, true);
  words.setUint32(at + 72, status.gid, true);
  words.setUint32(at + 76, 0, true);
  words.setUint32(at + 80, 4096, true);
  words.setUint32(at + 84, 0, true);
  return at + bytesOf.attr;
}

/** `fuse_entry_out`, 128 bytes: node, generation, how long name and attributes hold (seconds), attributes. */
export function putEntry(to: ReplyBuffer, at: number, a: Attributes, valid: number): number {
  const { words } = to;
  u64(words, at, a.node);
  u64(words, at + 8, 0);
  u64(words, at + 16, Math.floor(valid));
  u64(words, at + 24, Math.floor(valid));
  const nanoseconds = Math.round((valid % 1) * 1e9);
  words.setUint32(at + 32, nanoseconds, true);
  words.setUint32(at + 36, nanoseconds, true);
  return putAttr(to, at + 40, a);
}

/** An entry that tells the kernel nothing but the name: node number 0 in READDIRPLUS. */
export function putNoEntry(to: ReplyBuffer, at: number): number {
  to.bytes.fill(0, at, at + bytesOf.entryOut);
  return at + bytesOf.entryOut;
}

/** `fuse_attr_out`, 104 bytes. */
export function putAttrOut(to: ReplyBuffer, at: number, a: Attributes, valid: number): number {
  const { words } = to;
  u64(words, at, Math.floor(valid));
  words.setUint32(at + 8, Math.round((valid % 1) * 1e9), true);
  words.setUint32(at + 12, 0, true);
  return putAttr(to, at + 16, a);
}

/** `fuse_open_out`, 16 bytes. */
export function putOpen(to: ReplyBuffer, at: number, flags: number): number {
  u64(to.words, at, 0);
  to.words.setUint32(at + 8, flags, true);
  to.words.setUint32(at + 12, 0, true);
  return at + bytesOf.openOut;
}

/** Padded size of a `fuse_dirent` with a name of `length` bytes. */
export function direntBytes(length: number): number {
  return (bytesOf.dirent + length + 7) & ~7;
}

/** `fuse_dirent` and its name, padded to 8 bytes. */
export function putDirent(
  to: ReplyBuffer,
  at: number,
  inode: number,
  cookie: number,
  kind: Attributes['kind'],
  name: Uint8Array,
): number {
  const { words, bytes } = to;
  u64(words, at, inode);
  u64(words, at + 8, cookie);
  words.setUint32(at + 16, name.length, true);
  words.setUint32(at + 20, typeBits[kind] >>> 12, true);
  bytes.set(name, at + bytesOf.dirent);
  const end = at + direntBytes(name.length);
  bytes.fill(0, at + bytesOf.dirent + name.length, end);
  return end;
}

/** `fuse_statfs_out`, 80 bytes: a full file system of `files` files. */
export function putStatfs(to: ReplyBuffer, at: number, blocks: number, files: number): number {
  const { words, bytes } = to;
  bytes.fill(0, at, at + bytesOf.statfsOut);
  u64(words, at, blocks);
  u64(words, at + 24, files);
  words.setUint32(at + 40, 4096, true);
  words.setUint32(at + 44, 255, true);
  words.setUint32(at + 48, 4096, true);
  return at + bytesOf.statfsOut;
}

/** A 64-bit number, as LSEEK answers. */
export function putNumber(to: ReplyBuffer, at: number, value: number): number {
  u64(to.words, at, value);
  return at + 8;
}
