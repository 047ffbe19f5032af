/**
 * The lengths of the traces of an irregular file as bytes to be kept, and taken back without being copied: threads that
 * are given the same shared bytes share the columns.
 *
 * Bytes 0-7 `SEISIDX1`, 8-15 file size, 16-23 offset of the first trace, 24-31 end of the last whole trace (f64 each),
 * 32-35 traces, 36-39 bytes of a sample, 40-43 width of a number of samples (2 or 4), 44-47 additional headers of each
 * trace, 48-51 bit 0 a cut trace follows, bit 1 the additional headers vary, 52-55 a sum over the columns (FNV-1a), 56-59
 * 01020304 in the order of the machine, 60-63 the same sum over bytes 0-51. From byte 64 on the samples, then, where they
 * vary, the additional headers, two bytes each; columns are in the order of the machine, everything else little-endian.
 */
import { traceHeaderBytes } from '../fields/revisions.ts';
import type { TraceColumns } from './frames.ts';

const magic = 'SEISIDX1';
const headBytes = 64;
const orderMark = 0x01020304;

/** What the columns belong to; an index made for something else is not used. */
export type IndexKey = {
  readonly size: number;
  readonly first: number;
  readonly sampleBytes: number;
};

/** What a kept index gives back: `end` is where the last whole trace ends, `cut` whether one begins there that does not fit. */
export type KeptIndex = {
  readonly columns: TraceColumns;
  readonly end: number;
  readonly cut: boolean;
  /** The bytes that the columns are views of; undefined before they were packed. */
  readonly bytes?: Uint8Array;
};

/** The index as bytes: those it came from, or new ones. */
export function packIndex(key: IndexKey, kept: KeptIndex): Uint8Array {
  if (kept.bytes !== undefined) return kept.bytes;
  const { columns, end, cut } = kept;
  const { count, samples, additional } = columns;
  const varies = typeof additional !== 'number';
  const bytes = new Uint8Array(headBytes + samples.byteLength + (varies ? additional.byteLength : 0));
  bytes.set(bytesOf(samples), headBytes);
  if (varies) bytes.set(bytesOf(additional), headBytes + samples.byteLength);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 8; i++) bytes[i] = magic.charCodeAt(i);
  view.setFloat64(8, key.size, true);
  view.setFloat64(16, key.first, true);
  view.setFloat64(24, end, true);
  view.setUint32(32, count, true);
  view.setUint32(36, key.sampleBytes, true);
  view.setUint32(40, samples.BYTES_PER_ELEMENT, true);
  view.setUint32(44, varies ? 0 : additional, true);
  view.setUint32(48, (cut ? 1 : 0) + (varies ? 2 : 0), true);
  view.setUint32(52, sumOf(bytes.subarray(headBytes)), true);
  new Uint32Array(bytes.buffer, 56, 1)[0] = orderMark;
  view.setUint32(60, sumOf(bytes.subarray(0, 52)), true);
  return bytes;
}

/** The columns of a kept index, as views of its bytes; undefined when it is damaged or belongs to something else. */
export function unpackIndex(given: Uint8Array, key: IndexKey): KeptIndex | undefined {
  if (given.length < headBytes) return undefined;
  const bytes = given.byteOffset % 4 === 0 ? given : given.slice();
  const { buffer, byteOffset } = bytes;
  const view = new DataView(buffer, byteOffset, bytes.length);
  if (
    String.fromCharCode(...bytes.subarray(0, 8)) !== magic ||
    new Uint32Array(buffer, byteOffset + 56, 1)[0] !== orderMark
  ) {
    return undefined;
  }
  if (view.getUint32(60, true) !== sumOf(bytes.subarray(0, 52))) return undefined;
  if (view.getUint32(52, true) !== sumOf(bytes.subarray(headBytes))) return undefined;
  const fits = view.getFloat64(8, true) === key.size && view.getFloat64(16, true) === key.first;
  if (!fits || view.getUint32(36, true) !== key.sampleBytes) return undefined;

  const end = view.getFloat64(24, true);
  const count = view.getUint32(32, true);
  const width = view.getUint32(40, true);
  const flags = view.getUint32(48, true);
  const varies = (flags & 2) !== 0;
  if (bytes.length !== headBytes + count * width + (varies ? 2 * count : 0)) return undefined;
  const at = byteOffset + headBytes;
  const samples = width === 2 ? new Uint16Array(buffer, at, count) : new Uint32Array(buffer, at, count);
  const additional = varies ? new Uint16Array(buffer, at + width * count, count) : view.getUint32(44, true);
  const columns = { count, samples, additional };
  return endOf(columns, key) === end ? { columns, end, cut: (flags & 1) === 1, bytes } : undefined;
}

/** Where the last trace of the columns ends. */
function endOf({ count, samples, additional }: TraceColumns, key: IndexKey): number {
  let words = 0;
  let headers = count;
  for (let i = 0; i < count; i++) {
    words += samples[i];
    headers += typeof additional === 'number' ? additional : additional[i];
  }
  return key.first + headers * traceHeaderBytes + words * key.sampleBytes;
}

function bytesOf(column: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/** FNV-1a, 32 bits: a cache file may be damaged in ways that leave its lengths true. */
function sumOf(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) sum = Math.imul(sum ^ bytes[i], 0x01000193);
  return sum >>> 0;
}
