/**
 * The FUSE kernel protocol as tables: operations, flags and the layouts of messages, all little-endian as on every
 * machine that seisfs runs on. Source: `include/uapi/linux/fuse.h`, protocol 7.31 to 7.45.
 */

/**
 * Every operation and what a read-only file system owes to it. `answer`: a handler answers; `read-only`: it would write,
 * EROFS; `silent`: it gets no reply; `absent`: ENOSYS, the kernel does without and does not ask again.
 */
export const operations = {
  LOOKUP: { code: 1, duty: 'answer' },
  FORGET: { code: 2, duty: 'silent' },
  GETATTR: { code: 3, duty: 'answer' },
  SETATTR: { code: 4, duty: 'read-only' },
  READLINK: { code: 5, duty: 'answer' },
  SYMLINK: { code: 6, duty: 'read-only' },
  MKNOD: { code: 8, duty: 'read-only' },
  MKDIR: { code: 9, duty: 'read-only' },
  UNLINK: { code: 10, duty: 'read-only' },
  RMDIR: { code: 11, duty: 'read-only' },
  RENAME: { code: 12, duty: 'read-only' },
  LINK: { code: 13, duty: 'read-only' },
  OPEN: { code: 14, duty: 'answer' },
  READ: { code: 15, duty: 'answer' },
  WRITE: { code: 16, duty: 'read-only' },
  STATFS: { code: 17, duty: 'answer' },
  RELEASE: { code: 18, duty: 'answer' },
  FSYNC: { code: 20, duty: 'absent' },
  SETXATTR: { code: 21, duty: 'read-only' },
  GETXATTR: { code: 22, duty: 'answer' },
  LISTXATTR: { code: 23, duty: 'answer' },
  REMOVEXATTR: { code: 24, duty: 'read-only' },
  FLUSH: { code: 25, duty: 'absent' },
  INIT: { code: 26, duty: 'answer' },
  OPENDIR: { code: 27, duty: 'answer' },
  READDIR: { code: 28, duty: 'answer' },
  RELEASEDIR: { code: 29, duty: 'answer' },
  FSYNCDIR: { code: 30, duty: 'absent' },
  GETLK: { code: 31, duty: 'absent' },
  SETLK: { code: 32, duty: 'absent' },
  SETLKW: { code: 33, duty: 'absent' },
  ACCESS: { code: 34, duty: 'answer' },
  CREATE: { code: 35, duty: 'read-only' },
  INTERRUPT: { code: 36, duty: 'silent' },
  BMAP: { code: 37, duty: 'absent' },
  DESTROY: { code: 38, duty: 'answer' },
  IOCTL: { code: 39, duty: 'absent' },
  POLL: { code: 40, duty: 'absent' },
  BATCH_FORGET: { code: 42, duty: 'silent' },
  FALLOCATE: { code: 43, duty: 'read-only' },
  READDIRPLUS: { code: 44, duty: 'answer' },
  RENAME2: { code: 45, duty: 'read-only' },
  LSEEK: { code: 46, duty: 'answer' },
  COPY_FILE_RANGE: { code: 47, duty: 'read-only' },
  SYNCFS: { code: 50, duty: 'absent' },
  TMPFILE: { code: 51, duty: 'read-only' },
  STATX: { code: 52, duty: 'absent' },
} as const;

export type OperationName = keyof typeof operations;

/** Operations that a handler answers. */
export type Answered = {
  [N in OperationName]: (typeof operations)[N]['duty'] extends 'answer' ? N : never;
}[OperationName];

/** Bytes that a request must have behind its header, for those answered operations that need any. */
export const bodyBytes: Readonly<Partial<Record<Answered, number>>> = {
  LOOKUP: 1,
  GETATTR: 16,
  OPEN: 8,
  READ: 40,
  GETXATTR: 8,
  LISTXATTR: 8,
  INIT: 16,
  OPENDIR: 8,
  READDIR: 40,
  READDIRPLUS: 40,
  ACCESS: 8,
  LSEEK: 24,
};

/** Operation names by code. */
export const operationNames: readonly (OperationName | undefined)[] = (() => {
  const names: (OperationName | undefined)[] = [];
  for (const [name, { code }] of Object.entries(operations)) names[code] = name as OperationName;
  return names;
})();

/** The revision of the protocol spoken here: 7.31 is Linux 5.4, and has all that is used. */
export const protocol = { major: 7, minor: 45, oldestMinor: 31 } as const;

/** Flags of INIT that are used; those above bit 31 go into the second word. */
export const initFlags = {
  asyncRead: 0x1,
  exportSupport: 0x10,
  autoInvalData: 0x1000,
  doReaddirplus: 0x2000,
  readdirplusAuto: 0x4000,
  asyncDio: 0x8000,
  parallelDirops: 0x40000,
  maxPages: 0x400000,
  cacheSymlinks: 0x800000,
  initExt: 0x40000000,
  directIoAllowMmap: 0x10_0000_0000,
} as const;

/** Flags of an OPEN reply. */
export const openFlags = { directIo: 1, keepCache: 2 } as const;

/** Bytes of the fixed parts of messages. */
export const bytesOf = {
  inHeader: 40,
  outHeader: 16,
  attr: 88,
  entryOut: 128,
  attrOut: 104,
  openOut: 16,
  statfsOut: 80,
  initOut: 64,
  dirent: 24,
  getxattrOut: 8,
  lseekOut: 8,
} as const;

/** Offsets in the request, from the start of the message. The common header comes first. */
export const requestAt = {
  length: 0,
  opcode: 4,
  unique: 8,
  nodeid: 16,
  uid: 24,
  gid: 28,
  pid: 32,
  body: 40,
  readOffset: 48,
  readSize: 56,
  openFlags: 40,
  xattrSize: 40,
  xattrName: 48,
  lseekOffset: 48,
  lseekWhence: 56,
  initMajor: 40,
  initMinor: 44,
  initReadahead: 48,
  initFlags: 52,
  initFlags2: 56,
} as const;

/** File type bits of a mode. */
export const typeBits = { file: 0o100000, folder: 0o040000, link: 0o120000 } as const;

/** Size of the buffer that requests are read into: `max_write` of 64 KiB plus headers; the kernel asks for at least 8 KiB. */
export const requestBytes: number = 128 * 1024;
export const maxWrite: number = 64 * 1024;
