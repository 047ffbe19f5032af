/** Findings as one table, the same for the terminal and for RESULTS.md. */
import { type Goal, type Line, median, met, type Row, ratios } from './figures.ts';

const titles = ['what', 'beside', 'ours', 'peer', 'ratio, median (min..max)', 'goal', 'met'] as const;

/** Three significant digits, never in powers of ten. */
function number(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function ratioText(row: Row): string {
  const all = ratios(row);
  if (all.length === 0) return '-';
  const middle = median(all).toFixed(2);
  return all.length === 1 ? middle : `${middle} (${Math.min(...all).toFixed(2)}..${Math.max(...all).toFixed(2)})`;
}

function goalText(goal: Goal | undefined, unit: string): string {
  if (goal === undefined) return '-';
  if ('ratio' in goal) return `>= ${goal.ratio}x`;
  return 'atLeast' in goal ? `>= ${goal.atLeast} ${unit}` : `<= ${goal.atMost} ${unit}`;
}

function cells(line: Line): readonly string[] {
  if ('missing' in line) return [line.what, line.peer, `not measured: ${line.missing}`, '', '', '', ''];
  const { what, peer, unit, turns, goal, note } = line;
  const reached = met(line);
  return [
    note === undefined ? what : `${what} (${note})`,
    peer,
    `${number(median(turns.ours))} ${unit}`,
    turns.peer.length === 0 ? '-' : `${number(median(turns.peer))} ${unit}`,
    ratioText(line),
    goalText(goal, unit),
    reached === undefined ? '-' : reached ? 'yes' : 'no',
  ];
}

/** A table in Markdown whose columns are as wide as their widest cell; the sentence of a missing figure may stick out. */
export function tableOf(lines: readonly Line[]): string {
  const rows = [titles, ...lines.map(cells)];
  const widths = titles.map((_, column) =>
    Math.max(3, ...rows.map((row) => (row[column].startsWith('not measured') ? 0 : row[column].length))),
  );
  const text = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |\n`;
  return [text(titles), text(widths.map((width) => '-'.repeat(width))), ...rows.slice(1).map(text)].join('');
}
