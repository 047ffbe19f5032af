/** Opens a SEG-Y file: reads its headers, decides its shape, its samples and its interval, and says what was assumed. */
import type { Need } from '../../../bytes/need.ts';
import { bytesAt } from '../../../bytes/need.ts';
import { textEncodingOf } from '../../../bytes/text.ts';
import type { OpenRequest } from '../../format.ts';
import { textBytes } from '../fields/revisions.ts';
import type { SegyRecording } from '../recording.ts';
import { collectWarnings, warnOfSampling } from '../warnings.ts';
import { decide, keyOf } from './decide.ts';
import { declaredEncoding, sampleBytesOf, settleEncoding } from './encoding.ts';
import { headBytes, readFileHeader } from './file-header.ts';
import { columnFrames, largest, regularFrames } from './frames.ts';
import { packIndex } from './index-bytes.ts';
import { findInterval } from './interval.ts';
import { findReadings } from './readings.ts';
import { warnOfShape } from './oddities.ts';
import { checkFrames, confirmed, everyHeader } from './shape.ts';
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
  const { order } = header.order;
  const declared = declaredEncoding(header, options.samples, warn);
  const text = head.subarray(header.base, header.base + textBytes);
  const textEncoding = options.text ?? textEncodingOf(text);
  if (textEncoding === 'blank') warn('text-blank', 'the textual header is neither EBCDIC nor ASCII text', header.base);

  const fixed = options.ns !== undefined;
  const most = options.walk === true ? Number.POSITIVE_INFINITY : everyHeader;
  const beginnings = yield* findBeginnings(header, size, warn);
  const endings = yield* findEndings(header, beginnings[beginnings.length - 1].first, size, warn);
  const sampleBytes = sampleBytesOf(declared);
  const readings = yield* findReadings(header, beginnings, endings, sampleBytes, fixed);
  const decision = yield* decide(header, beginnings, endings, readings, size, fixed, most, () => request.index?.());
  const { reading, columns, count, checked, end } = decision;
  const { shape } = reading;
  const frames =
    columns === undefined
      ? regularFrames(shape.first, shape.headers, shape.samples, sampleBytes)
      : columnFrames(shape.first, columns, sampleBytes);
  const { facts } = checked.places.length > 0 ? checked : yield* checkFrames(frames, count, end, shape.headers, order);
  const encoding = declared === 'float32' ? yield* settleEncoding(header, frames, count, warn) : declared;
  warnOfShape(header, decision, warn);
  const sampled =
    !fixed && header.fixedLength === 0 && columns === undefined && count > most && confirmed(shape, checked);
  if (sampled) warnOfSampling(checked.facts.length, count, warn);
  const { interval, varies } = findInterval(header, options.dt, facts, warn);

  return {
    format: 'segy',
    revision: header.revision,
    sourceSize: size,
    count,
    encoding,
    order,
    interval,
    maxSamples: columns === undefined ? shape.samples : largest(columns.samples),
    frames,
    ...(columns === undefined ? {} : { index: packIndex(keyOf(shape, size), { ...decision, columns }) }),
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
    lengthsSampled: sampled,
    trailers: { offset: reading.ending.end, count: reading.ending.trailers },
    tail: { offset: end, length: reading.ending.end - end },
  };
}

function textOffsets(base: number, extended: number): readonly number[] {
  const offsets = [base];
  for (let i = 0; i < extended; i++) offsets.push(base + 3600 + i * textBytes);
  return offsets;
}
