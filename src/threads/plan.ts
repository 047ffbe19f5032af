/** What a serving thread is given: plain data, from which it builds its own tree, sources and memory. */
import type { SourceOptions } from '../formats/format.ts';
import type { PlainError } from '../error.ts';
import { requestBytes } from '../fuse/abi.ts';
import type { LogMemory } from '../tree/shared-log.ts';

export type SharedFolder = {
  /** Descriptor of the open folder; threads share the descriptors of their process. */
  readonly root: number;
  readonly path: string;
  readonly only: string | undefined;
};

export type ServingPlan = {
  /** Descriptor of `/dev/fuse`. */
  readonly device: number;
  /** 1, 2, …: names the thread in locks and messages; 0 is the main thread. */
  readonly thread: number;
  readonly nodes: LogMemory;
  readonly source: SharedFolder;
  readonly status: SharedFolder;
  /** Targets as they are written on the command line. */
  readonly targets: readonly string[];
  readonly options: SourceOptions;
  readonly others: 'pass' | 'hide';
  readonly valid: number;
  readonly maxRead: number;
  readonly indexFolder: string;
  /** Whether to measure where the time goes. */
  readonly timed: boolean;
  /** What the thread is doing, for whoever watches it. */
  readonly desk: SharedArrayBuffer;
};

/**
 * The desk of a thread, in shared memory: its counters, and behind them the buffer that it takes requests into. So a
 * request is answered even when the thread that took it is gone, wherever in its work it was: the first word of the
 * buffer, the request's length, is 0 exactly when nothing has been taken or all has been answered.
 */
export const deskRequest: number = 64;

/** Counters of a thread, as doubles from byte 0 on: requests, bytes sent, and where the time went, in milliseconds. */
export const deskCounters = ['requests', 'bytes', 'waiting', 'source', 'work', 'reply'] as const;
export type DeskCounter = (typeof deskCounters)[number];

export const deskBytes: number = deskRequest + requestBytes;

/** What a thread tells the main thread. */
export type ThreadMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'problem'; readonly operation: string; readonly error: PlainError };

/** A thread's counters where they lie, in the order of `deskCounters`. */
export function countersOn(desk: SharedArrayBuffer): Float64Array {
  return new Float64Array(desk, 0, deskCounters.length);
}

/** Reads a thread's counters. */
export function readCounters(desk: SharedArrayBuffer): Record<DeskCounter, number> {
  const values = countersOn(desk);
  return Object.fromEntries(deskCounters.map((name, i) => [name, values[i]])) as Record<DeskCounter, number>;
}
