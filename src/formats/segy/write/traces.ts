/** The traces of a SEG-Y or SU view: one part with its headers mended and its samples converted, and what that loses. */
import type { Need } from '../../../bytes/need.ts';
import type { Converters, Exactness, LossPolicy } from '../../../kernel/contract.ts';
import type { SampleEncoding } from '../../../kernel/encodings.ts';
import { exactnessOf, rangeCaveat } from '../../../kernel/exactness.ts';
import { copyPart, layoutOf, type Part } from '../../../layout/layout.ts';
import { tracesPart } from '../../../layout/traces.ts';
import type { Warning } from '../../../model/trace-set.ts';
import type { View } from '../../format.ts';
import { traceHeaderBytes } from '../fields/revisions.ts';
import type { TargetOrder } from '../legal.ts';
import type { SegyRecording, SuRecording } from '../recording.ts';
import { namesExtension1 } from '../read/trace-facts.ts';
import { sharedInterval } from './resolve.ts';
import { headerWords } from '../stretches.ts';
import { type HeaderKind, traceHeaders } from './trace-headers.ts';
import { viewWarning } from './warnings.ts';

/** What a SEG-Y or SU target decides about the traces it holds. */
export type TraceTarget = {
  readonly format: 'segy' | 'su';
  readonly samples: SampleEncoding;
  readonly order: TargetOrder;
  readonly policy: LossPolicy;
  readonly header: HeaderKind;
  readonly standardOnly: boolean;
  readonly zero: readonly [number, number];
  readonly ntr: number | undefined;
};

/** The source itself, byte for byte. */
export function wholeSource(set: SegyRecording | SuRecording): View {
  return { layout: layoutOf([copyPart(0, set.sourceSize)]), exactness: 'identical', warnings: [] };
}

/**
 * All traces of `set` for a target. The exactness is `lossless` at best: a rebuilt file is not its source byte for byte.
 * Throws `unrepresentable` when the samples would lose and the policy does not allow it.
 */
export function* convertedTraces(
  set: SegyRecording | SuRecording,
  target: TraceTarget,
  converters: Converters,
): Need<{ part: Part; exactness: Exactness; warnings: readonly Warning[] }> {
  const from = { encoding: set.encoding, order: set.order };
  const to = { encoding: target.samples, order: target.order };
  const { policy } = target;
  const exactness = exactnessOf(from, to, policy);
  const alike = exactness === 'identical';

  const warnings: Warning[] = [];
  const caveat = policy.scale === undefined ? rangeCaveat(from.encoding, to.encoding) : undefined;
  if (caveat !== undefined) warnings.push(viewWarning('range', caveat));
  if (set.interval === undefined) warnings.push(viewWarning('interval-unknown', 'no header gives a sample interval'));
  if (set.tail.length > 0) {
    const { offset, length } = set.tail;
    warnings.push(viewWarning('tail-dropped', `${length} bytes after the last trace are left out`, offset));
  }

  const kept = set.format === 'segy' && !target.standardOnly ? set.additionalHeaders : 0;
  const extension = kept > 0 && (yield* beginsWithExtension(set));
  if (set.order !== target.order && kept > (extension ? 1 : 0)) {
    const message = `additional trace headers${extension ? ' after the first' : ''} are copied in their ${set.order} order`;
    warnings.push(viewWarning('headers-not-reordered', message, set.firstTrace));
  }

  const headers = traceHeaders({
    from: set.order,
    to: target.order,
    source: headerWords(set),
    target: target.header,
    extension,
    standardOnly: target.standardOnly,
    zero: target.zero,
    ntr: target.ntr,
    samples: (trace) => set.frames.samples(trace),
    lengthsSampled: set.lengthsSampled,
    interval: sharedInterval(set),
    intervalGiven: (set.overridden ?? []).includes('dt'),
  });
  const convert = alike ? undefined : converters.make(from, to, policy);
  const { frames, count } = set;
  const part = tracesPart({ format: target.format, frames, count, from, to, convert, headers });
  return { part, exactness: alike ? 'lossless' : exactness, warnings };
}

/** Whether additional headers begin with extension 1, by its name in bytes 233-240 of the first one there is. */
function* beginsWithExtension(set: SegyRecording | SuRecording): Need<boolean> {
  const { frames, count } = set;
  let trace = 0;
  while (trace < count && frames.headerBytes(trace) < 2 * traceHeaderBytes) trace++;
  if (trace === count) return false;
  const [name] = yield [{ offset: frames.offset(trace) + traceHeaderBytes + 232, length: 8 }];
  return namesExtension1(name);
}
