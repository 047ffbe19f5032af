/** Rows of header words as text: a table for people, CSV and JSON for programs; all of them without the whole in memory. */

/** A value; text only of the few words that are text. */
export type Cell = number | bigint | string;

type Cells = readonly ((i: number) => Cell)[];

/** Makes text of rows that are named by their number in the current block. */
export type RowWriter = {
  head(): string;
  /** Pieces of text, each of a bounded number of rows; a piece in bytes is good until the next is asked for. */
  rows(rows: readonly number[]): Generator<string | Uint8Array>;
  foot(): string;
};

/** Rows in one piece of text. */
const pieceRows = 2048;

function* pieces(rows: readonly number[], line: (i: number) => string): Generator<string> {
  for (let from = 0; from < rows.length; from += pieceRows) {
    let text = '';
    const end = Math.min(rows.length, from + pieceRows);
    for (let r = from; r < end; r++) text += line(rows[r]);
    yield text;
  }
}

/** Column widths are those of the first rows; a wider value later on moves its row, not the memory. */
function tableRows(names: readonly string[], cells: Cells): RowWriter {
  let widths: readonly number[] | undefined;
  const head = (known: readonly number[]): string => `${names.map((name, c) => name.padStart(known[c])).join('  ')}\n`;
  return {
    head: () => '',
    *rows(rows) {
      if (rows.length === 0) return;
      if (widths === undefined) {
        const first = rows.slice(0, pieceRows);
        const known = names.map((name, c) => first.reduce((w, i) => Math.max(w, `${cells[c](i)}`.length), name.length));
        widths = known;
        yield head(known);
      }
      const known = widths;
      yield* pieces(rows, (i) => `${cells.map((cell, c) => `${cell(i)}`.padStart(known[c])).join('  ')}\n`);
    },
    foot: () => (widths === undefined ? head(names.map((name) => name.length)) : ''),
  };
}

/** Bytes of CSV that are made before they are printed. */
const csvBytes = 256 * 1024;
/** A number of this size or more is written by way of a string. */
const mostDigits = 1e9;

/** Writes a whole number of at most nine digits at `bytes[at]`; returns the place behind it. */
function putInteger(bytes: Uint8Array, at: number, value: number): number {
  let left = value;
  if (left < 0) {
    bytes[at++] = 0x2d;
    left = -left;
  }
  let end = at + 1;
  for (let ten = 10; left >= ten; ten *= 10) end++;
  for (let k = end - 1; k >= at; k--) {
    const tenth = Math.floor(left / 10);
    bytes[k] = 0x30 + left - 10 * tenth;
    left = tenth;
  }
  return end;
}

/**
 * RFC 4180 with line feeds: a cell with a comma, a quote or a line break stands in quotes. Made as bytes: most cells are
 * short integers, and strings of them would take ten times as long.
 */
function csvRows(names: readonly string[], cells: Cells): RowWriter {
  const quoted = (cell: Cell): string =>
    typeof cell === 'string' && /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : `${cell}`;
  const bytes = Buffer.alloc(csvBytes);
  /** No cell is longer: eight characters of text, each of them two bytes and a quote doubled, or a number. */
  const longestLine = cells.length * 40 + 1;
  return {
    head: () => `${names.join(',')}\n`,
    *rows(rows) {
      let at = 0;
      for (const i of rows) {
        for (let c = 0; c < cells.length; c++) {
          if (c > 0) bytes[at++] = 0x2c;
          const cell = cells[c](i);
          if (typeof cell === 'number' && Number.isInteger(cell) && cell > -mostDigits && cell < mostDigits) {
            at = putInteger(bytes, at, cell);
          } else at += bytes.write(quoted(cell), at);
        }
        bytes[at++] = 0x0a;
        if (at + longestLine > bytes.length) {
          yield bytes.subarray(0, at);
          at = 0;
        }
      }
      if (at > 0) yield bytes.subarray(0, at);
    },
    foot: () => '',
  };
}

/** One list of one object a trace, an object a line. A float that is no number, which JSON does not have, is null. */
function jsonRows(names: readonly string[], cells: Cells): RowWriter {
  const keys = names.map((name) => JSON.stringify(name));
  let before = '[\n';
  const value = (cell: Cell): string =>
    typeof cell === 'string'
      ? JSON.stringify(cell)
      : typeof cell === 'number' && !Number.isFinite(cell)
        ? 'null'
        : `${cell}`;
  return {
    head: () => '',
    rows: (rows) =>
      pieces(rows, (i) => {
        let line = `${before}{`;
        before = ',\n';
        for (let c = 0; c < cells.length; c++) line += `${c === 0 ? '' : ','}${keys[c]}:${value(cells[c](i))}`;
        return `${line}}`;
      }),
    foot: () => (before === '[\n' ? '[]\n' : '\n]\n'),
  };
}

export type RowFormat = 'table' | 'csv' | 'json';

export const rowFormats: Readonly<Record<RowFormat, (names: readonly string[], cells: Cells) => RowWriter>> = {
  table: tableRows,
  csv: csvRows,
  json: jsonRows,
};
