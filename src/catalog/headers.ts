/** Header words of a whole file as columns, by a kernel, on as many threads as are wanted. */
import { runSync } from '../bytes/need.ts';
import { SeisError } from '../error.ts';
import type { HeaderWords, Recording, SourceOptions } from '../formats/format.ts';
import {
  checkColumns,
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
  fillAlone(file, recording, words, columns, first, count);
  return columns;
}

function fillAlone(
  file: OpenFile,
  { set }: Recording,
  words: HeaderWords,
  columns: HeaderColumns,
  first: number,
  count: number,
): void {
  runSync(columnFiller(set, words, columns, kernelBench())(first, count), [file]);
  file.verify();
}

export type ReadHeadersOptions = HeaderRequest & {
  readonly source?: SourceOptions;
  /** Threads that read at the same time, this one among them; 1 by default. */
  readonly threads?: number;
  /**
   * Columns of an earlier reading, whose words are read again into their first elements: memory that was never written
   * to costs as much as reading. `words` is not looked at then. For several threads they must lie in shared memory.
   */
  readonly columns?: HeaderColumns;
};

/** The columns to fill; new ones for several threads are shared. Throws `usage` for given ones that cannot be used. */
function columnsFor(
  words: HeaderWords,
  { words: names = wordNames(words), columns }: ReadHeadersOptions,
  count: number,
  shared: boolean,
): HeaderColumns {
  if (columns === undefined) {
    return makeColumns(words, names, count, shared ? (bytes) => new SharedArrayBuffer(bytes) : undefined);
  }
  checkColumns(words, columns, count);
  const own = Object.keys(columns).find((name) => !(columns[name].buffer instanceof SharedArrayBuffer));
  if (!shared || own === undefined) return columns;
  throw new SeisError('usage', `column '${own}' does not lie in shared memory, which several threads need`);
}

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
    const columns = columnsFor(words, options, count, helpers > 0);
    if (helpers < 1) {
      fillAlone(file, recording, words, columns, first, count);
      return columns;
    }
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
