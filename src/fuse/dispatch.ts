/**
 * One request in, one reply out: bytes to bytes, without a device, so that a test can speak the protocol by hand.
 *
 * Every failure becomes a reply; a reader never waits for an answer that does not come.
 */
import { SeisError } from '../error.ts';
import { nameBytes, nameOf } from '../libc/names.ts';
import type { Attributes, Tree } from '../tree/tree.ts';
import {
  type Answered,
  bodyBytes,
  bytesOf,
  initFlags,
  maxWrite,
  openFlags,
  operationNames,
  operations,
  protocol,
  requestAt,
} from './abi.ts';
import { errno, errnoOf } from './errno.ts';
import {
  direntBytes,
  putAttrOut,
  putDirent,
  putEntry,
  putHeader,
  putNoEntry,
  putNumber,
  putOpen,
  putStatfs,
  type ReplyBuffer,
} from './reply.ts';

export type ServeOptions = {
  /** How long names and attributes hold without asking again, in seconds: a change of the source shows after that. */
  readonly valid: number;
  /** Largest read, in bytes; a multiple of 4096. The reply buffer has room for it and a header. */
  readonly maxRead: number;
  /** Told of failures that are no ordinary answers (a missing name is one, a damaged source is not). */
  readonly report: (operation: string, error: SeisError) => void;
};

/** Handles the request in `request[0, length)`, fills `reply`, returns the length of the reply, 0 for none. */
export type Dispatch = (request: DataView, length: number, reply: ReplyBuffer) => number;

const encoder = new TextEncoder();
const header: number = bytesOf.outHeader;

/** Bytes that a request must have, by operation code. */
const shortest: readonly number[] = Array.from(
  operationNames,
  (name) => bytesOf.inHeader + (bodyBytes[name as Answered] ?? 0),
);
/** `O_ACCMODE` and `O_TRUNC`. */
const writingFlags = 0o1003;

function nodeOf(request: DataView): number {
  return request.getUint32(requestAt.nodeid, true) + request.getUint32(requestAt.nodeid + 4, true) * 2 ** 32;
}

function u64(request: DataView, at: number): number {
  return request.getUint32(at, true) + request.getInt32(at + 4, true) * 2 ** 32;
}

/** The zero-terminated name at `at`. */
function nameAt(request: DataView, at: number, length: number): string {
  let end = at;
  while (end < length && request.getUint8(end) !== 0) end++;
  return nameOf(new Uint8Array(request.buffer, request.byteOffset + at, end - at));
}

/** A refusal that is part of the protocol rather than of the recordings. */
class Refusal extends Error {
  readonly errno: number;
  constructor(number: number) {
    super(`errno ${number}`);
    this.errno = number;
  }
}

type Handler = (request: DataView, length: number, reply: ReplyBuffer) => number;

