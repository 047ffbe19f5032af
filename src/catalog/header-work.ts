/**
 * What the threads that read header words have in common: stretches of traces, taken one after the other by whoever is
 * free. Nothing here opens files or knows formats, so that a thread starts quickly.
 */
import { runSync, type SyncSource } from '../bytes/need.ts';
import type { HeaderWords } from '../formats/format.ts';
import {
  type Bench,
  blockBytes,
  columnFiller,
  type HeaderColumns,
  type HeaderPlaces,
} from '../formats/header-columns.ts';
import { createArena } from '../kernel/arena.ts';
import { wasmGather } from '../kernel/gather.ts';
import type { TraceSet } from '../model/trace-set.ts';

/** A bench with the kernels, over 1 MiB of its own. */
export function kernelBench(): Bench {
  const arena = createArena(1024 * 1024);
  return { block: arena.take(blockBytes), gather: wasmGather(arena) };
}

/** Where the traces `[first, first + count)` lie, as plain data: a number and a distance, or an offset each and the end. */
type PlainPlaces = Pick<TraceSet, 'order'> &
  ({ readonly start: number; readonly stride: number } | { readonly first: number; readonly offsets: Float64Array });

export function plainPlaces({ frames, order }: HeaderPlaces, first: number, count: number): PlainPlaces {
  if (frames.regular) return { order, start: frames.offset(0), stride: frames.offset(1) - frames.offset(0) };
  const offsets = new Float64Array(new SharedArrayBuffer((count + 1) * Float64Array.BYTES_PER_ELEMENT));
  for (let k = 0; k <= count; k++) offsets[k] = frames.offset(first + k);
  return { order, first, offsets };
}

function placesOf(plain: PlainPlaces): HeaderPlaces {
  const { order } = plain;
  if ('stride' in plain) {
    return { order, frames: { regular: true, offset: (i) => plain.start + i * plain.stride } };
  }
  return { order, frames: { regular: false, offset: (i) => plain.offsets[i - plain.first] } };
}

/** What a thread is given: an open file, the columns to fill, and which of their traces are taken. */
export type HeaderWork = {
  readonly fd: number;
  /** For messages. */
  readonly path: string;
  readonly size: number;
  readonly places: PlainPlaces;
  readonly words: HeaderWords;
  readonly columns: HeaderColumns;
  readonly first: number;
  readonly count: number;
  /** Number of the next stretch of traces that nobody has taken. */
  readonly next: Int32Array;
};

/** Traces that a thread takes at once. */
export const stretchTraces = 16384;

/** Fills stretches until none is left. */
export function takeStretches({ places, words, columns, first, count, next }: HeaderWork, source: SyncSource): void {
  const fill = columnFiller(placesOf(places), words, columns, kernelBench());
  for (;;) {
    const from = Atomics.add(next, 0, 1) * stretchTraces;
    if (from >= count) break;
    runSync(fill(first + from, Math.min(stretchTraces, count - from), from), [source]);
  }
}
