/** From what the user asked for and what the source is to one legal target, or to the finding that nothing is to change. */
import { getWord } from '../../../bytes/fields.ts';
import { SeisError } from '../../../error.ts';
import type { LossPolicy } from '../../../kernel/contract.ts';
import { binaryHeader } from '../fields/binary-header.ts';
import { atLeast, byteOrderConstant } from '../fields/revisions.ts';
import { codeOf } from '../fields/sample-codes.ts';
import {
  allows,
  limitsOf,
  lowestRevision,
  type SegyTarget,
  segyCombination,
  type SuTarget,
  type TargetEncoding,
  type TargetOrder,
  type TargetRevision,
  type TextEncoding,
  targetEncodings,
} from '../legal.ts';
import type { SegyRecording, SuRecording } from '../recording.ts';
import { holdsInterval } from './capacity.ts';

/** The options of a SEG-Y target; undefined: not given. */
export type SegyChoice = {
  readonly revision: TargetRevision | undefined;
  readonly samples: TargetEncoding | undefined;
  readonly order: TargetOrder | undefined;
  readonly text: TextEncoding | undefined;
  readonly policy: LossPolicy;
  /** Leave out what the target cannot hold. */
  readonly drop: boolean;
};

/** The options of an SU target. */
export type SuChoice = {
  readonly order: TargetOrder | undefined;
  readonly policy: LossPolicy;
  readonly drop: boolean;
  /** Bytes 181-240: SU's own words, or those of the source as they lie. */
  readonly words: 'own' | 'keep';
};

/**
 * The SEG-Y file to write from `set`, or `identical` when it is the source itself.
 * Not given, text, samples and revision are the source's, the revision raised to the oldest that has the samples, the
 * order, the trace length and the interval; the order is the source's where the given or else the source's revision has
 * it, and big where not. Throws `unrepresentable` when a given revision has no code for the source's samples.
 */
export function resolveSegy(choice: SegyChoice, set: SegyRecording | SuRecording): SegyTarget | 'identical' {
  const source = set.revision ?? '1';
  const sourceText = set.format === 'segy' && set.text.encoding !== 'blank' ? set.text.encoding : undefined;
  const unchanged = set.format === 'segy' && declaresItself(set) && choice.policy.scale === undefined;
  const { revision, samples, order, text } = choice;
  if (unchanged && [revision, samples, order, text].every((option) => option === undefined)) return 'identical';

  const encoding = samples ?? sourceEncoding(set, revision);
  const sourceOrder = set.order === 'pairs' || !allows(limitsOf(revision ?? source), undefined, set.order);
  const resolvedOrder = order ?? (sourceOrder ? 'big' : set.order);
  const lowest = lowestRevision(
    source,
    (limits) =>
      allows(limits, encoding, resolvedOrder) &&
      limits.maxSamples >= set.maxSamples &&
      holdsInterval(limits, set.interval),
  );
  const target = segyCombination(revision ?? lowest ?? source, encoding, resolvedOrder, text ?? sourceText ?? 'ebcdic');
  const same =
    target.revision === set.revision &&
    target.samples === set.encoding &&
    target.order === set.order &&
    target.text === (sourceText ?? target.text) &&
    (samples === undefined || (set.format === 'segy' && codeOf(set.encoding) === set.formatCode)) &&
    (revision === undefined || (set.format === 'segy' && revisionSaid(set) === revision));
  return unchanged && same ? 'identical' : target;
}

/** The revision that bytes 3501-3502 give, whatever was made of it. */
function revisionSaid(set: SegyRecording): string {
  const [major, minor] = set.binaryHeader.subarray(300, 302);
  return major >= 2 || minor > 0 ? `${major}.${minor}` : String(major);
}

/** The SU file to write from `set`, or `identical` when it is the source itself. */
export function resolveSu(choice: SuChoice, set: SegyRecording | SuRecording): SuTarget | 'identical' {
  const order = choice.order ?? (set.order === 'pairs' ? 'big' : set.order);
  const same = set.format === 'su' && order === set.order && declaresItself(set) && choice.policy.scale === undefined;
  return same ? 'identical' : { format: 'su', samples: 'ieee32', order };
}

/** Whether the source's own headers say what was decided about it: no source option of the user's contradicts them. */
function declaresItself(set: SegyRecording | SuRecording): boolean {
  const given = (option: string): boolean => (set.overridden ?? []).includes(option);
  if (set.format === 'su') return !given('ns') && !given('dt');
  const { binaryHeader: bytes, order, frames, maxSamples } = set;
  const two = atLeast(set.revision, '2.0');
  const long = two ? getWord(binaryHeader, 'extSamples', bytes, 0, order) : 0;
  const samples = long === 0 ? getWord(binaryHeader, 'samples', bytes, 0, order) : long;
  const exact = two ? getWord(binaryHeader, 'extInterval', bytes, 0, order) : 0;
  const interval = exact === 0 ? getWord(binaryHeader, 'interval', bytes, 0, order) : exact;
  const constant = two ? getWord(binaryHeader, 'byteOrder', bytes, 0, order) : 0;
  return (
    !(given('samples') && codeOf(set.encoding) !== set.formatCode) &&
    !(given('ns') && !(frames.regular && samples === maxSamples)) &&
    !(given('dt') && interval !== set.interval) &&
    !(given('order') && constant !== 0 && constant !== byteOrderConstant)
  );
}

/** Interval of every trace in microseconds; undefined when traces have their own, or none is known. */
export function sharedInterval(set: SegyRecording | SuRecording): number | undefined {
  return set.intervalVaries && !(set.overridden ?? []).includes('dt') ? undefined : set.interval;
}

/** The source's encoding as a target's. A `revision` that the user gave must have it. */
function sourceEncoding(set: SegyRecording | SuRecording, revision: TargetRevision | undefined): TargetEncoding {
  const encoding = targetEncodings.find((known) => known === set.encoding);
  if (encoding === undefined) {
    throw new SeisError('unrepresentable', `segy: samples in ${set.encoding} can be read only`, {
      format: 'segy',
      mend: 'samples=ieee64 holds them (revision 2.0 or 2.1)',
    });
  }
  if (revision !== undefined && !allows(limitsOf(revision), encoding, undefined)) {
    const holder = lowestRevision(revision, (limits) => allows(limits, encoding, undefined));
    const others = Object.keys(limitsOf(revision).samples).join(', ');
    throw new SeisError('unrepresentable', `segy: revision ${revision} has no samples=${encoding}, the source's`, {
      format: 'segy',
      mend: `revision=${holder} has it; revision ${revision} has samples=${others}`,
    });
  }
  return encoding;
}
