/** Where the traces of a target lie: the arithmetic between a byte of the trace part and its trace, header byte or sample. */
import { type SampleEncoding, sampleEncodings } from '../kernel/encodings.ts';
import type { Frames } from '../model/trace-set.ts';

/**
 * Target offsets count from the first byte of the first trace's header. A *unit* is what can be made only whole:
 * a sample, or one word of a header.
 */
export type Places = {
  readonly size: number;
  readonly count: number;
  readonly source: Frames;
  /** Bytes of one sample in the source and in the target. */
  readonly sourceWidth: number;
  readonly width: number;
  /** Target offset of the header of trace `i`; `start(count)` is the size. */
  start(i: number): number;
  headerBytes(i: number): number;
  /** The trace that holds byte `offset`, `0 <= offset < size`. */
  traceAt(offset: number): number;
  /** First byte of the unit that holds byte `offset`; the size answers itself. */
  unitStart(offset: number): number;
  /** First byte behind the unit that holds byte `offset`, `0 <= offset < size`. */
  unitEnd(offset: number): number;
};

/** How headers are cut into words: see `Headers` in traces.ts. */
export type Words = {
  readonly bytes: number | undefined;
  wordStart(j: number): number;
  wordEnd(j: number): number;
};

/** Places `count` traces of `source` in a target with samples of encoding `to` and headers cut as `words` says. */
export function placesOf(
  source: Frames,
  count: number,
  from: SampleEncoding,
  to: SampleEncoding,
  words: Words,
): Places {
  const width = sampleEncodings[to].bytes;
  const fixed = words.bytes;
  const start =
    fixed === undefined
      ? (i: number) => source.dataHeaderBytes(i) + source.dataSamples(i) * width
      : (i: number) => i * fixed + source.dataSamples(i) * width;
  const headerBytes = fixed === undefined ? (i: number) => source.headerBytes(i) : () => fixed;
  const size = start(count);
  const stride = source.regular && count > 0 ? start(1) : 0;

  /** Last answer: readers walk forwards, and most questions are about the same trace or the next. */
  let known = 0;

  /** The last trace that begins at or before `offset`: traces without a byte before it are passed over. */
  function search(offset: number): number {
    for (const i of [known, known + 1]) {
      if (i < count && start(i) <= offset && offset < start(i + 1)) return (known = i);
    }
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = Math.floor((low + high + 1) / 2);
      if (start(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return (known = low);
  }

  const traceAt = stride > 0 ? (offset: number) => Math.floor(offset / stride) : search;

  return {
    size,
    count,
    source,
    sourceWidth: sampleEncodings[from].bytes,
    width,
    start,
    headerBytes,
    traceAt,
    unitStart(offset) {
      if (offset === size) return size;
      const i = traceAt(offset);
      const at = start(i);
      const inside = offset - at;
      const header = headerBytes(i);
      return inside < header ? at + words.wordStart(inside) : offset - ((inside - header) % width);
    },
    unitEnd(offset) {
      const i = traceAt(offset);
      const at = start(i);
      const inside = offset - at;
      const header = headerBytes(i);
      if (inside < header) return at + Math.min(header, words.wordEnd(inside));
      return offset - ((inside - header) % width) + width;
    },
  };
}
