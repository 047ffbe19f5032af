/** From an open source file to a recording, and from a recording to a view of it in a target format. */
import { type Need, runSync } from '../bytes/need.ts';
import { SeisError } from '../error.ts';
import type { Converters, Format, Recording, SourceOptions, Target, View } from '../formats/format.ts';
import { formatNamed, recognise } from '../formats/recognise.ts';
import type { TraceSet } from '../model/trace-set.ts';
import type { OpenFile } from '../sources/folder.ts';
import type { IndexStore } from './index-store.ts';

/** What opening recordings needs to know, the same for all files of a mount. */
export type Desk = {
  readonly formats: readonly Format[];
  readonly options: SourceOptions;
  readonly converters: Converters;
  readonly indexes: IndexStore;
};

export type { Recording };

function run<T>(file: OpenFile, need: Need<T>): T {
  return runSync(need, [file]);
}

/** Opens the recording in `file`, or returns undefined when it is of no known format. Errors name no path: the caller knows it. */
export function openRecording(desk: Desk, file: OpenFile, extension: string): Recording | undefined {
  const { formats, options, indexes } = desk;
  const format =
    options.format === undefined
      ? run(file, recognise(formats, file.size, extension))
      : formatNamed(formats, options.format);
  if (format === undefined) return undefined;
  let known: Uint8Array | undefined;
  const index = (): Uint8Array | undefined => {
    known = indexes.load(file.stamp, options);
    return known;
  };
  let set: TraceSet;
  try {
    set = run(file, format.open({ size: file.size, options, index }));
  } catch (error) {
    file.verify();
    throw error;
  }
  file.verify();
  if (set.index !== undefined && known !== set.index) indexes.save(file.stamp, options, set.index);
  return { format, set };
}

/** Lays the recording out in `target`. */
export function openView(desk: Desk, file: OpenFile, set: TraceSet, target: Target): View {
  const view = run(file, target.write(set, desk.converters));
  file.verify();
  return view;
}

/** Any failure as a SeisError; one that is not, a mistake of ours, becomes `io` and keeps its cause. */
export function asSeisError(error: unknown): SeisError {
  return error instanceof SeisError ? error : new SeisError('io', `internal error: ${String(error)}`, {}, error);
}
