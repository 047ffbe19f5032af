/**
 * The shape of a file of traces: where they begin and end, how many headers and samples each has, and whether all are
 * alike. Shared by SEG-Y (several readings of its file header are tried) and SU (one reading).
 *
 * A shape is believed when its traces fill the file and the trace headers at a bounded number of predicted places agree;
 * otherwise all traces are walked once.
 */
import type { Need } from '../../../bytes/need.ts';
import { type ByteOrder, u16 } from '../../../bytes/order.ts';
import { traceHeaderBytes } from '../fields/revisions.ts';
import { traceHeader } from '../fields/trace-header.ts';
import type { Frames } from '../../../model/trace-set.ts';
import type { TraceFacts } from './trace-facts.ts';
import { factBytes, traceFacts } from './trace-facts.ts';

/** Traces of one length between two offsets. */
export type Shape = {
  readonly first: number;
  /** Where traces must end at the latest: the file's end, or its trailers. */
  readonly end: number;
  /** 240-byte headers of each trace. */
  readonly headers: number;
  readonly samples: number;
  readonly sampleBytes: number;
};

/** Trace headers looked at before a shape is believed: first, second, middle, last and twelve drawn by a fixed rule. */
export const checkedHeaders = 16;

export function strideOf(shape: Shape): number {
  return shape.headers * traceHeaderBytes + shape.samples * shape.sampleBytes;
}

/** Whole traces that fit. */
export function countOf(shape: Shape): number {
  return Math.max(0, Math.floor((shape.end - shape.first) / strideOf(shape)));
}

/** Bytes after the last whole trace. */
export function restOf(shape: Shape): number {
  return shape.end - shape.first - countOf(shape) * strideOf(shape);
}

/** Whether whole traces fill the stretch exactly. */
export function closes(shape: Shape): boolean {
  return shape.end > shape.first && restOf(shape) === 0;
}

/** Numbers of the traces to look at, ascending: all of a few, else the fixed sixteen. */
export function checkedPlaces(count: number): readonly number[] {
  if (count <= checkedHeaders) return Array.from({ length: count }, (_, i) => i);
  const places = new Set([0, 1, Math.floor(count / 2), count - 1]);
  // A multiplicative congruence (Lehmer's), so that the places are spread, and the same at every opening.
  for (let seed = 20020501; places.size < checkedHeaders; ) {
    seed = (seed * 48271) % 0x7fffffff;
    places.add(Math.floor((seed / 0x7fffffff) * count));
  }
  return [...places].sort((a, b) => a - b);
}

/** The facts of the trace headers at the checked places of a shape. */
export type Checked = {
  readonly places: readonly number[];
  readonly facts: readonly TraceFacts[];
  /** The facts read from the bytes after the last whole trace, where there are enough of them. */
  readonly rest: TraceFacts | undefined;
};

/**
 * Reads the checked headers of a shape, in one yield of at most `checkedHeaders` + 1 ranges. When the bytes after the
 * last whole trace begin with a header whose trace fills them exactly, it is among the facts, as trace `count`.
 */
export function* checkHeaders(shape: Shape, order: ByteOrder): Need<Checked> {
  const count = countOf(shape);
  const stride = strideOf(shape);
  const rest = restOf(shape);
  const length = factBytes(shape.headers);
  const places = checkedPlaces(count);
  const asked = rest >= length ? [...places, count] : places;
  const headers = yield asked.map((i) => ({ offset: shape.first + i * stride, length }));
  const facts = headers.map((bytes) => traceFacts(bytes, 0, shape.headers, order));
  if (rest < length) return { places, facts, rest: undefined };
  const last = facts[count === 0 ? 0 : places.length];
  const fills = last.samples > 0 && last.headers * traceHeaderBytes + last.samples * shape.sampleBytes === rest;
  return fills ? { places: asked, facts, rest: last } : { places, facts: facts.slice(0, -1), rest: last };
}

/** The same of traces whose places are known, whatever their lengths: `headers` is the most any of them has. */
export function* checkFrames(
  frames: Frames,
  count: number,
  end: number,
  headers: number,
  order: ByteOrder,
): Need<Checked> {
  const places = checkedPlaces(count);
  const found = yield places.map((i) => {
    const offset = frames.offset(i);
    return { offset, length: Math.min(factBytes(headers), end - offset) };
  });
  return { places, facts: found.map((bytes) => traceFacts(bytes, 0, headers, order)), rest: undefined };
}

/** Trace headers that are all looked at before traces that no flag calls equally long are taken for it. */
export const everyHeader = 1024;

/** Ranges of one yield of `firstOdd`. */
const oddBlock = 4096;

/**
 * The first trace whose header gives another number of samples than the shape, or -1. Looks at all headers when there
 * are at most `most`, at none when there are more. The first shorter or longer trace is never missed, because all traces
 * before it lie where the shape says; a 0 says nothing.
 */
export function* firstOdd(shape: Shape, order: ByteOrder, most: number): Need<number> {
  const count = countOf(shape);
  if (count > most || shape.samples > 0xffff) return -1;
  const stride = strideOf(shape);
  const word = shape.first + traceHeader.words.ns.byte - 1;
  for (let from = 0; from < count; from += oddBlock) {
    const block = Math.min(oddBlock, count - from);
    const found = yield Array.from({ length: block }, (_, i) => ({ offset: word + (from + i) * stride, length: 2 }));
    const odd = found.findIndex((bytes) => {
      const samples = u16(bytes, 0, order);
      return samples !== 0 && samples !== shape.samples;
    });
    if (odd >= 0) return from + odd;
  }
  return -1;
}

/** Adds the header of one more trace to those that were checked. */
export function* checkedToo(shape: Shape, order: ByteOrder, checked: Checked, trace: number): Need<Checked> {
  const [bytes] = yield [{ offset: shape.first + trace * strideOf(shape), length: factBytes(shape.headers) }];
  const fact = traceFacts(bytes, 0, shape.headers, order);
  return { ...checked, places: [...checked.places, trace], facts: [...checked.facts, fact] };
}

/** Whether the checked headers bear the shape out: each gives its number of samples or none. */
export function borneOut(shape: Shape, checked: Checked): boolean {
  return checked.facts.every(
    (fact) => fact.headers === shape.headers && (fact.samples === shape.samples || fact.samples === 0),
  );
}

/**
 * Whether all checked headers give one and the same other number, as cropping programs leave behind: headers they are,
 * wrongly placed ones would not agree with each other.
 */
export function allAlike(shape: Shape, checked: Checked): boolean {
  return checked.facts.every((fact) => fact.headers === shape.headers && fact.samples === checked.facts[0].samples);
}

/** Whether every checked header gives the very number of samples of the shape. */
export function confirmed(shape: Shape, checked: Checked): boolean {
  return (
    checked.facts.length > 0 &&
    checked.facts.every((fact) => fact.headers === shape.headers && fact.samples === shape.samples)
  );
}
