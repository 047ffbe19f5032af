/** The two verbs of the library that touch no file: open a recording, and view it in another format. */
import type { Need } from '../bytes/need.ts';
import { SeisError } from '../error.ts';
import { plainConverters } from '../kernel/converters.ts';
import { allFormats } from './all.gen.ts';
import type { Converters, Recording, SourceOptions, View } from './format.ts';
import { formatNamed, recognise } from './recognise.ts';
import { parseTarget } from './target.ts';

/** What is known of a file before its first byte is read. `extension` (`sgy`) only orders the formats that are tried. */
export type OpenOptions = { readonly extension?: string; readonly source?: SourceOptions };

/**
 * Recognises and opens the recording in a file of `size` bytes: its traces, their samples, what was assumed. A bounded
 * number of ranges for a regular file, one walk over the trace headers for one whose traces differ in length.
 * Throws SeisError: `unsupported` when it is of no known format, `malformed`, `truncated` or `limit`.
 */
export function* open(size: number, options: OpenOptions = {}): Need<Recording> {
  const { extension = '', source = {} } = options;
  const format =
    source.format === undefined
      ? yield* recognise(allFormats, size, extension)
      : formatNamed(allFormats, source.format);
  if (format === undefined) throw new SeisError('unsupported', 'this is no recording of a known format');
  return { format, set: yield* format.open({ size, options: source }) };
}

/**
 * Lays a recording out in a target format, written as on the command line: `segy:samples=ieee32,revision=2.1`. The answer
 * knows its size and exactness; `layout.read` fills any window of it, `layout.explain` says where a byte comes from.
 * Throws SeisError: `usage` for a target that does not exist, `unrepresentable` when it cannot hold the recording.
 */
export function* view(recording: Recording, target: string, converters: Converters = plainConverters): Need<View> {
  return yield* parseTarget(allFormats, target).write(recording.set, converters);
}
