/** Every SEG-Y and SU file of the corpus is opened or refused as `test/conformance/segy-su.tsv` says, row by row. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SeisError } from '../../../src/error.ts';
import { corpusBytes, corpusFiles, root, skipCorpus } from '../../support/corpus.ts';
import { codes, scoresOf, segyOf, suOf } from '../../support/recording.ts';

const columns = [
  'path',
  'outcome',
  'format',
  'revision',
  'traces',
  'samples',
  'interval',
  'encoding',
  'order',
  'text',
  'findings',
] as const;

const [head, ...rows] = readFileSync(join(root, 'test/conformance/segy-su.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'));

/** One row as the readers of today have it; the last column, how the row was judged, is for people. */
function rowOf(path: string): readonly string[] {
  const bytes = corpusBytes(path);
  const { segy, su } = scoresOf(bytes, path.split('.').pop() ?? '');
  if (segy === 0 && su === 0) return [path, 'not recognised', '', '', '', '', '', '', '', '', ''];
  const format = segy > su ? 'segy' : 'su';
  try {
    const recording = format === 'segy' ? segyOf(bytes) : suOf(bytes);
    const { revision, count, maxSamples, interval, encoding, order } = recording;
    const text = recording.format === 'segy' ? `${recording.text.encoding} x ${recording.text.offsets.length}` : '';
    const numbers = [count, maxSamples, interval].map((value) => (value === undefined ? '' : `${value}`));
    return [path, 'opened', format, revision ?? '', ...numbers, encoding, order, text, codes(recording).join(' ')];
  } catch (error) {
    assert.ok(error instanceof SeisError, String(error));
    return [path, 'refused', format, '', '', '', '', '', '', '', `${error.code}: ${error.message}`];
  }
}

test('the table has every SEG-Y and SU file of the corpus', { skip: skipCorpus }, () => {
  assert.deepEqual(head, [...columns, 'judged']);
  assert.deepEqual(
    rows.map(([path]) => path),
    corpusFiles('segy', 'su'),
  );
});

test('each file of the corpus is opened or refused as its row says', { skip: skipCorpus }, () => {
  for (const row of rows) assert.deepEqual(rowOf(row[0]).join('\t'), row.slice(0, columns.length).join('\t'));
});

test('each row says how it was judged', () => {
  for (const row of rows) assert.ok(row.length === columns.length + 1 && row[columns.length].length > 10, row[0]);
});
