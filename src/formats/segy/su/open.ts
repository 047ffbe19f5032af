/** Opens a Seismic Unix file: traces of IEEE floats from the first byte on, in the byte order that the file bears out. */
import type { Need } from '../../../bytes/need.ts';
import { bytesAt } from '../../../bytes/need.ts';
import type { ByteOrder } from '../../../bytes/order.ts';
import { i32 } from '../../../bytes/order.ts';
import { SeisError } from '../../../error.ts';
import type { OpenRequest } from '../../format.ts';
import { traceHeaderBytes } from '../fields/revisions.ts';
import { columnFrames, largest, regularFrames } from '../read/frames.ts';
import type { KeptIndex } from '../read/index-bytes.ts';
import { packIndex, unpackIndex } from '../read/index-bytes.ts';
import type { Checked, Shape } from '../read/shape.ts';
import { checkFrames, everyHeader, firstOdd, strideOf } from '../read/shape.ts';
import { mostIrregular, walkTraces } from '../read/walk.ts';
import type { SuRecording } from '../recording.ts';
import type { Warn } from '../warnings.ts';
import { collectWarnings, warnOfSampling } from '../warnings.ts';
import type { Evidence } from './evidence.ts';
import { weigh } from './evidence.ts';

const mendNs = 'say how many samples each trace has: --source-option ns=N';

/** Share of trace headers that must look like ones before a walk that does not end with the file is believed. */
const believable = 0.9;

/** Opens an SU file. Work as for SEG-Y. Throws `malformed`, `truncated`, `unsupported` (samples that are no floats) or `limit`. */
export function* openSu(request: OpenRequest): Need<SuRecording> {
  const { size, options } = request;
  const { list, warn } = collectWarnings();
  if (options.samples !== undefined && options.samples !== 'ieee32') {
    throw new SeisError('unsupported', `su: samples are IEEE floats of 32 bits, not ${options.samples}`, {
      format: 'su',
    });
  }
  if (size <= traceHeaderBytes) {
    throw new SeisError('truncated', `su: the file has ${size} bytes, a trace header and one sample need 244`, {
      format: 'su',
      byte: size,
    });
  }
  const head = (yield* bytesAt(0, traceHeaderBytes)).slice();
  const evidence = yield* findOrder(head, size, options.order, options.ns);
  const { order, shape } = evidence;
  const most = options.walk === true ? Number.POSITIVE_INFINITY : everyHeader;
  const given = options.ns !== undefined;
  const alike = evidence.alike && (given || (yield* firstOdd(shape, order, most)) < 0);
  const found = given || alike ? undefined : yield* findColumns(evidence, size, request.index?.());
  const columns = found?.columns;
  const count = columns === undefined ? Math.floor(size / strideOf(shape)) : columns.count;
  const frames = columns === undefined ? regularFrames(0, 1, shape.samples, 4) : columnFrames(0, columns, 4);
  const end = frames.offset(count);
  if (count === 0) throw tooShort(shape, size);
  const cut = found?.cut ?? evidence.checked.rest?.samples === shape.samples;
  if (cut)
    warn(
      'cut-trace',
      `the file ends ${size - end} bytes into trace ${count + 1}; ${count} whole traces are kept`,
      end,
      count,
    );
  else if (end < size) warn('tail-bytes', `${size - end} bytes follow trace ${count}, the last whole one`, end);
  const declared = i32(head, 204, order);
  if (declared > 0 && declared !== count) {
    warn('trace-count', `bytes 205-208 give ${declared} traces; the file holds ${count}`, 204);
  }
  const checked = columns === undefined ? evidence.checked : yield* checkFrames(frames, count, end, 1, order);
  const { interval, varies } = findInterval(checked, options.dt, warn);
  const sampled = !given && columns === undefined && count > most;
  if (sampled) warnOfSampling(checked.facts.length, count, warn);

  return {
    format: 'su',
    revision: undefined,
    sourceSize: size,
    count,
    encoding: 'ieee32',
    order,
    interval,
    maxSamples: columns === undefined ? shape.samples : largest(columns.samples),
    frames,
    ...(found === undefined ? {} : { index: packIndex({ size, first: 0, sampleBytes: 4 }, found) }),
    warnings: list,
    overridden: Object.keys(options),
    firstTrace: 0,
    intervalVaries: varies,
    lengthsSampled: sampled,
    tail: { offset: end, length: size - end },
  };
}

/**
 * The lengths of traces that differ, from the kept index or by a walk. Throws `malformed` when the first header gives no
 * samples, or traces neither end with the file nor look like traces.
 */
function* findColumns(evidence: Evidence, size: number, index: Uint8Array | undefined): Need<KeptIndex> {
  const { order, shape } = evidence;
  if (shape.samples === 0) throw malformed('trace 1 at byte 1: sample count 0 in bytes 115-116', 0);
  const kept = index === undefined ? undefined : unpackIndex(index, { size, first: 0, sampleBytes: 4 });
  if (kept !== undefined) return kept;
  const most = Number.POSITIVE_INFINITY;
  const walked = yield* walkTraces({ format: 'su', ...shape, samples: 0, order, most, limit: mostIrregular });
  if (walked.failure !== undefined) throw walked.failure;
  if (walked.end !== size && walked.plausible < believable) {
    throw malformed(
      `trace ${walked.columns.count + 1} at byte ${walked.end + 1}: the trace does not fit the ${size - walked.end} bytes that are left`,
      walked.end,
    );
  }
  return walked;
}

/** The byte order under which the file reads best. Throws `malformed` when neither does, or both do equally well. */
function* findOrder(
  head: Uint8Array,
  size: number,
  given: ByteOrder | undefined,
  ns: number | undefined,
): Need<Evidence> {
  if (given !== undefined) return yield* weigh(head, size, given, ns);
  const big = yield* weigh(head, size, 'big', ns);
  const little = yield* weigh(head, size, 'little', ns);
  if (big.score === little.score) {
    throw new SeisError(
      'malformed',
      `su: bytes 115-116: ${big.shape.samples} samples big-endian, ${little.shape.samples} little-endian, ${big.score === 0 ? 'and neither fits the file' : 'and both read equally well'}`,
      {
        format: 'su',
        byte: 114,
        mend: 'say which: --source-option order=big or order=little, and ns=N',
      },
    );
  }
  return big.score > little.score ? big : little;
}

function findInterval(
  checked: Checked,
  given: number | undefined,
  warn: Warn,
): { interval: number | undefined; varies: boolean } {
  const found = checked.facts.map((fact) => fact.interval).filter((interval) => interval !== 0);
  const varies = found.some((interval) => interval !== found[0]);
  if (given !== undefined) return { interval: given, varies };
  if (found.length === 0) warn('interval-missing', 'bytes 117-118 give no sample interval', 116);
  else if (varies)
    warn('interval-contradicts', `trace headers give several sample intervals; ${found[0]} is taken`, 116);
  return { interval: found[0], varies };
}

function tooShort(shape: Shape, size: number): SeisError {
  return new SeisError(
    'truncated',
    `su: trace 1 at byte 1: ${shape.samples} samples need ${strideOf(shape)} bytes, the file has ${size}`,
    { format: 'su', byte: 0, trace: 0, mend: mendNs },
  );
}

function malformed(finding: string, byte: number): SeisError {
  return new SeisError('malformed', `su: ${finding}`, { format: 'su', byte, mend: mendNs });
}
