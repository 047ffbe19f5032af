/** Accounts of files as people read them. */
import { posix } from 'node:path';
import { describe, SeisError } from '../error.ts';
import { sampleEncodings } from '../kernel/encodings.ts';
import type { FileAccount, RecordingAccount, RecordingSummary } from './account.ts';
import { facts, grouped, oneLine, table } from './output.ts';

/** Every file below a folder, and the folders that could not be read. */
export type Tree = {
  readonly path: string;
  readonly files: readonly FileAccount<RecordingSummary>[];
  readonly unread: readonly { readonly path: string; readonly message: string }[];
};

/** Lines of a textual header that are shown. */
const shownLines = 40;

const plural = (n: number, noun: string): string => `${grouped(n)} ${noun}${n === 1 ? '' : 's'}`;

const samplesText = ({ samples: { min, max } }: RecordingSummary): string =>
  min === max ? grouped(max) : `${grouped(min)} to ${grouped(max)}`;

const formatText = ({ format, revision }: RecordingSummary): string =>
  revision === null ? format : `${format}, revision ${revision}`;

function intervalText({ interval }: RecordingSummary): string {
  return interval === null ? 'not known' : `${interval} us`;
}

function lengthText({ interval, samples }: RecordingAccount): string {
  if (interval === null || samples.max < 2) return '';
  return `, ${Number((((samples.max - 1) * interval) / 1e6).toPrecision(6))} s from first to last`;
}

/** A run of stretches of one kind (`extended textual header 1`, `2`, …) as one line. */
function sizeRows(account: RecordingAccount): string[][] {
  const rows: { what: string; count: number; offset: number; length: number }[] = [];
  for (const { what, offset, length } of account.stretches) {
    const kind = what.replace(/ \d+$/, '');
    const last = rows.at(-1);
    if (last?.what === kind) {
      last.count++;
      last.length += length;
    } else rows.push({ what: kind, count: 1, offset, length });
  }
  return rows.map(({ what, count, offset, length }) => [
    `  ${count === 1 ? what : `${count} ${what}s`}`,
    grouped(length),
    `from byte ${grouped(offset + 1)}${
      what === 'traces' ? `: headers ${grouped(account.headerBytes)}, samples ${grouped(account.sampleBytes)}` : ''
    }`,
  ]);
}

function describeRecording(account: RecordingAccount): string {
  const { encoding, order, texts, overridden, warnings, fileHeader } = account;
  const extended = account.stretches.filter(({ what }) => what.startsWith('extended textual header')).length;
  const trailers = account.stretches.filter(({ what }) => what.startsWith('data trailer')).length;
  const [text] = texts.filter(({ what }) => what === 'textual header');
  const perTrace = account.traces === 0 ? 0 : account.headerBytes / account.traces / 240 - 1;
  const lines: [string, string][] = [
    ['format', formatText(account)],
    ['size', plural(account.size, 'byte')],
    ['traces', grouped(account.traces)],
    ['samples per trace', samplesText(account)],
    ['interval', `${intervalText(account)}${lengthText(account)}`],
    ['samples', `${encoding}, ${sampleEncodings[encoding].title}`],
    ['byte order', order],
  ];
  if (text !== undefined) lines.push(['text', `${text.encoding}${extended > 0 ? `, ${extended} extended` : ''}`]);
  if (perTrace > 0) lines.push(['additional headers', `${Number(perTrace.toFixed(3))} per trace`]);
  if (trailers > 0) lines.push(['trailers', String(trailers)]);
  if (overridden.length > 0) lines.push(['overridden by you', overridden.join(', ')]);

  let out = `${oneLine(account.path)}\n${facts(lines)}`;
  out += `\nwhere its bytes are\n${table([...sizeRows(account), ['  sum', grouped(account.size), '']], [1])}`;
  if (warnings.length > 0) {
    out += '\nwhat was assumed\n';
    for (const { code, message, byte } of warnings) {
      out += `  ${code}: ${oneLine(message)}${byte === undefined ? '' : ` (byte ${byte + 1})`}\n`;
    }
  }
  const words = Object.entries(fileHeader);
  if (words.length > 0) {
    out += `\nfile header, words that are not 0\n${table(words.map(([name, value]) => [`  ${name}`, String(value)]))}`;
  }
  if (text !== undefined) {
    const known = text.lines.filter((line) => line.replace(/^C\s*\d*/, '').trim() !== '').slice(0, shownLines);
    out +=
      known.length === 0
        ? '\nthe textual header is empty\n'
        : `\ntextual header\n${known.map((l) => `  ${l}\n`).join('')}`;
  }
  return out;
}

/** One file as several lines. */
export function describeFile(account: FileAccount): string {
  if (account.kind === 'refused') return `${describe(SeisError.fromPlain(account.error))}\n`;
  if (account.kind === 'recording') return describeRecording(account);
  return `${oneLine(account.path)}\n${facts([
    ['format', 'no recording of a known format; a mount passes it through'],
    ['size', plural(account.size, 'byte')],
  ])}`;
}

function rowOf(account: FileAccount<RecordingSummary>, name: string): string[] {
  const size = account.size === undefined ? '?' : grouped(account.size);
  if (account.kind === 'other') return [name, size, 'no recording'];
  if (account.kind === 'refused') return [name, size, 'cannot be opened'];
  const { format, revision, encoding, order, warnings } = account;
  return [
    name,
    size,
    revision === null ? format : `${format} ${revision}`,
    grouped(account.traces),
    samplesText(account),
    intervalText(account),
    `${encoding} ${order}`,
    warnings.map(({ code }) => code).join(' '),
  ];
}

/** A folder as a table, a line a file, then the reasons of those that cannot be opened, and sums. */
export function describeTree({ path, files, unread }: Tree): string {
  const nameOf = (account: FileAccount<RecordingSummary>): string => oneLine(posix.relative(path, account.path));
  const head = ['file', 'bytes', 'format', 'traces', 'samples', 'interval', 'stored as', 'assumed'];
  const recordings = files.filter((file) => file.kind === 'recording');
  const refused = files.filter((file) => file.kind === 'refused');
  const others = files.length - recordings.length - refused.length;
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

  let out = files.length === 0 ? '' : table([head, ...files.map((file) => rowOf(file, nameOf(file)))], [1, 3, 4]);
  if (refused.length > 0) {
    out += '\ncannot be opened\n';
    for (const { error } of refused) out += `  ${describe(SeisError.fromPlain(error))}\n`;
  }
  for (const folder of unread) out += `\nfolder that cannot be read: ${oneLine(folder.path)}: ${folder.message}\n`;
  out += `\n${plural(recordings.length, 'recording')} with ${plural(sum(recordings.map((r) => r.traces)), 'trace')} in `;
  out += `${plural(sum(recordings.map((r) => r.size)), 'byte')}; ${refused.length} cannot be opened; `;
  return `${out}${plural(others, 'file')} of other kinds\n`;
}
