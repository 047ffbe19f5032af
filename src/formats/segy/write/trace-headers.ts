/** The trace headers of a view: the source's bytes in the target's order, with sample count, interval and foreign words mended. */
import { type Block, definedIn, type Field, permutation, wordTypes } from '../../../bytes/fields.ts';
import { type ByteOrder, put16, put32, putF64, u16 } from '../../../bytes/order.ts';
import { SeisError } from '../../../error.ts';
import type { Headers } from '../../../layout/traces.ts';
import { traceHeaderBytes } from '../fields/revisions.ts';
import { traceExtension } from '../fields/trace-extension.ts';
import { traceHeader } from '../fields/trace-header.ts';
import { laneBytes, lanesOf, reorderBy } from './lanes.ts';

/** A table of header words in one of its revisions. */
export type HeaderKind = { readonly block: Block; readonly revision: string };

/** What is to become of each trace header of the source. */
export type HeaderChange = {
  readonly from: ByteOrder;
  readonly to: ByteOrder;
  /** How the words of the standard header lie in the source, and what they are to the target's readers. */
  readonly source: HeaderKind;
  readonly target: HeaderKind;
  /** Whether the first additional header of every trace is trace header extension 1. */
  readonly extension: boolean;
  /** Leave the additional headers out. */
  readonly standardOnly: boolean;
  /** Bytes of the standard header to set to zero, counted from 0, end not included. */
  readonly zero: readonly [number, number];
  /** SU's number of traces for bytes 205-208; undefined: leave them. */
  readonly ntr: number | undefined;
  /** Samples of a trace. */
  samples(trace: number): number;
  /** Whether a header that gives another number of samples shows that the traces are not where they were taken to be. */
  readonly lengthsSampled: boolean;
  /** Interval of all traces in microseconds; undefined: leave what each header has. */
  readonly interval: number | undefined;
  /**
   * Whether `interval` replaces what a header says (the user gave it) or only stands in where a header says 0: not every
   * header was looked at when the recording was opened, and what one of the others says must not be lost.
   */
  readonly intervalGiven: boolean;
};

/** Words that are written anew, counted from 0: ns and dt of the standard header, SU's ntr, ns and dt of extension 1. */
const ns = traceHeader.words.ns.byte - 1;
const dt = traceHeader.words.dt.byte - 1;
const ntr = 204;
const ns1 = traceHeaderBytes + traceExtension.words.ns.byte - 1;
const dt1 = traceHeaderBytes + traceExtension.words.dt.byte - 1;

/** The largest number of a 16-bit word; a count or interval beyond it, or not whole, is 0 there and stands in extension 1 or the file header. */
const most16 = 0xffff;

/** Makes the headers for `tracesPart`. Same order: a few words are written; another one: lanes are turned as well. */
export function traceHeaders(change: HeaderChange): Headers {
  const { to, extension, interval, intervalGiven, lengthsSampled } = change;
  const [zeroFrom, zeroTo] = change.zero;
  const lanes = headerLanes(change);
  const cuts = cutsOf(lanes, extension);
  const names = namesOf(change);
  const reorder = change.from === to ? undefined : reorderBy(lanes);
  const shortInterval = interval !== undefined && Number.isInteger(interval) && interval <= most16 ? interval : 0;

  return {
    bytes: change.standardOnly ? traceHeaderBytes : undefined,
    reads: change.standardOnly ? traceHeaderBytes : undefined,
    wordStart: (j) => (j < cuts.start.length ? cuts.start[j] : j),
    wordEnd: (j) => (j < cuts.end.length ? cuts.end[j] : j + 1),
    name: (j) =>
      names[j] ?? `additional trace header ${Math.floor(j / traceHeaderBytes)}, byte ${(j % traceHeaderBytes) + 1}`,
    make(dst, dstAt, src, srcAt, trace, first, end) {
      const count = change.samples(trace);
      if (lengthsSampled && first <= ns && ns < end) requireSamples(u16(src, srcAt + ns, change.from), count, trace);
      if (dst !== src || dstAt !== srcAt) dst.set(src.subarray(srcAt + first, srcAt + end), dstAt + first);
      reorder?.(dst, dstAt, first, end);
      if (zeroFrom < end && zeroTo > first)
        dst.fill(0, dstAt + Math.max(first, zeroFrom), dstAt + Math.min(end, zeroTo));

      if (first <= ns && ns < end) put16(dst, dstAt + ns, count > most16 ? 0 : count, to);
      if (interval !== undefined && first <= dt && dt < end && (intervalGiven || isZero(dst, dstAt + dt, 2))) {
        put16(dst, dstAt + dt, shortInterval, to);
      }
      if (change.ntr !== undefined && first <= ntr && ntr < end) put32(dst, dstAt + ntr, change.ntr, to);
      if (!extension || end <= ns1) return;
      if (first <= ns1) put32(dst, dstAt + ns1, count, to);
      if (interval !== undefined && first <= dt1 && dt1 < end && (intervalGiven || isZero(dst, dstAt + dt1, 8))) {
        putF64(dst, dstAt + dt1, interval, to);
      }
    },
  };
}

