/** Walks over traces of differing length, header by header, and keeps their lengths in compact columns. */
import type { Need } from '../../../bytes/need.ts';
import type { ByteOrder } from '../../../bytes/order.ts';
import { SeisError } from '../../../error.ts';
import { traceHeaderBytes } from '../fields/revisions.ts';
import { growingColumn } from './columns.ts';
import type { TraceColumns } from './frames.ts';
import { factBytes, traceFacts } from './trace-facts.ts';

/** Where and how to walk. `samples` stands for headers that give none (0: there is none, such a header is an error). */
export type Walk = {
  readonly format: string;
  readonly first: number;
  readonly end: number;
  readonly headers: number;
  readonly samples: number;
  readonly sampleBytes: number;
  readonly order: ByteOrder;
  /** Traces to walk at most; Infinity when nothing says. */
  readonly most: number;
  /** Traces that are kept at most; more are refused. */
  readonly limit: number;
};

/** The traces found; `end` is where the last whole one ends, `cut` whether what looks like a trace begins there and does not fit. */
export type Walked = {
  readonly columns: TraceColumns;
  readonly end: number;
  readonly cut: boolean;
  /** Share of trace headers that look like ones, 0 to 1. */
  readonly plausible: number;
  /** Why the walk could not go on; to be thrown unless something else explains the file. */
  readonly failure: SeisError | undefined;
};

/** More traces of differing length than this are refused: their columns would outgrow the memory promise (200 MB). */
export const mostIrregular: number = 2 ** 25;

/** Headers asked for in one yield at most, on the guess that the next traces are as long as the last one. */
const mostGuessed = 256;

/** Implausible headers among the first ones that end a walk through something that is not traces. */
const patience = 64;

/**
 * Walks from `first` until `end`, `most` traces, or a trace that does not fit. Work is bounded by the number of traces:
 * every yield asks for headers at places guessed from the last length, at least one of which is used.
 * The failure is `malformed` where a header gives no samples and nothing stands in, or nothing looks like a trace
 * header. Throws `limit` when there are more traces than can be kept.
 */
export function* walkTraces(walk: Walk): Need<Walked> {
  const length = factBytes(walk.headers);
  const samples = growingColumn();
  const additional = growingColumn();
  let additionalVaries = false;
  let at = walk.first;
  let count = 0;
  let implausible = 0;
  let guessed = 1;
  let stride = 0;
  let ended = false;
  let cut = false;
  let failure: SeisError | undefined;

  while (!ended && failure === undefined && count < walk.most && at + traceHeaderBytes <= walk.end) {
    const places = [at];
    while (places.length < guessed && at + places.length * stride + traceHeaderBytes <= walk.end) {
      places.push(at + places.length * stride);
    }
    const found = yield places.map((offset) => ({ offset, length: Math.min(length, walk.end - offset) }));
    let used = 0;
    for (; used < found.length && places[used] === at && count < walk.most; used++) {
      const facts = traceFacts(found[used], 0, walk.headers, walk.order);
      const own = facts.samples === 0 ? walk.samples : facts.samples;
      if (own === 0) {
        failure = noSamples(walk, count, at);
        break;
      }
      stride = facts.headers * traceHeaderBytes + own * walk.sampleBytes;
      if (at + stride > walk.end) {
        ended = true;
        cut = facts.plausible;
        break;
      }
      if (!facts.plausible) implausible++;
      samples.push(own);
      additional.push(facts.headers - 1);
      additionalVaries ||= facts.headers !== walk.headers;
      at += stride;
      count++;
      if (count === patience && implausible > patience / 2) {
        failure = nothingLikeIt(walk, at - stride);
        break;
      }
      if (count > walk.limit) throw tooMany(walk);
    }
    guessed = used === places.length ? Math.min(2 * guessed, mostGuessed) : 1;
  }

  const columns: TraceColumns = {
    count,
    samples: samples.finish(),
    additional: additionalVaries ? Uint16Array.from(additional.finish()) : walk.headers - 1,
  };
  return { columns, end: at, cut, plausible: count === 0 ? 0 : 1 - implausible / count, failure };
}

function noSamples(walk: Walk, trace: number, byte: number): SeisError {
  return new SeisError(
    'malformed',
    `${walk.format}: trace ${trace + 1} at byte ${byte + 1}: sample count 0, and no other header gives one`,
    { format: walk.format, trace, byte, mend: 'say how many samples each trace has: --source-option ns=N' },
  );
}

function nothingLikeIt(walk: Walk, byte: number): SeisError {
  return new SeisError(
    'malformed',
    `${walk.format}: byte ${byte + 1}: traces of the lengths their headers give do not follow each other (most of the first ${patience} are no trace headers)`,
    { format: walk.format, byte, mend: 'say how many samples each trace has: --source-option ns=N' },
  );
}

function tooMany(walk: Walk): SeisError {
  return new SeisError('limit', `${walk.format}: more than ${walk.limit} traces of differing length`, {
    format: walk.format,
    mend: 'split the file',
  });
}
