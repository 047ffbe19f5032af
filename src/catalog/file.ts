/** One recording in a file, as the library shows it: its traces, views of it in other formats, its header words. */
import { runSync } from '../bytes/need.ts';
import type { Exactness, SourceOptions } from '../formats/format.ts';
import type { HeaderColumns, HeaderRequest } from '../formats/header-columns.ts';
import { allFormats } from '../formats/all.gen.ts';
import { parseTarget } from '../formats/target.ts';
import { createArena } from '../kernel/arena.ts';
import { wasmConverters } from '../kernel/converters.ts';
import type { Converters } from '../kernel/contract.ts';
import type { Origin } from '../layout/layout.ts';
import type { TraceSet, Warning } from '../model/trace-set.ts';
import { readColumns } from './headers.ts';
import { deskFor, openRecordingAt } from './inspect.ts';
import { openView } from './open.ts';

/** A file that does not exist, as a mount would show it. */
export type FileView = {
  /** In normal form: `segy:samples=ieee32,revision=2.1`. */
  readonly target: string;
  /** Bytes. */
  readonly size: number;
  readonly exactness: Exactness;
  readonly warnings: readonly Warning[];
  /**
   * Fills `into` with the bytes from `offset` on, which must lie in the file. Throws `stale` when the source has changed
   * since it was opened, `unrepresentable` when a sample does not fit.
   */
  read(offset: number, into: Uint8Array): void;
  /** Where byte `offset` comes from. */
  explain(offset: number): Origin;
};

export type RecordingFile = {
  /** Absolute, symbolic links resolved. */
  readonly path: string;
  readonly recording: TraceSet;
  /** The recording in another format; throws `usage` or `unrepresentable`. */
  view(target: string): FileView;
  /** Header words as columns, one typed array a word; throws `usage`. */
  headers(request?: HeaderRequest): HeaderColumns;
  close(): void;
};

export type FileOptions = {
  /** What to believe instead of the file. */
  readonly source?: SourceOptions;
  /** Told, once, when an index of an irregular file could not be kept in the cache folder. */
  readonly report?: (message: string) => void;
};

/** Memory of the kernels of this thread, made when the first view is. */
let converters: Converters | undefined;

/** Opens the recording at `path`. Throws SeisError with the path: `not-found`, `io`, `unsupported`, `malformed`, … */
export function openFile(path: string, { source = {}, report = () => {} }: FileOptions = {}): RecordingFile {
  const desk = deskFor(source, report);
  const opened = openRecordingAt(desk, path);
  const { file, recording } = opened;
  return {
    path: opened.path,
    recording: recording.set,
    view(spec) {
      converters ??= wasmConverters(createArena(1024 * 1024));
      const target = parseTarget(allFormats, spec);
      const { layout, exactness, warnings } = openView({ ...desk, converters }, file, recording.set, target);
      return {
        target: target.spec,
        size: layout.size,
        exactness,
        warnings,
        read(offset, into) {
          runSync(layout.read(offset, into), [file]);
          file.verify();
        },
        explain: (offset) => layout.explain(offset),
      };
    },
    headers: (request = {}) => readColumns(file, recording, request),
    close: opened.close,
  };
}