/** Throws `malformed` when a trace header gives another number of samples than all traces were taken to have. */
function requireSamples(found: number, expected: number, trace: number): void {
  if (found === expected || found === 0) return;
  throw new SeisError(
    'malformed',
    `trace ${trace + 1}: bytes 115-116 give ${found} samples, by the headers looked at when opening all traces have ${expected}`,
    { trace, mend: 'look at every header: --source-option walk=yes' },
  );
}

function isZero(bytes: Uint8Array, at: number, length: number): boolean {
  for (let i = at; i < at + length; i++) if (bytes[i] !== 0) return false;
  return true;
}

/**
 * What happens to each lane of the standard header and of extension 1. Additional headers behind that are described by
 * no standard and stay as they are.
 */
function headerLanes(change: HeaderChange): Uint8Array {
  const { from, to, extension } = change;
  if (from === to) return new Uint8Array(0);
  const { block, revision } = change.source;
  const standard = lanesOf(permutation(block, revision, from, to));
  if (!extension) return standard;
  return Uint8Array.of(...standard, ...lanesOf(permutation(traceExtension, '2.1', from, to)));
}

/** For each byte the bounds of the smallest run around it that no changed lane and no written word crosses. */
function cutsOf(lanes: Uint8Array, extension: boolean): { start: Uint16Array; end: Uint16Array } {
  const length = traceHeaderBytes * 2;
  const crossed = new Uint8Array(length + 1);
  const keep = (first: number, bytes: number): void => {
    if (bytes > 0) crossed.fill(1, first + 1, first + bytes);
  };
  lanes.forEach((_, lane) => keep(4 * lane, laneBytes(lanes, lane)));
  keep(ns, 2);
  keep(dt, 2);
  keep(ntr, 4);
  if (extension) {
    keep(ns1, 4);
    keep(dt1, 8);
  }
  const start = new Uint16Array(length);
  const end = new Uint16Array(length);
  for (let j = 0; j < length; j++) start[j] = crossed[j] === 0 ? j : start[j - 1];
  for (let j = length - 1; j >= 0; j--) end[j] = crossed[j + 1] === 0 ? j + 1 : end[j + 1];
  return { start, end };
}

/** For each byte the name and the place of its word, as the target's readers call it. */
function namesOf(change: HeaderChange): readonly (string | undefined)[] {
  const names: (string | undefined)[] = new Array(traceHeaderBytes * 2).fill(undefined);
  const add = (block: Block, revision: string, base: number, title: string): void => {
    for (const [name, field] of Object.entries<Field>(block.words)) {
      if (!definedIn(block, field, revision)) continue;
      const width = wordTypes[field.type].bytes;
      const first = field.byte - block.first;
      names.fill(`${title}${name} (bytes ${field.byte}-${field.byte + width - 1})`, base + first, base + first + width);
    }
    for (let j = 0; j < block.length; j++) names[base + j] ??= `${title}byte ${block.first + j}, unassigned`;
  };
  add(change.target.block, change.target.revision, 0, 'trace header: ');
  if (change.extension) add(traceExtension, '2.1', traceHeaderBytes, 'trace header extension 1: ');
  return names;
}
