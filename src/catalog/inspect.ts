/** One source file opened by its path, for whoever looks at single files and mounts nothing. */
import { extname, join } from 'node:path';
import { SeisError } from '../error.ts';
import { allFormats } from '../formats/all.gen.ts';
import type { SourceOptions } from '../formats/format.ts';
import { plainConverters } from '../kernel/converters.ts';
import { type OpenFile, openSource, type SourceFolder } from '../sources/folder.ts';
import { cacheFolder, indexStore } from './index-store.ts';
import { asSeisError, type Desk, openRecording, type Recording } from './open.ts';

/** An open file, and the recording in it; without one the file is of no known format. */
export type OpenedFile = {
  /** Absolute, symbolic links resolved. */
  readonly path: string;
  readonly file: OpenFile;
  readonly recording: Recording | undefined;
  close(): void;
};

/** A desk for single files. `report` is told, once, when an index could not be kept. */
export function deskFor(options: SourceOptions, report: (message: string) => void): Desk {
  return {
    formats: allFormats,
    options,
    converters: plainConverters,
    indexes: indexStore(join(cacheFolder(), 'index'), report),
  };
}

/** Opens the file at `name` below `folder`. Throws SeisError with the path. */
export function openBelow(desk: Desk, folder: SourceFolder, name: string): OpenedFile {
  const path = join(folder.folder, name);
  try {
    const file = folder.open(name);
    try {
      const recording = openRecording(desk, file, extname(name).slice(1).toLowerCase());
      return { path, file, recording, close: () => file.close() };
    } catch (error) {
      file.close();
      throw error;
    }
  } catch (error) {
    throw asSeisError(error).with({ path });
  }
}

/** Opens the file at `path`; throws `usage` for a folder, else as `openBelow` does. */
export function openPath(desk: Desk, path: string): OpenedFile {
  const folder = openSource(path);
  try {
    if (folder.only === undefined) throw new SeisError('usage', 'this is a folder, not a file', { path });
    return openBelow(desk, folder, folder.only);
  } finally {
    folder.close();
  }
}

/** The recording in the file at `path`; throws `unsupported` where there is none. */
export function openRecordingAt(desk: Desk, path: string): OpenedFile & { readonly recording: Recording } {
  const opened = openPath(desk, path);
  const { recording } = opened;
  if (recording !== undefined) return { ...opened, recording };
  opened.close();
  throw notRecording(desk, path);
}

/** Why a file of no known format is not opened. */
export function notRecording(desk: Desk, path: string): SeisError {
  const names = desk.formats.map(({ name }) => name).join(', ');
  return new SeisError('unsupported', 'is no recording of a known format', {
    path,
    mend: `if it is one, say which: --source-option format=..., one of ${names}`,
  });
}
