/** What one trace header says about the shape of its trace, and whether it looks like a trace header at all. */
import type { ByteOrder } from '../../../bytes/order.ts';
import { f64, i16, u16, u32 } from '../../../bytes/order.ts';
import { ebcdicToAscii } from '../../../bytes/text.ts';

export type TraceFacts = {
  /** Samples, from trace header extension 1 where that gives them; 0 when the headers do not say. */
  readonly samples: number;
  /** Bytes 117-118, or those of extension 1, microseconds for time data; 0 when the headers do not say. */
  readonly interval: number;
  /** 240-byte headers of this trace. */
  readonly headers: number;
  /** Whether the scalars and the identification hold values a trace header can have. */
  readonly plausible: boolean;
};

/** Header bytes that the facts are read from: the standard header, and the first additional one when there is one. */
export function factBytes(headers: number): number {
  return headers > 1 ? 480 : 240;
}

/** Reads the facts of the trace header at `bytes[at]` of a file whose traces have up to `headers` headers. */
export function traceFacts(bytes: Uint8Array, at: number, headers: number, order: ByteOrder): TraceFacts {
  let samples = u16(bytes, at + 114, order);
  let interval = u16(bytes, at + 116, order);
  let own = headers;
  if (headers > 1 && namesExtension1(bytes.subarray(at + 240 + 232, at + 480))) {
    const wide = u32(bytes, at + 240 + 136, order);
    if (wide !== 0) samples = wide;
    const fine = f64(bytes, at + 240 + 144, order);
    if (fine > 0 && fine < Number.POSITIVE_INFINITY) interval = fine;
    const additional = u16(bytes, at + 240 + 156, order);
    if (additional !== 0) own = 1 + additional;
  }
  return { samples, interval, headers: own, plausible: plausible(bytes, at, order) };
}

/** Whether `name`, bytes 233-240 of a 240-byte header, is that of trace header extension 1: `SEG00001`, ASCII or EBCDIC. */
export function namesExtension1(name: Uint8Array): boolean {
  const ascii = String.fromCharCode(...name);
  return ascii === 'SEG00001' || String.fromCharCode(...name.map((byte) => ebcdicToAscii[byte])) === 'SEG00001';
}

/**
 * Elevation and coordinate scalars (69-72) are 0 or a power of ten up to 10000 by the book and small numbers in some
 * files; the identification (29-30) is -1 or more. Halves of floats taken for headers rarely pass all three.
 */
function plausible(bytes: Uint8Array, at: number, order: ByteOrder): boolean {
  return scalar(i16(bytes, at + 68, order)) && scalar(i16(bytes, at + 70, order)) && i16(bytes, at + 28, order) >= -1;
}

function scalar(value: number): boolean {
  const size = Math.abs(value);
  return size <= 100 || size === 1000 || size === 10000;
}
