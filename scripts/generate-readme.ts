/** Writes the tables of README.md that follow from the code, between their marks; `--check` only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { legal } from '../src/formats/segy/legal.ts';
import { type SampleEncoding, sampleEncodings } from '../src/kernel/encodings.ts';
import { type PairClass, pairClass } from '../src/kernel/exactness.ts';

const words: Readonly<Record<PairClass, string>> = {
  identical: 'identical',
  lossless: 'lossless',
  'in-range': 'lossless in range',
  lossy: '-',
};

/** What each pair of encodings keeps without `scale=` or `clip=yes`; a dash: refused. */
function exactnessTable(): string {
  const targets = Object.keys(legal.segy['2.1'].samples) as SampleEncoding[];
  const sources = Object.keys(sampleEncodings) as SampleEncoding[];
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['from \\ to', ...targets]),
    row(['---', ...targets.map(() => '---')]),
    ...sources.map((from) => row([from, ...targets.map((to) => words[pairClass(from, to)])])),
  ].join('\n');
}

const tables: Readonly<Record<string, () => string>> = { exactness: exactnessTable };

const file = join(process.cwd(), 'README.md');
const before = readFileSync(file, 'utf8');
let after = before;
for (const [name, make] of Object.entries(tables)) {
  const begin = `<!-- ${name}: made by scripts/generate-readme.ts -->\n`;
  const start = after.indexOf(begin) + begin.length;
  const end = after.indexOf('<!-- end -->', start);
  if (start < begin.length || end < 0) throw new Error(`README.md has no place for the table '${name}'`);
  after = `${after.slice(0, start)}\n${make()}\n\n${after.slice(end)}`;
}
if (!process.argv.includes('--check')) writeFileSync(file, after);
else if (after !== before) {
  console.error('the tables of README.md are not what the code says; run: node dist/scripts/generate-readme.js');
  process.exit(1);
}
