/** Header words of a whole file as columns, by a kernel, on as many threads as are wanted. */
import { Worker } from 'node:worker_threads';
import { runSync } from '../bytes/need.ts';
import { type PlainError, SeisError } from '../error.ts';
import type { Recording, SourceOptions } from '../formats/format.ts';
import {
  type Bench,
  blockBytes,
  fillColumns,
  type HeaderColumns,
  type HeaderRequest,
  headerWordsOf,
  makeColumns,
  tracesOf,
  wordNames,
} from '../formats/header-columns.ts';
import { createArena } from '../kernel/arena.ts';
import { wasmGather } from '../kernel/gather.ts';
import type { OpenFile } from '../sources/folder.ts';
import { stampText } from '../sources/stamp.ts';
import { deskFor, openRecordingAt } from './inspect.ts';

/** A bench with the kernel, over 512 KiB of its own. */
export function kernelBench(): Bench {
  const arena = createArena(512 * 1024);
  return { gather: wasmGather(arena), block: arena.take(blockBytes) };
}

/** The columns of an open file, in this thread. Throws `usage`, or `stale` when the file has changed. */
export function readColumns(file: OpenFile, recording: Recording, request: HeaderRequest): HeaderColumns {
  const words = headerWordsOf(recording);
  const [first, count] = tracesOf(recording, request);
  const columns = makeColumns(words, request.words ?? wordNames(words), count);
  runSync(fillColumns(recording.set, words, columns, first, count, 0, kernelBench()), [file]);
  file.verify();
  return columns;
}

/** What a thread is given: a file, the version of it, the columns to fill, and which of their traces are taken. */
export type HeaderWork = {
  readonly path: string;
  readonly source: SourceOptions;
  readonly stamp: string;
  readonly columns: HeaderColumns;
  readonly first: number;
  readonly count: number;
  /** Number of the next stretch of traces that nobody has taken. */
  readonly next: Int32Array;
};

/** Traces that a thread takes at once. */
const stretch = 16384;

/** Opens the file of a work and fills stretches until none is left. Throws as opening does, `stale` for another version. */
export function workOn(work: HeaderWork): void {
  const opened = openRecordingAt(
    deskFor(work.source, () => {}),
    work.path,
  );
  try {
    if (stampText(opened.file.stamp) !== work.stamp) {
      throw new SeisError('stale', 'the source changed while it was being read', { path: work.path });
    }
    takeStretches(opened.file, opened.recording, work);
  } finally {
    opened.close();
  }
}

function takeStretches(file: OpenFile, recording: Recording, { columns, first, count, next }: HeaderWork): void {
  const words = headerWordsOf(recording);
  const bench = kernelBench();
  for (;;) {
    const from = Atomics.add(next, 0, 1) * stretch;
    if (from >= count) break;
    const n = Math.min(stretch, count - from);
    runSync(fillColumns(recording.set, words, columns, first + from, n, from, bench), [file]);
  }
  file.verify();
}

export type ReadHeadersOptions = HeaderRequest & {
  readonly source?: SourceOptions;
  /** Threads that read at the same time, this one among them; 1 by default. */
  readonly threads?: number;
};

/**
 * Header words of the recording at `path` as columns, one typed array a word; with more than one thread they lie in
 * shared memory. Throws SeisError: `usage` for a word or trace that is not there, `stale` when the file changes meanwhile,
 * and as opening does.
 */
export async function readHeaders(path: string, options: ReadHeadersOptions = {}): Promise<HeaderColumns> {
  const { source = {}, threads = 1 } = options;
  const opened = openRecordingAt(
    deskFor(source, () => {}),
    path,
  );
  const { file, recording } = opened;
  try {
    const words = headerWordsOf(recording);
    const [first, count] = tracesOf(recording, options);
    const helpers = Math.min(threads, Math.ceil(count / stretch)) - 1;
    if (helpers < 1) return readColumns(file, recording, options);
    const columns = makeColumns(words, options.words ?? wordNames(words), count, (n) => new SharedArrayBuffer(n));
    const next = new Int32Array(new SharedArrayBuffer(4));
    const work = { path: opened.path, source, stamp: stampText(file.stamp), columns, first, count, next };
    const done = Array.from({ length: helpers }, () => help(work));
    // Their failures are told once, below, even when this thread fails first.
    const all = Promise.allSettled(done);
    try {
      takeStretches(file, recording, work);
    } finally {
      await all;
    }
    await Promise.all(done);
    return columns;
  } finally {
    opened.close();
  }
}

function help(work: HeaderWork): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./header-thread.js', import.meta.url), { workerData: work });
    worker.on('message', (error: PlainError) => reject(SeisError.fromPlain(error)));
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}
