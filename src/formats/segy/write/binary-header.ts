/** The binary file header of a view: the source's words, with every count and flag right for the target. */
import {
  definedIn,
  type Field,
  permutation,
  permute,
  setWord,
  type WordValue,
  wordTypes,
} from '../../../bytes/fields.ts';
import type { Warning } from '../../../model/trace-set.ts';
import { binaryHeader, binaryWords } from '../fields/binary-header.ts';
import { atLeast, byteOrderConstant, fileHeaderBytes, type Revision, textBytes } from '../fields/revisions.ts';
import { limitsOf, type SegyTarget } from '../legal.ts';
import type { SegyRecording, SuRecording } from '../recording.ts';
import { sharedInterval } from './resolve.ts';
import { viewWarning } from './warnings.ts';

/** What the target's file holds beside its traces, after what it cannot hold was left out. */
export type Contents = {
  readonly extendedTexts: number;
  readonly additionalHeaders: number;
  readonly trailers: number;
};

type Name = keyof typeof binaryWords;

/** Words whose value the writer decides from the recording, so that their absence elsewhere loses nothing. */
const decided: ReadonlySet<Name> = new Set<Name>([
  'interval',
  'samples',
  'format',
  'extSamples',
  'extInterval',
  'byteOrder',
  'revisionMajor',
  'revisionMinor',
  'fixedLength',
  'extTexts',
  'additionalHeaders20',
  'additionalHeaders',
  'traces',
  'firstTrace',
  'trailers',
]);

/** The 400 bytes in the target's order, and what was left out or overwritten for them. */
export function makeBinaryHeader(
  set: SegyRecording | SuRecording,
  target: SegyTarget,
  contents: Contents,
): { bytes: Uint8Array; warnings: readonly Warning[] } {
  const { revision, order } = target;
  const bytes = new Uint8Array(binaryHeader.length);
  const warnings: Warning[] = [];
  if (set.format === 'segy') {
    permute(permutation(binaryHeader, set.revision, set.order, order), bytes, 0, set.binaryHeader, 0);
    warnings.push(...clearForeignWords(bytes, set, revision));
  }
  const put = <N extends Name>(name: N, value: WordValue<(typeof binaryWords)[N]['type']>): void =>
    setWord(binaryHeader, name, bytes, 0, value, order);

  const samples = samplesWord(set);
  const short = limitsOf('1');
  const interval = set.interval ?? 0;
  const alike = set.frames.regular && (set.interval === undefined || sharedInterval(set) !== undefined);
  const shortInterval = Number.isInteger(interval) && interval <= short.interval.most ? interval : 0;
  put('interval', shortInterval);
  put('samples', samples <= short.maxSamples ? samples : 0);
  put('format', limitsOf(revision).samples[target.samples] ?? 0);
  if (atLeast(revision, '1')) {
    put('revisionMajor', Number(revision[0]));
    put('revisionMinor', Number(revision[2] ?? 0));
    put('fixedLength', alike ? 1 : 0);
    put('extTexts', contents.extendedTexts);
  }
  if (atLeast(revision, '2.0')) {
    put('extSamples', samples);
    put('extInterval', interval);
    put('byteOrder', byteOrderConstant);
    if (revision === '2.0') put('additionalHeaders20', contents.additionalHeaders);
    else put('additionalHeaders', contents.additionalHeaders);
    put('traces', BigInt(set.count));
    put('firstTrace', BigInt(fileHeaderBytes + contents.extendedTexts * textBytes));
    put('trailers', contents.trailers);
  }
  return { bytes, warnings };
}

/** Samples per trace for the file header: where traces differ, what the source declares if any trace can have it. */
function samplesWord(set: SegyRecording | SuRecording): number {
  if (set.frames.regular || set.format === 'su') return set.maxSamples;
  return set.declaredSamples > 0 && set.declaredSamples <= set.maxSamples ? set.declaredSamples : set.maxSamples;
}

/**
 * Zeroes every word that only one of the two revisions defines, in either direction: what the source's revision leaves
 * unassigned is garbage under the target's words.
 */
function clearForeignWords(bytes: Uint8Array, set: SegyRecording, revision: Revision): readonly Warning[] {
  const assigned = new Uint8Array(binaryHeader.length);
  for (const field of Object.values(binaryWords)) {
    if (definedIn(binaryHeader, field, set.revision)) wordOf(assigned, field).fill(1);
  }
  const lost: string[] = [];
  const garbage: string[] = [];
  for (const [name, field] of Object.entries(binaryWords)) {
    const inSource = definedIn(binaryHeader, field, set.revision);
    const inTarget = definedIn(binaryHeader, field, revision);
    const word = wordOf(bytes, field);
    if (inSource === inTarget || word.every((byte) => byte === 0)) continue;
    const place = `${name} (${field.byte}-${field.byte + word.length - 1})`;
    if (inSource && !decided.has(name as Name)) lost.push(place);
    if (inTarget && wordOf(assigned, field).every((byte) => byte === 0)) garbage.push(place);
  }
  for (const field of Object.values(binaryWords)) {
    if (definedIn(binaryHeader, field, set.revision) !== definedIn(binaryHeader, field, revision)) {
      wordOf(bytes, field).fill(0);
    }
  }
  const warnings: Warning[] = [];
  const byte = set.labelBytes + textBytes;
  if (lost.length > 0) {
    const message = `revision ${revision} has no place for ${lost.join(', ')} of the binary file header`;
    warnings.push(viewWarning('words-dropped', message, byte));
  }
  if (garbage.length > 0) {
    const message = `unassigned in revision ${set.revision} but not zero, written anew: ${garbage.join(', ')}`;
    warnings.push(viewWarning('unassigned-overwritten', message, byte));
  }
  return warnings;
}

/** The bytes of one word of the header that begins at `bytes[0]`. */
function wordOf(bytes: Uint8Array, field: Field): Uint8Array {
  const at = field.byte - binaryHeader.first;
  return bytes.subarray(at, at + wordTypes[field.type].bytes);
}
