/** How well a file bears being read as SU in one byte order: there is no magic number, so sizes, headers and samples vote. */
import type { Need } from '../../../bytes/need.ts';
import type { ByteOrder } from '../../../bytes/order.ts';
import { i16, i32, u16, u32 } from '../../../bytes/order.ts';
import { traceHeaderBytes } from '../fields/revisions.ts';
import type { Checked, Shape } from '../read/shape.ts';
import { checkHeaders, closes, confirmed, countOf } from '../read/shape.ts';

/** What was found under one byte order. `score` is 0 when not a single trace fits. */
export type Evidence = {
  readonly order: ByteOrder;
  readonly shape: Shape;
  readonly checked: Checked;
  readonly closes: boolean;
  /** Every checked trace header gives the same number of samples. */
  readonly alike: boolean;
  readonly score: number;
};

/** What each finding counts. Eleven is everything; below `leastBelieved` a file is not taken for SU. */
const weights = { closes: 3, alike: 2, words: 2, clock: 1, samples: 3 } as const;
export const leastBelieved = 8;

/** First samples of the first trace whose size is judged. */
const judgedSamples = 256;

/** Weighs reading a file of `size` bytes, whose first bytes are `head` (at least 240), in `order`. */
export function* weigh(head: Uint8Array, size: number, order: ByteOrder, ns: number | undefined): Need<Evidence> {
  const samples = ns ?? u16(head, 114, order);
  const shape: Shape = { first: 0, end: size, headers: 1, samples, sampleBytes: 4 };
  if (samples === 0 || countOf(shape) === 0) {
    return { order, shape, checked: { places: [], facts: [], rest: undefined }, closes: false, alike: false, score: 0 };
  }
  const checked = yield* checkHeaders(shape, order);
  const [words] = yield [{ offset: traceHeaderBytes, length: 4 * Math.min(samples, judgedSamples) }];
  const alike = ns !== undefined || (confirmed(shape, checked) && checked.facts.every((fact) => fact.plausible));
  const score =
    (closes(shape) ? weights.closes : 0) +
    (alike ? weights.alike : 0) +
    (checked.facts[0].plausible && smallWords(head, order) ? weights.words : 0) +
    (clock(head, order) ? weights.clock : 0) +
    (seismic(words, order) ? weights.samples : 0);
  return { order, shape, checked, closes: closes(shape), alike, score };
}

/** Sequence, record, shot and ensemble numbers (bytes 1-28) are numbers people give, not swapped ones. */
function smallWords(head: Uint8Array, order: ByteOrder): boolean {
  for (let at = 0; at < 28; at += 4) if (Math.abs(i32(head, at, order)) >= 2 ** 24) return false;
  return true;
}

/** Bytes 157-166 are a time of day or nothing: files have 0, two digits or four for the year. */
function clock(head: Uint8Array, order: ByteOrder): boolean {
  const year = i16(head, 156, order);
  const within = (at: number, most: number) => i16(head, at, order) >= 0 && i16(head, at, order) <= most;
  return year >= 0 && year <= 2200 && within(158, 366) && within(160, 24) && within(162, 60) && within(164, 61);
}

/** Whether 32-bit words are IEEE floats of sizes that samples have, 2^-64 to 2^64, or 0; one in fifty may be odd. */
function seismic(words: Uint8Array, order: ByteOrder): boolean {
  let odd = 0;
  for (let at = 0; at + 4 <= words.length; at += 4) {
    const word = u32(words, at, order);
    const exponent = ((word >>> 23) & 0xff) - 127;
    if ((word & 0x7fffffff) !== 0 && (exponent < -64 || exponent > 64)) odd++;
  }
  return odd * 50 <= words.length / 4;
}
