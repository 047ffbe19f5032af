/** Opens a SEG-Y file: reads its headers, decides its shape, its samples and its interval, and says what was assumed. */
import type { Need } from '../../../bytes/need.ts';
import { bytesAt } from '../../../bytes/need.ts';
import { textEncodingOf } from '../../../bytes/text.ts';
import type { OpenRequest } from '../../format.ts';
import { textBytes } from '../fields/revisions.ts';
import type { SegyRecording } from '../recording.ts';
import type { Warn } from '../warnings.ts';
import { collectWarnings } from '../warnings.ts';
import type { Decision } from './decide.ts';
import { decide, keyOf } from './decide.ts';
import { declaredEncoding, sampleBytesOf, settleEncoding } from './encoding.ts';
import type { FileHeader } from './file-header.ts';
import { headBytes, readFileHeader } from './file-header.ts';
import { columnFrames, regularFrames } from './frames.ts';
import { packIndex } from './index-bytes.ts';
import { findInterval } from './interval.ts';
import { findReadings } from './readings.ts';
import { restOf } from './shape.ts';
import { findBeginnings, findEndings } from './texts.ts';
import { refuseWrapped } from './wrapped.ts';

/**
 * Opens a SEG-Y file of any revision.
 *
 * Reads a constant number of ranges for a regular file, one header a trace for an irregular one.
 * Throws `unsupported` (format code, revision, wrapped), `malformed`, `truncated` or `limit`.
 */
export function* openSegy(request: OpenRequest): Need<SegyRecording> {
  const { size, options } = request;
  const { list, warn } = collectWarnings();
  const head = (yield* bytesAt(0, Math.min(size, headBytes))).slice();
  refuseWrapped(head, size);
  const header = readFileHeader(head, size, options, warn);
  const declared = declaredEncoding(header, options.samples, warn);
  const text = head.subarray(header.base, header.base + textBytes);
  const textEncoding = options.text ?? textEncodingOf(text);
  if (textEncoding === 'blank') warn('text-blank', 'the textual header is neither EBCDIC nor ASCII text', header.base);

  const fixed = options.ns !== undefined;
  const beginnings = yield* findBeginnings(header, size, warn);
  const endings = yield* findEndings(header, beginnings[beginnings.length - 1].first, size, warn);
  const sampleBytes = sampleBytesOf(declared);
  const empty = beginnings.find(({ first }) => first === size);
  const decision =
    empty === undefined
      ? yield* decide(
          header,
          yield* findReadings(header, beginnings, endings, sampleBytes, fixed),
          size,
          fixed,
          request.index,
        )
      : noTraces(header, empty, size, sampleBytes);
  const { reading, columns, count } = decision;
  const { shape } = reading;
  const encoding =
    declared !== 'float32' ? declared : count === 0 ? 'ibm32' : yield* settleEncoding(header, decision, warn);
  warnOfShape(header, decision, size, warn);
  const { interval, varies } = findInterval(header, options.dt, decision.checked.facts, warn);

  const alike = columns === undefined ? shape.samples : sameSamples(columns.samples);
  const regular = columns === undefined || (alike !== undefined && typeof columns.headers === 'number');
  return {
    format: 'segy',
    revision: header.revision,
    sourceSize: size,
    count,
    encoding,
    order: header.order.order,
    interval,
    maxSamples: alike ?? largest(columns?.samples ?? []),
    frames:
      regular || columns === undefined
        ? regularFrames(shape.first, shape.headers, alike ?? 0, sampleBytes)
        : columnFrames(shape.first, columns, sampleBytes),
    ...(regular || columns === undefined ? {} : { index: packIndex(keyOf(shape, size), columns, decision.end) }),
    warnings: list,
    overridden: Object.keys(options),
    labelBytes: header.base,
    text: { encoding: textEncoding, offsets: textOffsets(header.base, reading.beginning.texts) },
    binaryHeader: header.binary,
    formatCode: header.code,
    firstTrace: shape.first,
    additionalHeaders: shape.headers - 1,
    declaredSamples: header.samples,
    intervalVaries: varies,
    trailers: { offset: reading.ending.end, count: reading.ending.trailers },
    tail: { offset: decision.end, length: reading.ending.end - decision.end },
  };
}

