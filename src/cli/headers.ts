/** `seisfs headers`: trace header words as a table, CSV or JSON, a block of traces at a time. */
import { wordTypes } from '../bytes/fields.ts';
import { runSync } from '../bytes/need.ts';
import { decodeText, textEncodingOf } from '../bytes/text.ts';
import { kernelBench } from '../catalog/header-work.ts';
import { deskFor, openRecordingAt } from '../catalog/inspect.ts';
import { SeisError } from '../error.ts';
import type { HeaderWords, SourceOptions } from '../formats/format.ts';
import {
  columnFiller,
  type HeaderColumn,
  headerWordsOf,
  makeColumns,
  wordNamed,
  wordNames,
} from '../formats/header-columns.ts';
import { nearest } from './nearest.ts';
import { print, table } from './output.ts';
import { type Cell, type RowFormat, rowFormats } from './rows.ts';
import { parseWhere } from './where.ts';

export type HeadersOptions = {
  readonly columns: readonly string[] | undefined;
  readonly where: string | undefined;
  readonly format: RowFormat;
  readonly limit: number | undefined;
  readonly sourceOptions: SourceOptions;
};

/** Traces whose words are in memory at once. */
const blockTraces = 16384;

/** What a table shows when nothing is asked for; other formats give all words. */
const usual = ['tracl', 'fldr', 'tracf', 'cdp', 'trid', 'offset', 'sx', 'sy', 'gx', 'gy', 'iline', 'xline', 'ns', 'dt'];

/** The number of the trace, from 1: no word of the header, but the first column of every answer. */
const numberName = 'trace';

/** Names of the columns to print. Throws `usage` for a name that is no word. */
function chosen(words: HeaderWords, { columns, format }: HeadersOptions): readonly string[] {
  const all = wordNames(words);
  if (columns === undefined) return format === 'table' ? usual.filter((name) => all.includes(name)) : all;
  for (const name of columns) {
    if (name === numberName || all.includes(name)) continue;
    const meant = nearest(name, [...all, numberName]);
    const mend = meant === undefined ? 'the words are listed by --columns help' : `did you mean ${meant}?`;
    throw new SeisError('usage', `--columns: there is no word '${name}'`, { mend });
  }
  return columns.filter((name) => name !== numberName);
}

/** Element `i` of a column as it is printed; text without the blanks and zeros that fill it. */
function cellOf(column: HeaderColumn, isText: boolean): (i: number) => Cell {
  if (!isText) return (i) => column[i];
  return (i) => {
    const bytes = (column as Uint8Array).subarray(8 * i, 8 * i + 8);
    return decodeText(bytes, textEncodingOf(bytes)).replace(/[\0 ]+$/, '');
  };
}

function listWords(words: HeaderWords): string {
  const rows = wordNames(words).map((name) => {
    const { byte, type, meaning } = wordNamed(words, name);
    return [name, `${byte}-${byte + wordTypes[type].bytes - 1}`, type, meaning];
  });
  return table([
    ['name', 'bytes', 'type', 'meaning'],
    [numberName, '', '', 'number of the trace in the file, from 1; not in the header'],
    ...rows,
  ]);
}

/** Prints the header words of the recording at `path`. Throws `usage`, or as opening does. */
export async function headers(path: string, options: HeadersOptions): Promise<void> {
  const opened = openRecordingAt(
    deskFor(options.sourceOptions, (message) => console.error(`seisfs: ${message}`)),
    path,
  );
  const { file } = opened;
  const { set } = opened.recording;
  try {
    const words = headerWordsOf(opened.recording);
    if (options.columns?.includes('help')) {
      await print(listWords(words));
      return;
    }
    const shown = chosen(words, options);
    const isText = (name: string): boolean => wordNamed(words, name).type === 'text8';
    const numeric = [numberName, ...wordNames(words).filter((name) => !isText(name))];
    const where = options.where === undefined ? undefined : parseWhere(options.where, numeric);
    const read = [...new Set([...shown, ...(where?.words ?? [])])].filter((name) => name !== numberName);

    const columns = makeColumns(words, read, Math.min(blockTraces, set.count));
    const numbers = new Float64Array(Math.min(blockTraces, set.count));
    const wanted = where?.over({ ...columns, [numberName]: numbers });
    const cells = [(i: number): Cell => numbers[i], ...shown.map((name) => cellOf(columns[name], isText(name)))];
    const writer = rowFormats[options.format]([numberName, ...shown], cells);
    const fill = columnFiller(set, words, columns, kernelBench());

    let left = options.limit ?? Number.POSITIVE_INFINITY;
    await print(writer.head());
    for (let first = 0; first < set.count && left > 0; first += blockTraces) {
      const n = Math.min(blockTraces, set.count - first, where === undefined ? left : blockTraces);
      runSync(fill(first, n), [file]);
      file.verify();
      for (let i = 0; i < n; i++) numbers[i] = first + i + 1;
      const rows: number[] = [];
      for (let i = 0; i < n && rows.length < left; i++) if (wanted === undefined || wanted(i)) rows.push(i);
      left -= rows.length;
      for (const text of writer.rows(rows)) await print(text);
    }
    await print(writer.foot());
  } catch (error) {
    throw error instanceof SeisError && error.code !== 'usage' ? error.with({ path: opened.path }) : error;
  } finally {
    opened.close();
  }
}
