/** Where the traces of a SEG-Y or SU file lie: by arithmetic when all are alike, from compact columns when they are not. */
import type { Frames } from '../../../model/trace-set.ts';
import { traceHeaderBytes } from '../fields/revisions.ts';

/** Traces of one length, from `first` on. */
export function regularFrames(first: number, headers: number, samples: number, sampleBytes: number): Frames {
  const headerBytes = headers * traceHeaderBytes;
  const stride = headerBytes + samples * sampleBytes;
  return {
    regular: true,
    offset: (i) => first + i * stride,
    samples: () => samples,
    headerBytes: () => headerBytes,
    dataSamples: (i) => i * samples,
    dataHeaderBytes: (i) => i * headerBytes,
  };
}

/** Samples and additional 240-byte headers of each trace; `additional` is one number where all traces have as many. */
export type TraceColumns = {
  readonly count: number;
  readonly samples: Uint16Array | Uint32Array;
  readonly additional: number | Uint16Array;
};

/** The largest number of a column, 0 of an empty one. */
export function largest(column: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < column.length; i++) if (column[i] > most) most = column[i];
  return most;
}

/** The one number a column holds throughout, or undefined. */
export function same(column: ArrayLike<number>): number | undefined {
  for (let i = 1; i < column.length; i++) if (column[i] !== column[0]) return undefined;
  return column[0];
}

/** Traces between two kept sums: a look-up adds at most one fewer. */
const sumEvery = 256;

/** Sums of `column[0 .. 256 j)`, so that any prefix sum costs one look-up and at most 255 additions. */
function prefixSums(column: ArrayLike<number>, count: number): (i: number) => number {
  const kept = new Float64Array(Math.floor(count / sumEvery) + 1);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    if (i % sumEvery === 0) kept[i / sumEvery] = sum;
    sum += column[i];
  }
  if (count % sumEvery === 0) kept[count / sumEvery] = sum;

  // Readers walk forwards: the sum after the last answer is usually the next question.
  let lastAt = 0;
  let lastSum = 0;
  return (i) => {
    let at = i - (i % sumEvery);
    let total = kept[at / sumEvery];
    if (lastAt <= i && lastAt > at) {
      at = lastAt;
      total = lastSum;
    }
    for (; at < i; at++) total += column[at];
    lastAt = i;
    lastSum = total;
    return total;
  };
}

/** Traces of differing length, from `first` on. */
export function columnFrames(first: number, columns: TraceColumns, sampleBytes: number): Frames {
  const { samples, additional, count } = columns;
  const samplesBefore = prefixSums(samples, count);
  const additionalBefore =
    typeof additional === 'number' ? (i: number) => i * additional : prefixSums(additional, count);
  const additionalOf = typeof additional === 'number' ? () => additional : (i: number) => additional[i];
  const headersBefore = (i: number) => i + additionalBefore(i);
  return {
    regular: false,
    offset: (i) => first + headersBefore(i) * traceHeaderBytes + samplesBefore(i) * sampleBytes,
    samples: (i) => samples[i],
    headerBytes: (i) => (1 + additionalOf(i)) * traceHeaderBytes,
    dataSamples: samplesBefore,
    dataHeaderBytes: (i) => headersBefore(i) * traceHeaderBytes,
  };
}
