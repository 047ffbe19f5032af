/** Which reading of a SEG-Y file's shape is true: the one its size and its trace headers bear out, or a walk over them. */
import type { Need } from '../../../bytes/need.ts';
import { SeisError } from '../../../error.ts';
import { traceHeaderBytes } from '../fields/revisions.ts';
import type { FileHeader } from './file-header.ts';
import type { TraceColumns } from './frames.ts';
import { same } from './frames.ts';
import { unpackIndex } from './index-bytes.ts';
import type { Reading } from './readings.ts';
import type { Checked, Shape } from './shape.ts';
import {
  allAlike,
  borneOut,
  checkedToo,
  checkHeaders,
  closes,
  confirmed,
  countOf,
  firstOdd,
  restOf,
  strideOf,
} from './shape.ts';
import type { Beginning, Ending } from './texts.ts';
import type { Walked } from './walk.ts';
import { mostIrregular, walkTraces } from './walk.ts';

/** The reading that was taken, the headers that were looked at, and the columns where traces differ. */
export type Decision = {
  readonly reading: Reading;
  readonly count: number;
  readonly checked: Checked;
  readonly columns: TraceColumns | undefined;
  /** Where the last whole trace ends. */
  readonly end: number;
  /** Whether a walk met a trace there that does not fit. */
  readonly cut: boolean;
  /** The index that the columns came from, when they did. */
  readonly bytes?: Uint8Array;
};

/** A reading and what the trace headers at its places say. */
type Candidate = { readonly reading: Reading; readonly checked: Checked };

/** Shapes whose headers are looked at before the reader gives up trying: bounds the ranges read. */
const mostTried = 24;

/** Share of trace headers that must look like ones before a walk that does not end with the file is believed. */
const believable = 0.9;

/**
 * Decides. In this order: (1) a reading fills the file and the checked trace headers bear it out (without the fixed-length
 * flag all of them, where they are not more than `most`; if one does not, a walk that ends with the file goes first); (2) the literal
 * reading fills the file, and the fixed-length flag is set or the user gave the samples; (3) a reading fills the file and
 * all checked headers give the same other number; (4) the file ends with its headers and holds no trace; (5) a reading
 * leaves bytes over, but every checked header gives exactly its samples, within the declared number of traces first;
 * (6) no trace header says anything: the literal one; (7) the walk; (8) the literal one again, when the fixed-length flag
 * is set and all that is looked at could be trace headers. Throws `truncated` or `malformed` when nothing explains the file.
 */
export function* decide(
  header: FileHeader,
  beginnings: readonly Beginning[],
  endings: readonly Ending[],
  readings: readonly Reading[],
  size: number,
  fixed: boolean,
  most: number,
  index: () => Uint8Array | undefined,
): Need<Decision> {
  const usable = readings.filter(({ shape }) => shape.samples > 0 && countOf(shape) > 0);
  const flagged = header.fixedLength !== 0;
  let tried = 0;

  const filling: Candidate[] = [];
  for (const reading of usable) {
    if (!closes(reading.shape) || tried++ >= mostTried) continue;
    const checked = yield* checkHeaders(reading.shape, header.order.order);
    if (!borneOut(reading.shape, checked)) {
      filling.push({ reading, checked });
      continue;
    }
    const odd = flagged || fixed ? -1 : yield* firstOdd(reading.shape, header.order.order, most);
    if (odd < 0) return whole(header, reading, checked);
    const walked = yield* walkedExactly(header, reading, size, index);
    if (walked !== undefined) return walked;
    return whole(header, reading, yield* checkedToo(reading.shape, header.order.order, checked, odd));
  }
  const doubtful = filling.find(({ reading, checked }) => reading.literal && !allAlike(reading.shape, checked));
  if (doubtful !== undefined && !fixed) {
    const walked = yield* walkedExactly(header, doubtful.reading, size, index);
    if (walked !== undefined) return walked;
  }
  const filled =
    filling.find(({ reading }) => reading.literal && (flagged || fixed)) ??
    filling.find(({ reading, checked }) => allAlike(reading.shape, checked));
  if (filled !== undefined) return whole(header, filled.reading, filled.checked);
  for (const beginning of beginnings) {
    const ending = endings.find(({ end }) => end === beginning.first);
    if (ending !== undefined) return noTraces(header, beginning, ending);
  }
  for (const reading of usable) {
    const { shape } = reading;
    const end = shape.first + header.traces * strideOf(shape);
    if (header.traces === 0 || end >= shape.end || tried++ >= mostTried) continue;
    const checked = yield* checkHeaders({ ...shape, end }, header.order.order);
    if (confirmed(shape, checked)) return whole(header, reading, checked);
  }
  let literal: Candidate | undefined;
  for (const reading of usable) {
    if (closes(reading.shape) || tried++ >= mostTried) continue;
    const checked = yield* checkHeaders(reading.shape, header.order.order);
    if (reading.literal) literal = { reading, checked };
    if (confirmed(reading.shape, checked) && (checked.facts.length > 1 || reading.literal)) {
      return whole(header, reading, checked);
    }
  }
  if (literal !== undefined && (fixed || literal.checked.facts.every((fact) => fact.samples === 0))) {
    return whole(header, literal.reading, literal.checked);
  }

  const start = readings.find((reading) => reading.plausible && reading.firstSamples > 0) ?? readings[0];
  if (start === undefined || fixed) throw nothingFits(header, readings, size);
  const { walked, bytes } = yield* walk(header, start, size, index);
  if (believed(walked, header, start.shape)) return walkedDecision(start, walked, bytes);
  if (flagged && literal?.checked.facts.every((fact) => fact.plausible)) {
    return whole(header, literal.reading, literal.checked);
  }
  throw walked.failure ?? nothingFits(header, readings, size);
}

