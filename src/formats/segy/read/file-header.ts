/** The file headers of a SEG-Y file, decoded: what they declare, before anything is checked against the traces. */
import { getWord } from '../../../bytes/fields.ts';
import { SeisError } from '../../../error.ts';
import type { SourceOptions } from '../../format.ts';
import { binaryHeader } from '../fields/binary-header.ts';
import type { Revision } from '../fields/revisions.ts';
import { atLeast, fileHeaderBytes, labelBytes, traceHeaderBytes } from '../fields/revisions.ts';
import type { Warn } from '../warnings.ts';
import type { OrderFinding } from './byte-order.ts';
import { findOrder } from './byte-order.ts';
import { findRevision } from './revision.ts';

/** Bytes that are enough to decode the file headers: a label, both headers, the first trace header. */
export const headBytes: number = labelBytes + fileHeaderBytes + traceHeaderBytes;

/** More additional headers than any file has; larger numbers are misread bytes. */
const mostAdditional = 2 ** 24;

/** What a file header declares; 0 where it says nothing. */
export type FileHeader = {
  /** 128 with a tape label, else 0. */
  readonly base: number;
  readonly binary: Uint8Array;
  readonly order: OrderFinding;
  readonly revision: Revision;
  readonly code: number;
  readonly samples: number;
  /** Bytes 3217-3218. */
  readonly interval: number;
  /** Bytes 3273-3280; 0 before rev 2. May be any double. */
  readonly extInterval: number;
  /** Bytes 3503-3504; 0 in rev 0, which has none. */
  readonly fixedLength: number;
  /** Bytes 3505-3506, garbage included. */
  readonly extTexts: number;
  /** Readings of bytes 3507-3510, the revision's own first. */
  readonly additionalHeaders: readonly number[];
  readonly traces: number;
  readonly firstTrace: number;
  readonly trailers: number;
};

/** Whether a tape label (rev 2, appendix B) begins the file: `SY1.0` or the like at bytes 5-9. */
export function hasTapeLabel(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(4, 9));
  return /^SY\d\.\d$/.test(text);
}

/** Decodes the file headers from the first `headBytes` bytes (or all) of a file of `size` bytes, at least 3600. */
export function readFileHeader(head: Uint8Array, size: number, options: SourceOptions, warn: Warn): FileHeader {
  const base = hasTapeLabel(head) ? labelBytes : 0;
  if (size < base + fileHeaderBytes) {
    throw new SeisError('truncated', `segy: the file has ${size} bytes, its headers need ${base + fileHeaderBytes}`, {
      format: 'segy',
      byte: size,
    });
  }
  if (base > 0) warn('tape-label', `a tape label of ${base} bytes precedes the textual header`, 0);
  const at = base + 3200;
  const binary = head.slice(at, at + 400);
  const order = findOrder(binary, head.subarray(at + 400, at + 640), size - base, options.order);
  const major = binary[300];
  const minor = binary[301];
  const { revision, assumed } = findRevision(major, minor, order);
  if (assumed) {
    warn('revision-assumed', `bytes 3501-3502 are ${major} and ${minor}; read as revision ${revision}`, base + 3500);
  }
  warnOfOrder(order, base, warn);

  const word = <N extends keyof typeof binaryHeader.words>(name: N) =>
    getWord(binaryHeader, name, binary, 0, order.order);
  const two = atLeast(revision, '2.0');
  const extSamples = two ? word('extSamples') : 0;
  return {
    base,
    binary,
    order,
    revision,
    code: word('format'),
    samples: options.ns ?? (extSamples === 0 ? word('samples') : extSamples),
    interval: word('interval'),
    extInterval: two ? word('extInterval') : 0,
    fixedLength: atLeast(revision, '1') ? word('fixedLength') : 0,
    extTexts: word('extTexts'),
    additionalHeaders: two ? headerCounts(revision, word('additionalHeaders20'), word('additionalHeaders')) : [0],
    traces: two ? Number(word('traces')) : 0,
    firstTrace: two ? Number(word('firstTrace')) : 0,
    trailers: two ? word('trailers') : 0,
  };
}

/** Big-endian needs no constant: it is what rev 0 and 1 are, and what rev 2.1 says a missing one means. */
function warnOfOrder(order: OrderFinding, base: number, warn: Warn): void {
  if (order.by === 'given' || order.by === 'constant') return;
  if (order.order === 'big' && order.by !== 'nothing') return;
  const by = { code: 'the format code', size: 'the file size', nothing: 'no evidence' }[order.by];
  warn('order-assumed', `no byte-order constant; ${order.order} by ${by}`, base + 3296);
}

/** The revision's own reading first, then the other one: files mix them up (a rev 2.0 file with 00 01 00 00). */
function headerCounts(revision: Revision, wide: number, narrow: number): readonly number[] {
  const readings = revision === '2.0' ? [wide, narrow] : [narrow, wide];
  return [...new Set(readings)].filter((count) => count >= 0 && count <= mostAdditional);
}
