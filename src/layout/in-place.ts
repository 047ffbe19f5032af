/** Reads traces whose headers and samples keep their size: source bytes go straight to where they are wanted and are converted there. */
import type { ByteRange, Need } from '../bytes/need.ts';
import { blockBytes, type Work } from './traces.ts';

/**
 * Fills `into` with the bytes from `offset` of the trace part. Asks for exactly the window's bytes, a block at a time;
 * only where the window cuts a sample or header word, for the few bytes that the cut unit lacks as well.
 */
export function* readInPlace(work: Work, offset: number, into: Uint8Array): Need<void> {
  const { places } = work;
  const origin = places.source.offset(0);
  const end = offset + into.length;
  const first = places.unitStart(offset);
  const whole = first === offset ? offset : places.unitEnd(offset);
  const last = places.unitStart(end);

  if (whole > last) {
    const [bytes] = yield [{ offset: origin + first, length: whole - first }];
    const unit = bytes.slice();
    convertWhole(work, unit, first, whole, first);
    into.set(unit.subarray(offset - first, end - first));
    return;
  }

  for (let at = offset; at < end; ) {
    const cut = end - at <= blockBytes ? end : Math.max(places.unitStart(at + blockBytes), places.unitEnd(at));
    const window = at === offset && cut === end ? into : into.subarray(at - offset, cut - offset);
    const ranges: ByteRange[] = [{ offset: origin + at, length: cut - at, into: window }];
    const cutsFirst = at === offset && whole > offset;
    const cutsLast = cut === end && last < end;
    if (cutsFirst) ranges.push({ offset: origin + first, length: offset - first });
    if (cutsLast) ranges.push({ offset: origin + end, length: places.unitEnd(last) - end });
    const filled = yield ranges;

    if (cutsFirst) {
      const unit = new Uint8Array(whole - first);
      unit.set(filled[1]);
      unit.set(into.subarray(0, whole - offset), offset - first);
      convertWhole(work, unit, first, whole, first);
      into.set(unit.subarray(offset - first), 0);
    }
    convertWhole(work, into, Math.max(at, whole), Math.min(cut, last), offset);
    if (cutsLast) {
      const unit = new Uint8Array(places.unitEnd(last) - last);
      unit.set(into.subarray(last - offset, end - offset));
      unit.set(filled[ranges.length - 1], end - last);
      convertWhole(work, unit, last, last + unit.length, last);
      into.set(unit.subarray(0, end - last), last - offset);
    }
    at = cut;
  }
}

/** Makes the whole units `[from, to)` of the trace part in place; byte `base` of the part lies at `bytes[0]`. */
function convertWhole(work: Work, bytes: Uint8Array, from: number, to: number, base: number): void {
  if (from >= to) return;
  const { places, headers } = work;
  const { width } = places;
  let at = from;
  let trace = places.traceAt(from);
  let start = places.start(trace);
  while (at < to) {
    const data = start + places.headerBytes(trace);
    const next = places.start(trace + 1);
    if (at < data) {
      const stop = Math.min(to, data);
      headers.make(bytes, start - base, bytes, start - base, trace, at - start, stop - start);
      at = stop;
    }
    const count = (Math.min(to, next) - at) / width;
    if (count > 0) {
      work.convert(bytes, at - base, bytes, at - base, count, trace, (at - data) / width);
      at += count * width;
    }
    start = next;
    trace++;
  }
}