/** Walks over all traces, or takes what the kept index says of them. */
function* walk(
  header: FileHeader,
  start: Reading,
  size: number,
  index: () => Uint8Array | undefined,
): Need<{ readonly walked: Walked; readonly bytes: Uint8Array | undefined }> {
  const found = index();
  const kept = found === undefined ? undefined : unpackIndex(found, keyOf(start.shape, size));
  if (kept !== undefined) return { walked: { ...kept, plausible: 1, failure: undefined }, bytes: kept.bytes };
  return { walked: yield* walkTraces(walkOf(header, start.shape)), bytes: undefined };
}

/** The decision of a walk that leads from header to header to the very end; undefined when it does not. */
function* walkedExactly(
  header: FileHeader,
  start: Reading,
  size: number,
  index: () => Uint8Array | undefined,
): Need<Decision | undefined> {
  const { walked, bytes } = yield* walk(header, start, size, index);
  const exact = walked.failure === undefined && !walked.cut && walked.end === start.shape.end && walked.plausible === 1;
  return exact && walked.columns.count > 0 ? walkedDecision(start, walked, bytes) : undefined;
}

/** What a walk found; traces that turn out alike after all are a regular shape. */
function walkedDecision(start: Reading, walked: Walked, bytes: Uint8Array | undefined): Decision {
  const { columns, end, cut } = walked;
  const samples = same(columns.samples);
  const regular = samples !== undefined && typeof columns.additional === 'number';
  const reading = regular ? { ...start, shape: { ...start.shape, samples } } : start;
  const { count } = columns;
  const found = { reading, count, checked: noneChecked, columns: regular ? undefined : columns, end, cut };
  return bytes === undefined ? found : { ...found, bytes };
}

const noneChecked: Checked = { places: [], facts: [], rest: undefined };

export function keyOf(shape: Shape, size: number): { size: number; first: number; sampleBytes: number } {
  return { size, first: shape.first, sampleBytes: shape.sampleBytes };
}

/** A file that ends with its headers: no trace, which is no reason to refuse it. */
function noTraces(header: FileHeader, beginning: Beginning, ending: Ending): Decision {
  const { first } = beginning;
  const headers = 1 + header.additionalHeaders[0];
  const shape = { first, end: first, headers, samples: header.samples, sampleBytes: 1 };
  const reading = { shape, beginning, ending, literal: true, firstSamples: 0, plausible: true };
  return { reading, count: 0, checked: noneChecked, columns: undefined, end: first, cut: false };
}

/** A reading as decided; no more traces than bytes 3513-3520 declare, where they do. */
function whole(header: FileHeader, reading: Reading, checked: Checked): Decision {
  const { shape } = reading;
  const found = countOf(shape);
  const count = header.traces > 0 ? Math.min(found, header.traces) : found;
  return { reading, count, checked, columns: undefined, end: shape.first + count * strideOf(shape), cut: false };
}

function walkOf(header: FileHeader, shape: Shape) {
  const most = header.traces > 0 ? header.traces : Number.POSITIVE_INFINITY;
  return { format: 'segy', ...shape, samples: header.samples, order: header.order.order, most, limit: mostIrregular };
}

function believed(walked: Walked, header: FileHeader, shape: Shape): boolean {
  if (walked.failure !== undefined || walked.columns.count === 0) return false;
  const complete = walked.end === shape.end || walked.columns.count === header.traces;
  return complete || walked.plausible >= believable;
}

/** The refusal when no reading explains the file: what was expected of the first trace, and how many bytes there are. */
function nothingFits(header: FileHeader, readings: readonly Reading[], size: number): SeisError {
  const reading = readings[0];
  const mend = 'say how many samples each trace has and how they are stored: --source-option ns=N,samples=ENCODING';
  if (reading === undefined) {
    return new SeisError(
      'truncated',
      `segy: byte ${size + 1}: the file ends before the end of the first trace header`,
      {
        format: 'segy',
        byte: size,
        trace: 0,
      },
    );
  }
  const { shape } = reading;
  const place = { format: 'segy', byte: shape.first, trace: 0 };
  if (header.samples === 0 && reading.firstSamples === 0) {
    return new SeisError(
      'malformed',
      `segy: trace 1 at byte ${shape.first + 1}: neither bytes 3221-3222 nor the trace header give a number of samples`,
      { ...place, mend },
    );
  }
  const needed = shape.headers * traceHeaderBytes + shape.samples * shape.sampleBytes;
  if (shape.end - shape.first < needed) {
    return new SeisError(
      'truncated',
      `segy: trace 1 at byte ${shape.first + 1}: ${shape.samples} samples need ${needed} bytes, the file has ${shape.end - shape.first}`,
      { ...place, mend },
    );
  }
  return new SeisError(
    'malformed',
    `segy: traces from byte ${shape.first + 1} on: ${shape.samples} samples of ${shape.sampleBytes} bytes leave ${restOf(shape)} bytes over, and the trace headers do not agree`,
    { ...place, mend },
  );
}
