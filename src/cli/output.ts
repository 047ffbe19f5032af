/** What commands print: text that waits for its reader, tables, numbers for people. */
import { SeisError } from '../error.ts';
import { exitCodes, fail } from './exit.ts';

/** Ends quietly when whoever reads our output has gone (`| head`); any other failure to write is told. */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.done);
    fail(new SeisError('io', `the output cannot be written (${error.code ?? error.message})`, {}, error));
    process.exit(process.exitCode);
  });
}

/** Writes and resolves when the text has gone to the reader, so that no more than one block waits in memory. */
export function print(text: string | Uint8Array): Promise<void> {
  // A failure is an 'error' event too, which ends the process: see watchOutput.
  return new Promise((resolve) => {
    process.stdout.write(text, (error) => {
      if (error === null || error === undefined) resolve();
    });
  });
}

export function printJson(value: unknown): Promise<void> {
  return print(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** 1234567 as `1,234,567`. */
export function grouped(n: number | bigint): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Control characters and line breaks of names and messages as escapes, so that one line stays one line. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Rows as aligned columns, two blanks apart; columns named in `right` are flush right, the last one is not padded. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => {
          if (right.includes(i)) return cell.padStart(widths[i]);
          return i === row.length - 1 ? cell : cell.padEnd(widths[i]);
        })
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** `title` and `value` a line, the values below each other. */
export function facts(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([title]) => title.length));
  return pairs.map(([title, value]) => `  ${title.padEnd(width)}  ${value}\n`).join('');
}
