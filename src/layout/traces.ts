/** The traces of a virtual file: every header made and every sample converted while it is read. This is the hot path. */
import { SeisError } from '../error.ts';
import type { Converter } from '../kernel/contract.ts';
import { type Stored, sampleEncodings } from '../kernel/encodings.ts';
import type { Frames } from '../model/trace-set.ts';
import { readAside } from './aside.ts';
import { readInPlace } from './in-place.ts';
import type { Part } from './layout.ts';
import { type Places, placesOf, type Words } from './places.ts';

/** Makes the headers of the target's traces. Byte `j` of a header counts from 0. */
export type Headers = Words & {
  /** Header bytes of every trace of the target; undefined: as many as that trace has in the source. */
  readonly bytes: number | undefined;
  /** How many of a source header's first bytes `make` looks at; undefined: all of them. */
  readonly reads: number | undefined;
  /** First byte of the word that holds byte `j`, and the first one behind it: at most 8 apart where headers keep their size. */
  wordStart(j: number): number;
  wordEnd(j: number): number;
  /**
   * Makes the bytes `[from, to)`, a run of whole words, of the header of `trace`: byte `j` goes to `dst[dstAt + j]`.
   * Byte `j` of the source's header lies at `src[srcAt + j]`. Either all of it is there and the places do not overlap, or
   * `dst` and `src`, `dstAt` and `srcAt` are the same and only `[from, to)` is there (both may then be negative).
   */
  make(dst: Uint8Array, dstAt: number, src: Uint8Array, srcAt: number, trace: number, from: number, to: number): void;
  /** Name of the word that holds byte `j`, for people. */
  name(j: number): string;
};

/** What a trace part is made from. Without `convert` the samples are the source's, byte for byte. */
export type TracesPlan = {
  /** Name of the target format, for messages. */
  readonly format: string;
  readonly frames: Frames;
  readonly count: number;
  readonly from: Stored;
  readonly to: Stored;
  readonly convert: Converter | undefined;
  readonly headers: Headers;
};

/** What both ways of reading need. `convert` throws where the target cannot hold a sample. */
export type Work = {
  readonly places: Places;
  readonly headers: Headers;
  /** Converts `count` samples of `trace`, the first of which is its sample `first`. */
  convert(
    dst: Uint8Array,
    dstAt: number,
    src: Uint8Array,
    srcAt: number,
    count: number,
    trace: number,
    first: number,
  ): void;
};

/** Source bytes asked for at once: they are still in the processor's cache when they are converted. */
export const blockBytes: number = 256 * 1024;

/**
 * All traces as one part. Reading throws `unrepresentable`, naming trace, byte and sample (counted from 1 in the message),
 * when a sample does not fit the target under the policy the converter was made with.
 */
export function tracesPart(plan: TracesPlan): Part {
  const { frames, count, from, to, headers } = plan;
  const places = placesOf(frames, count, from.encoding, to.encoding, headers);
  const converter = plan.convert;

  const work: Work = {
    places,
    headers,
    convert(dst, dstAt, src, srcAt, n, trace, first) {
      if (converter === undefined) {
        if (dst !== src || dstAt !== srcAt) dst.set(src.subarray(srcAt, srcAt + n * places.width), dstAt);
        return;
      }
      const bad = converter(dst, dstAt, src, srcAt, n);
      if (bad >= 0) throw unfit(plan, trace, first + bad);
    },
  };

  const sameHeaders =
    headers.bytes === undefined || (frames.regular && count > 0 && frames.headerBytes(0) === headers.bytes);
  const inPlace = sameHeaders && places.sourceWidth === places.width;

  return {
    size: places.size,
    read: (offset, into) => (inPlace ? readInPlace : readAside)(work, offset, into),
    explain(offset) {
      const trace = places.traceAt(offset);
      const inside = offset - places.start(trace);
      const header = places.headerBytes(trace);
      const source = frames.offset(trace);
      if (inside < header) {
        const first = headers.wordStart(inside);
        const sourceLength = headers.wordEnd(inside) - first;
        return { rule: 'header word', sourceOffset: source + first, sourceLength, trace, what: headers.name(inside) };
      }
      const sample = Math.floor((inside - header) / places.width);
      return {
        rule: converter === undefined ? 'copied' : 'converted',
        sourceOffset: source + frames.headerBytes(trace) + sample * places.sourceWidth,
        sourceLength: places.sourceWidth,
        trace,
        what: `sample ${sample + 1}`,
      };
    },
  };
}

function unfit(plan: TracesPlan, trace: number, sample: number): SeisError {
  const { frames, from, to, format } = plan;
  const byte = frames.offset(trace) + frames.headerBytes(trace) + sample * sampleEncodings[from.encoding].bytes;
  return new SeisError(
    'unrepresentable',
    `${format}: trace ${trace + 1} at byte ${byte + 1}: sample ${sample + 1} does not fit ${to.encoding}`,
    { format, trace, byte, mend: 'clip=yes takes the nearest value that fits' },
  );
}