/** A file that ends with its headers: no trace, which is no reason to refuse it. */
function noTraces(
  header: FileHeader,
  beginning: { first: number; texts: number },
  size: number,
  sampleBytes: number,
): Decision {
  const shape = {
    first: size,
    end: size,
    headers: 1 + header.additionalHeaders[0],
    samples: header.samples,
    sampleBytes,
  };
  return {
    reading: { shape, beginning, ending: { end: size, trailers: 0 }, literal: true, firstSamples: 0, plausible: true },
    count: 0,
    checked: { places: [], facts: [], rest: undefined },
    columns: undefined,
    end: size,
  };
}

function textOffsets(base: number, extended: number): readonly number[] {
  const offsets = [base];
  for (let i = 0; i < extended; i++) offsets.push(base + 3600 + i * textBytes);
  return offsets;
}

/** The one number of samples all traces have, or undefined. */
function sameSamples(column: ArrayLike<number>): number | undefined {
  for (let i = 1; i < column.length; i++) if (column[i] !== column[0]) return undefined;
  return column[0];
}

function largest(column: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < column.length; i++) most = Math.max(most, column[i]);
  return most;
}

/** Says where the decided shape departs from what the headers declare. */
function warnOfShape(header: FileHeader, decision: Decision, size: number, warn: Warn): void {
  const { reading, count, columns, checked, end } = decision;
  const { shape, beginning, ending } = reading;
  const { base, fixedLength } = header;
  if (count === 0) warn('no-traces', `the file ends at byte ${size} with its headers`, size);
  if (
    header.firstTrace === 0 &&
    header.extTexts !== beginning.texts &&
    (header.extTexts > 0 || beginning.texts > 0) &&
    header.revision !== '0'
  ) {
    if (header.extTexts !== -1)
      warn(
        'extended-texts',
        `bytes 3505-3506 give ${header.extTexts} extended textual headers; ${beginning.texts} fit the file`,
        base + 3504,
      );
  } else if (header.revision === '0' && beginning.texts > 0) {
    warn(
      'extended-texts',
      `${beginning.texts} extended textual headers in a file of revision 0, as bytes 3505-3506 give`,
      base + 3504,
    );
  }
  if (shape.headers !== 1 + header.additionalHeaders[0]) {
    warn(
      'additional-headers',
      `bytes 3507-3510 give ${header.additionalHeaders[0]} additional trace headers; ${shape.headers - 1} fits the file`,
      base + 3506,
    );
  }
  if (ending.trailers !== header.trailers && header.trailers !== -1) {
    warn(
      'trailers',
      `bytes 3529-3532 give ${header.trailers} trailer stanzas; ${ending.trailers} fit the file`,
      base + 3528,
    );
  }
  if (columns === undefined && shape.samples !== header.samples) {
    warn(
      'samples-assumed',
      `${shape.samples} samples a trace, as the trace headers give; bytes 3221-3222 give ${header.samples}`,
      base + 3220,
    );
  }
  const other = checked.facts.findIndex((fact) => fact.samples !== 0 && fact.samples !== shape.samples);
  if (columns === undefined && other >= 0) {
    const trace = checked.places[other];
    warn(
      'samples-contradict',
      `trace ${trace + 1} gives ${checked.facts[other].samples} samples; ${shape.samples} fit the file`,
      undefined,
      trace,
    );
  }
  if (fixedLength !== 0 && fixedLength !== 1) {
    warn(
      'fixed-length-flag',
      `bytes 3503-3504 are ${fixedLength}; the traces ${columns === undefined ? 'are' : 'are not'} of one length`,
      base + 3502,
    );
  } else if (fixedLength === 1 && columns !== undefined) {
    warn('fixed-length-flag', 'bytes 3503-3504 say all traces are of one length; they are not', base + 3502);
  }
  if (header.traces !== 0 && header.traces !== count) {
    warn('trace-count', `bytes 3513-3520 give ${header.traces} traces; the file holds ${count}`, base + 3512);
  }
  const left = ending.end - end;
  if (left > 0 && count > 0) {
    const cut =
      columns === undefined &&
      restOf(shape) === left &&
      checked.rest !== undefined &&
      checked.rest.samples === shape.samples;
    if (cut)
      warn(
        'cut-trace',
        `the file ends ${left} bytes into trace ${count + 1}, which needs more; ${count} whole traces are kept`,
        end,
        count,
      );
    else warn('tail-bytes', `${left} bytes follow trace ${count}, the last whole one`, end);
  }
}