export function createDispatch(tree: Tree, options: ServeOptions): Dispatch {
  const { valid, maxRead } = options;

  function readFolder(request: DataView, reply: ReplyBuffer, plus: boolean): number {
    const node = nodeOf(request);
    const cookie = u64(request, requestAt.readOffset);
    const limit = header + Math.min(request.getUint32(requestAt.readSize, true), maxRead);
    const extra = plus ? bytesOf.entryOut : 0;
    let at = header;

    function put(name: Uint8Array, place: number, attributes: Attributes, known: boolean): boolean {
      if (at + extra + direntBytes(name.length) > limit) return false;
      if (plus) at = known ? putEntry(reply, at, attributes, valid) : putNoEntry(reply, at);
      at = putDirent(reply, at, attributes.inode, place, attributes.kind, name);
      return true;
    }

    if (cookie < 2) {
      const self = tree.attributes(node);
      if (cookie < 1 && !put(encoder.encode('.'), 1, self, false)) return at;
      if (!put(encoder.encode('..'), 2, self, false)) return at;
    }
    for (const member of tree.members(node, cookie)) {
      if (!put(nameBytes(member.name), member.cookie, member.attributes, true)) break;
    }
    return at;
  }

  /** The reply to GETXATTR and LISTXATTR: the value, or its size when the reader asked with size 0. */
  function sized(request: DataView, reply: ReplyBuffer, value: Uint8Array): number {
    const room = request.getUint32(requestAt.xattrSize, true);
    if (room === 0) {
      reply.words.setUint32(header, value.length, true);
      reply.words.setUint32(header + 4, 0, true);
      return header + bytesOf.getxattrOut;
    }
    if (room < value.length) throw new Refusal(errno.ERANGE);
    reply.bytes.set(value, header);
    return header + value.length;
  }

  const handlers: Readonly<Record<Answered, Handler>> = {
    READ(request, _length, reply) {
      const size = Math.min(request.getUint32(requestAt.readSize, true), maxRead);
      const into = reply.bytes.subarray(header, header + size);
      return header + tree.read(nodeOf(request), u64(request, requestAt.readOffset), into);
    },
    LOOKUP(request, length, reply) {
      return putEntry(reply, header, tree.lookup(nodeOf(request), nameAt(request, requestAt.body, length)), valid);
    },
    GETATTR: (request, _length, reply) => putAttrOut(reply, header, tree.attributes(nodeOf(request)), valid),
    READLINK(request, _length, reply) {
      const text = tree.linkText(nodeOf(request));
      reply.bytes.set(text, header);
      return header + text.length;
    },
    OPEN(request, _length, reply) {
      if ((request.getUint32(requestAt.openFlags, true) & writingFlags) !== 0) throw new Refusal(errno.EROFS);
      const node = nodeOf(request);
      tree.open(node);
      const caching = tree.caching(node);
      const flags = caching === 'keep' ? openFlags.keepCache : caching === 'never' ? openFlags.directIo : 0;
      return putOpen(reply, header, flags);
    },
    OPENDIR: (_request, _length, reply) => putOpen(reply, header, 0),
    READDIR: (request, _length, reply) => readFolder(request, reply, false),
    READDIRPLUS: (request, _length, reply) => readFolder(request, reply, true),
    RELEASE: () => header,
    RELEASEDIR: () => header,
    STATFS: (_request, _length, reply) => putStatfs(reply, header, 0, tree.count()),
    GETXATTR(request, length, reply) {
      const value = tree.attribute(nodeOf(request), nameAt(request, requestAt.xattrName, length));
      if (value === undefined) throw new Refusal(errno.ENODATA);
      return sized(request, reply, nameBytes(value));
    },
    LISTXATTR(request, _length, reply) {
      const names = tree.attributeNames(nodeOf(request));
      return sized(request, reply, encoder.encode(names.map((name) => `${name}\0`).join('')));
    },
    ACCESS(request) {
      if ((request.getUint32(requestAt.body, true) & 2) !== 0) throw new Refusal(errno.EROFS);
      return header;
    },
    LSEEK(request, _length, reply) {
      const offset = u64(request, requestAt.lseekOffset);
      const size = tree.size(nodeOf(request));
      const whence = request.getUint32(requestAt.lseekWhence, true);
      // SEEK_DATA is 3, SEEK_HOLE 4: there are no holes before the end.
      if (whence !== 3 && whence !== 4) throw new Refusal(errno.EINVAL);
      if (offset < 0 || offset >= size) throw new Refusal(errno.ENXIO);
      return putNumber(reply, header, whence === 3 ? offset : size);
    },
    INIT: (request, _length, reply) => putInit(request, reply, maxRead),
    DESTROY: () => header,
  };

  return (request, length, reply) => {
    if (length < bytesOf.inHeader) return 0;
    const opcode = request.getUint32(requestAt.opcode, true);
    const uniqueLow = request.getUint32(requestAt.unique, true);
    const uniqueHigh = request.getUint32(requestAt.unique + 4, true);
    const name = operationNames[opcode];
    const duty = name === undefined ? 'absent' : operations[name].duty;
    if (duty === 'silent') return 0;
    let end: number = header;
    let number = 0;
    if (duty === 'read-only') number = errno.EROFS;
    else if (duty === 'absent') number = errno.ENOSYS;
    else {
      try {
        if (length < shortest[opcode]) throw new Refusal(errno.EINVAL);
        end = handlers[name as Answered](request, length, reply);
      } catch (error) {
        number = refused(name as Answered, error);
        end = header;
      }
    }
    putHeader(reply, end, number, uniqueLow, uniqueHigh);
    return end;
  };

  function refused(operation: Answered, error: unknown): number {
    if (error instanceof Refusal) return error.errno;
    const known =
      error instanceof SeisError ? error : new SeisError('io', `internal error: ${String(error)}`, {}, error);
    if (known.code !== 'not-found' && known.code !== 'stale') options.report(operation, known);
    return errnoOf(known);
  }
}

/** `fuse_init_out`, 64 bytes. A kernel older than Linux 5.4 is told so. */
function putInit(request: DataView, reply: ReplyBuffer, maxRead: number): number {
  const major = request.getUint32(requestAt.initMajor, true);
  const minor = request.getUint32(requestAt.initMinor, true);
  if (major !== protocol.major || minor < protocol.oldestMinor) throw new Refusal(errno.EPROTO);
  const extended = minor >= 36;
  const offeredLow = request.getUint32(requestAt.initFlags, true);
  const offeredHigh = extended ? request.getUint32(requestAt.initFlags2, true) : 0;
  const wanted = Object.values(initFlags);
  const low = wanted.filter((f) => f < 2 ** 32).reduce((a, f) => a | f, 0);
  const high = wanted.filter((f) => f >= 2 ** 32).reduce((a, f) => a | (f / 2 ** 32), 0);
  const { words, bytes } = reply;
  bytes.fill(0, header, header + bytesOf.initOut);
  words.setUint32(header, protocol.major, true);
  words.setUint32(header + 4, protocol.minor, true);
  // As much read-ahead as one read may carry; the kernel takes the smaller of this and its own.
  words.setUint32(header + 8, Math.max(maxRead, request.getUint32(requestAt.initReadahead, true)), true);
  words.setUint32(header + 12, offeredLow & low, true);
  words.setUint16(header + 16, 64, true);
  words.setUint16(header + 18, 48, true);
  words.setUint32(header + 20, maxWrite, true);
  words.setUint32(header + 24, 1, true);
  words.setUint16(header + 28, maxRead / 4096, true);
  words.setUint32(header + 32, offeredHigh & high, true);
  return header + bytesOf.initOut;
}
