/** Header words of a whole file as columns, by a kernel, on as many threads as are wanted. */
import { runSync } from '../bytes/need.ts';
import type { Recording, SourceOptions } from '../formats/format.ts';
import {
  columnFiller,
  type HeaderColumns,
  type HeaderRequest,
  headerWordsOf,
  makeColumns,
  tracesOf,
  wordNames,
} from '../formats/header-columns.ts';
import type { OpenFile } from '../sources/folder.ts';
import { help } from './header-crew.ts';
import { type HeaderWork, kernelBench, plainPlaces, stretchTraces, takeStretches } from './header-work.ts';
import { deskFor, openRecordingAt } from './inspect.ts';

/** The columns of an open file, in this thread. Throws `usage`, or `stale` when the file has changed. */
export function readColumns(file: OpenFile, recording: Recording, request: HeaderRequest): HeaderColumns {
  const words = headerWordsOf(recording);
  const [first, count] = tracesOf(recording, request);
  const columns = makeColumns(words, request.words ?? wordNames(words), count);
  runSync(columnFiller(recording.set, words, columns, kernelBench())(first, count), [file]);
  file.verify();
  return columns;
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
    const helpers = Math.min(threads, Math.ceil(count / stretchTraces)) - 1;
    if (helpers < 1) return readColumns(file, recording, options);
    const columns = makeColumns(words, options.words ?? wordNames(words), count, (n) => new SharedArrayBuffer(n));
    const work: HeaderWork = {
      fd: file.fd,
      path: opened.path,
      size: file.size,
      places: plainPlaces(recording.set, first, count),
      words,
      columns,
      first,
      count,
      next: new Int32Array(new SharedArrayBuffer(4)),
    };
    const done = Array.from({ length: helpers }, () => help(work));
    // Their failures are told once, below, even when this thread fails first.
    const all = Promise.allSettled(done);
    try {
      takeStretches(work, file);
    } finally {
      // The file stays open until nobody reads it.
      await all;
    }
    await Promise.all(done);
    file.verify();
    return columns;
  } finally {
    opened.close();
  }
}
