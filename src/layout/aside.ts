/** Reads traces whose headers or samples change their size: a block of the source is lent and converted into where it is wanted. */
import type { Need } from '../bytes/need.ts';
import type { Places } from './places.ts';
import { blockBytes, type Headers, type Work } from './traces.ts';

/** Fills `into` with the bytes from `offset` of the trace part; asks for one source range a block. */
export function* readAside(work: Work, offset: number, into: Uint8Array): Need<void> {
  const { places, headers } = work;
  const end = offset + into.length;
  for (let at = offset; at < end; ) {
    const from = sourceStart(places, at);
    const stop = Math.min(end, Math.max(targetBefore(places, headers, from + blockBytes), wholeEnd(places, at)));
    const [source] = yield [{ offset: from, length: sourceEnd(places, headers, stop) - from }];
    convertBlock(work, into, offset, at, stop, source, from);
    at = stop;
  }
}

/** First byte behind the header or the sample that holds byte `offset` of the part. */
function wholeEnd(places: Places, offset: number): number {
  const trace = places.traceAt(offset);
  const data = places.start(trace) + places.headerBytes(trace);
  return offset < data ? data : places.unitEnd(offset);
}

/** Source byte from which on the header or the sample that holds byte `offset` of the part is made. */
function sourceStart(places: Places, offset: number): number {
  const trace = places.traceAt(offset);
  const data = places.start(trace) + places.headerBytes(trace);
  const source = places.source.offset(trace);
  if (offset < data) return source;
  return source + places.source.headerBytes(trace) + Math.floor((offset - data) / places.width) * places.sourceWidth;
}

/** First source byte behind what the bytes before `offset` of the part are made from. */
function sourceEnd(places: Places, headers: Headers, offset: number): number {
  const trace = places.traceAt(offset - 1);
  const data = places.start(trace) + places.headerBytes(trace);
  const source = places.source.offset(trace);
  const header = places.source.headerBytes(trace);
  if (offset <= data) return source + Math.min(header, headers.reads ?? header);
  return source + header + Math.ceil((offset - data) / places.width) * places.sourceWidth;
}

/** The last place of the part, at a header's end or between samples, that the source bytes before `byte` suffice for. */
function targetBefore(places: Places, headers: Headers, byte: number): number {
  const { source } = places;
  if (byte >= source.offset(places.count)) return places.size;
  let low = 0;
  let high = places.count - 1;
  while (low < high) {
    const middle = Math.floor((low + high + 1) / 2);
    if (source.offset(middle) <= byte) low = middle;
    else high = middle - 1;
  }
  const inside = byte - source.offset(low);
  const header = source.headerBytes(low);
  if (inside < Math.min(header, headers.reads ?? header)) return places.start(low);
  const samples = Math.max(0, Math.floor((inside - header) / places.sourceWidth));
  return places.start(low) + places.headerBytes(low) + samples * places.width;
}

/** Makes the bytes `[from, to)` of the part; byte `base` of the part lies at `into[0]`, byte `sourceBase` of the source at `source[0]`. */
function convertBlock(
  work: Work,
  into: Uint8Array,
  base: number,
  from: number,
  to: number,
  source: Uint8Array,
  sourceBase: number,
): void {
  const { places, headers } = work;
  let at = from;
  let trace = places.traceAt(from);
  let start = places.start(trace);
  while (at < to) {
    const data = start + places.headerBytes(trace);
    const next = places.start(trace + 1);
    const header = places.source.offset(trace) - sourceBase;
    if (at < data) {
      const stop = Math.min(to, data);
      if (at === start && stop === data) {
        headers.make(into, at - base, source, header, trace, 0, data - start);
      } else {
        const whole = new Uint8Array(data - start);
        headers.make(whole, 0, source, header, trace, 0, whole.length);
        into.set(whole.subarray(at - start, stop - start), at - base);
      }
      at = stop;
    }
    const stop = Math.min(to, next);
    if (at < stop) {
      const samples = header + places.source.headerBytes(trace);
      convertSamples(work, into, at - base, source, samples, trace, at - data, stop - data);
      at = stop;
    }
    start = next;
    trace++;
  }
}

/**
 * Makes the bytes `[from, to)` of a trace's samples at `into[intoAt]`; the samples lie in `source` from `sourceAt` on,
 * counted as if all of the trace were there. Samples that the bounds cut are converted aside.
 */
function convertSamples(
  work: Work,
  into: Uint8Array,
  intoAt: number,
  source: Uint8Array,
  sourceAt: number,
  trace: number,
  from: number,
  to: number,
): void {
  const { width, sourceWidth } = work.places;
  let at = from;
  while (at < to) {
    const sample = Math.floor(at / width);
    const count = at === sample * width ? Math.floor((to - at) / width) : 0;
    const here = intoAt + at - from;
    if (count > 0) {
      work.convert(into, here, source, sourceAt + sample * sourceWidth, count, trace, sample);
      at += count * width;
    } else {
      const one = new Uint8Array(width);
      work.convert(one, 0, source, sourceAt + sample * sourceWidth, 1, trace, sample);
      const stop = Math.min(to, (sample + 1) * width);
      into.set(one.subarray(at - sample * width, stop - sample * width), here);
      at = stop;
    }
  }
}
