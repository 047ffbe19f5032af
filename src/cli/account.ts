/** What `seisfs info` knows of one file: plain data, the shape of its `--json`. */
import { definedIn, getWord } from '../bytes/fields.ts';
import { runSync } from '../bytes/need.ts';
import { decodeText } from '../bytes/text.ts';
import type { OpenedFile } from '../catalog/inspect.ts';
import type { PlainError } from '../error.ts';
import type { HeaderWords, Stretch } from '../formats/format.ts';
import { type ByteOrder, type SampleEncoding, sampleEncodings } from '../kernel/encodings.ts';
import type { TraceSet, Warning } from '../model/trace-set.ts';

/** `recording`: opened; `refused`: taken for a recording, and why it cannot be opened; `other`: no recording. */
export type FileAccount<R extends RecordingSummary = RecordingAccount> =
  | R
  | { readonly kind: 'refused'; readonly path: string; readonly size: number | undefined; readonly error: PlainError }
  | { readonly kind: 'other'; readonly path: string; readonly size: number };

/** What is told of a recording among others. */
export type RecordingSummary = {
  readonly kind: 'recording';
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly format: string;
  readonly revision: string | null;
  readonly traces: number;
  readonly samples: { readonly min: number; readonly max: number };
  /** Microseconds for time data. */
  readonly interval: number | null;
  readonly encoding: SampleEncoding;
  readonly order: ByteOrder;
  /** Names of the source options that were given. */
  readonly overridden: readonly string[];
  readonly warnings: readonly Warning[];
};

/** What is told of one recording. */
export type RecordingAccount = RecordingSummary & {
  /** What the bytes are, from the first to the last; `offset` from 0. The lengths sum up to `size`. */
  readonly stretches: readonly { readonly what: string; readonly offset: number; readonly length: number }[];
  /** Bytes of trace headers and of samples, inside the stretch `traces`. */
  readonly headerBytes: number;
  readonly sampleBytes: number;
  /** Textual headers: code and lines of 80 characters, without blanks at their ends. */
  readonly texts: readonly { readonly what: string; readonly encoding: string; readonly lines: readonly string[] }[];
  /** Words of the file header that are not 0, by name; 64-bit integers beyond 2^53 as text. */
  readonly fileHeader: Readonly<Record<string, number | string>>;
};

/** Texts that are decoded; a file may have thousands. */
const mostTexts = 64;
/** Columns of a textual header's line. */
const lineLength = 80;

/** The summary of an open file. */
export function summaryOf({ path, file, recording }: OpenedFile): FileAccount<RecordingSummary> {
  if (recording === undefined) return { kind: 'other', path, size: file.size };
  const { set } = recording;
  return {
    kind: 'recording',
    path,
    size: file.size,
    format: set.format,
    revision: set.revision ?? null,
    traces: set.count,
    samples: samplesOf(set),
    interval: set.interval ?? null,
    encoding: set.encoding,
    order: set.order,
    overridden: set.overridden ?? [],
    warnings: set.warnings,
  };
}

/** The account of an open file; reads its textual and file headers. Throws as reading does. */
export function accountOf(opened: OpenedFile): FileAccount {
  const { file, recording } = opened;
  const summary = summaryOf(opened);
  if (recording === undefined || summary.kind !== 'recording') return summary as FileAccount;
  const { format, set } = recording;
  const parts = format.stretches(set);
  const account: RecordingAccount = {
    ...summary,
    stretches: parts.map(({ what, offset, length }) => ({ what, offset, length })),
    headerBytes: set.frames.dataHeaderBytes(set.count),
    sampleBytes: set.frames.dataSamples(set.count) * sampleEncodings[set.encoding].bytes,
    texts: parts
      .filter(({ text }) => text !== undefined)
      .slice(0, mostTexts)
      .map((part) => textOf(part, bytesOf(part))),
    fileHeader: Object.assign({}, ...parts.map((part) => fileWords(part, () => bytesOf(part), set.order))) as Record<
      string,
      number | string
    >,
  };
  file.verify();
  return account;

  function bytesOf({ offset, length }: Stretch): Uint8Array {
    const bytes = new Uint8Array(length);
    runSync(readInto(offset, bytes), [file]);
    return bytes;
  }
}

function* readInto(offset: number, into: Uint8Array) {
  yield [{ offset, length: into.length, into }];
}

function samplesOf({ frames, count, maxSamples }: TraceSet): { min: number; max: number } {
  let min = maxSamples;
  if (!frames.regular) for (let i = 0; i < count; i++) min = Math.min(min, frames.samples(i));
  return { min, max: maxSamples };
}

/** Lines of a block of text; control characters are shown as blanks. */
function textOf({ what, text }: Stretch, bytes: Uint8Array): RecordingAccount['texts'][number] {
  const encoding = text ?? 'blank';
  const lines: string[] = [];
  if (encoding !== 'blank') {
    const characters = decodeText(bytes, encoding).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
    for (let at = 0; at < characters.length; at += lineLength) {
      lines.push(characters.slice(at, at + lineLength).trimEnd());
    }
  }
  return { what, encoding, lines };
}

function fileWords(part: Stretch, read: () => Uint8Array, order: ByteOrder): Record<string, number | string> {
  return part.words === undefined ? {} : wordsIn(part.words, read(), order);
}

/** The words of a header that are not 0. */
function wordsIn(
  { block, revision }: HeaderWords,
  bytes: Uint8Array,
  order: ByteOrder,
): Record<string, number | string> {
  const found: Record<string, number | string> = {};
  for (const [name, field] of Object.entries(block.words)) {
    if (!definedIn(block, field, revision)) continue;
    const value = getWord(block, name, bytes, 0, order);
    if (value instanceof Uint8Array) continue;
    const number = Number(value);
    if (number !== 0) found[name] = typeof value === 'bigint' && !Number.isSafeInteger(number) ? `${value}` : number;
  }
  return found;
}
