/**
 * The lengths of the traces of an irregular file as bytes to be kept (little-endian whatever the source is):
 * bytes 0-7 `SEISIDX1`, 8-15 file size, 16-23 offset of the first trace, 24-31 end of the last whole trace (f64 each),
 * 32-35 traces, 36-39 bytes of a sample, 40-43 headers of each trace or 0 when they vary, 44-47 width of the samples
 * column (2 or 4), 48-51 whether a cut trace follows (0 or 1), 52-55 a sum over all other bytes (FNV-1a); then the samples column, then, when they vary, the headers column (2 bytes each).
 */
import { traceHeaderBytes } from '../fields/revisions.ts';
import type { TraceColumns } from './frames.ts';

const magic = 'SEISIDX1';
const headBytes = 56;
const sumAt = 52;

/** What the columns belong to; an index made for something else is not used. */
export type IndexKey = {
  readonly size: number;
  readonly first: number;
  readonly sampleBytes: number;
};

/** `end` is where the last whole trace ends, `cut` whether one begins there that does not fit. */
export function packIndex(key: IndexKey, columns: TraceColumns, end: number, cut: boolean): Uint8Array {
  const { count, samples, headers } = columns;
  const width = samples.BYTES_PER_ELEMENT;
  const varying = typeof headers === 'number' ? 0 : count * 2;
  const bytes = new Uint8Array(headBytes + count * width + varying);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 8; i++) bytes[i] = magic.charCodeAt(i);
  view.setFloat64(8, key.size, true);
  view.setFloat64(16, key.first, true);
  view.setFloat64(24, end, true);
  view.setUint32(32, count, true);
  view.setUint32(36, key.sampleBytes, true);
  view.setUint32(40, typeof headers === 'number' ? headers : 0, true);
  view.setUint32(44, width, true);
  view.setUint32(48, cut ? 1 : 0, true);
  for (let i = 0, at = headBytes; i < count; i++, at += width) {
    if (width === 2) view.setUint16(at, samples[i], true);
    else view.setUint32(at, samples[i], true);
  }
  if (typeof headers !== 'number') {
    for (let i = 0, at = headBytes + count * width; i < count; i++, at += 2) view.setUint16(at, headers[i], true);
  }
  view.setUint32(sumAt, sumOf(bytes), true);
  return bytes;
}

/** What a kept index gives back. */
export type KeptIndex = { readonly columns: TraceColumns; readonly end: number; readonly cut: boolean };

/** The columns of a kept index; undefined when it is damaged or belongs to something else, so that it is made anew. */
export function unpackIndex(bytes: Uint8Array, key: IndexKey): KeptIndex | undefined {
  if (bytes.length < headBytes || String.fromCharCode(...bytes.subarray(0, 8)) !== magic) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(sumAt, true) !== sumOf(bytes)) return undefined;
  if (view.getFloat64(8, true) !== key.size || view.getFloat64(16, true) !== key.first) return undefined;
  const end = view.getFloat64(24, true);
  const count = view.getUint32(32, true);
  const same = view.getUint32(40, true);
  const width = view.getUint32(44, true);
  if (view.getUint32(36, true) !== key.sampleBytes || (width !== 2 && width !== 4)) return undefined;
  if (bytes.length !== headBytes + count * width + (same === 0 ? count * 2 : 0)) return undefined;

  const samples = width === 2 ? new Uint16Array(count) : new Uint32Array(count);
  const headers = same === 0 ? new Uint16Array(count) : same;
  let at = key.first;
  for (let i = 0; i < count; i++) {
    const place = headBytes + i * width;
    samples[i] = width === 2 ? view.getUint16(place, true) : view.getUint32(place, true);
    if (typeof headers !== 'number') headers[i] = view.getUint16(headBytes + count * width + 2 * i, true);
    at += (typeof headers === 'number' ? headers : headers[i]) * traceHeaderBytes + samples[i] * key.sampleBytes;
  }
  if (at !== end || end > key.size) return undefined;
  return { columns: { count, samples, headers }, end, cut: view.getUint32(48, true) === 1 };
}

/** FNV-1a, 32 bits, over all bytes but the sum itself: a cache file may be damaged in ways that leave its lengths true. */
function sumOf(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) {
    if (i === sumAt) i += 4;
    if (i < bytes.length) sum = Math.imul(sum ^ bytes[i], 0x01000193);
  }
  return sum >>> 0;
}
