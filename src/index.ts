/**
 * seisfs without files: open recordings, view them in other formats, read their headers. Runs in Node and in browsers.
 *
 *     const source = { size: file.size, read: async (offset, into) => { … } };
 *     const recording = await runAsync(open(source.size), [source]);
 *     const ieee = await runAsync(view(recording, 'segy:samples=ieee32,revision=2.1'), [source]);
 *     await runAsync(ieee.layout.read(3600, window), [source]);
 *
 * Nothing here reads by itself: `open`, `view`, `headerColumns` and `layout.read` ask for byte ranges, which `runSync` or
 * `runAsync` reads from a source of yours. Every failure is a SeisError with a code from `errorCodes`.
 */
export type { AsyncSource, ByteRange, Need, SyncSource } from './bytes/need.ts';
export { runAsync, runSync } from './bytes/need.ts';
export type { ErrorCode, ErrorDetail, PlainError } from './error.ts';
export { describe, errorCodes, SeisError } from './error.ts';
export { allFormats as formats } from './formats/all.gen.ts';
export type {
  Converters,
  Exactness,
  Format,
  HeaderWords,
  Recording,
  SourceOptions,
  Stretch,
  Target,
  TargetTable,
  View,
} from './formats/format.ts';
export type { HeaderColumn, HeaderColumns, HeaderRequest } from './formats/header-columns.ts';
export { headerColumns, headerWordsOf, wordNames } from './formats/header-columns.ts';
export type { OpenOptions } from './formats/open.ts';
export { open, view } from './formats/open.ts';
export type { SegyTarget, SuTarget } from './formats/segy/legal.ts';
export { parseSourceOptions, parseTarget, sourceOptionTable } from './formats/target.ts';
export type { ByteOrder, SampleEncoding, Stored } from './kernel/encodings.ts';
export { sampleEncodings } from './kernel/encodings.ts';
export type { Layout, Origin, Part } from './layout/layout.ts';
export { layoutOf } from './layout/layout.ts';
export type { Frames, TextBlocks, TraceSet, Warning } from './model/trace-set.ts';
