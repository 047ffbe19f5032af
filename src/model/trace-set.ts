/** What every reader makes and every writer takes: traces, where their bytes lie, and what was assumed about them. */
import type { ByteOrder, SampleEncoding } from '../kernel/encodings.ts';

/** Something odd that was tolerated, and how. `code` is stable for scripts; `message` is for people. */
export type Warning = {
  readonly code: string;
  readonly message: string;
  readonly byte?: number;
  readonly trace?: number;
};

/**
 * Where trace `i` begins, how many header bytes precede its samples, and how many samples it has.
 *
 * Traces lie one behind the other: trace `i` occupies `[offset(i), offset(i + 1))`, and a window over many traces is
 * one range of the source. Regular sets answer by arithmetic; irregular ones from an index.
 * `dataSamples(i)` is the number of samples in traces `0 .. i - 1`, so that a writer with another sample width
 * can place any trace without walking over those before it.
 */
export type Frames = {
  readonly regular: boolean;
  /** 0-based byte offset of the header of trace `i`; `offset(count)` is the end of the last trace. */
  offset(i: number): number;
  samples(i: number): number;
  headerBytes(i: number): number;
  dataSamples(i: number): number;
  /** Header bytes of traces `0 .. i - 1`. */
  dataHeaderBytes(i: number): number;
};

/** Text that comes with the recording, as it lies in the source. */
export type TextBlocks = {
  readonly encoding: 'ebcdic' | 'ascii' | 'blank';
  /** 0-based byte offset of each 3200-byte block. */
  readonly offsets: readonly number[];
};

/** A recording as a sequence of traces in one sample encoding. */
export type TraceSet = {
  /** Name of the source format as on the command line: `segy`, `su`. */
  readonly format: string;
  /** Revision of the source format, where it has one: `0`, `1`, `2.0`, `2.1`. */
  readonly revision: string | undefined;
  readonly sourceSize: number;
  readonly count: number;
  readonly encoding: SampleEncoding;
  readonly order: ByteOrder;
  /** Sample interval of all traces, microseconds for time data; undefined when the source does not say. */
  readonly interval: number | undefined;
  /** Samples of the longest trace. */
  readonly maxSamples: number;
  readonly frames: Frames;
  /** What an irregular set wants to have kept, so that the next opening need not walk over all traces. */
  readonly index?: Uint8Array;
  readonly warnings: readonly Warning[];
  /** Names of the source options that the user gave (`ns`, `dt`, ...), contradicting the file or not; absent: none. */
  readonly overridden?: readonly string[];
};
