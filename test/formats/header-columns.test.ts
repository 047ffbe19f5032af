/** Columns of header words equal the words read trace by trace; what is read for them is counted. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getWord } from '../../src/bytes/fields.ts';
import { runSync } from '../../src/bytes/need.ts';
import { SeisError } from '../../src/error.ts';
import {
  blockBytes,
  columnFiller,
  headerColumns,
  headerWordsOf,
  makeColumns,
  wordNames,
} from '../../src/formats/header-columns.ts';
import { formats } from '../../src/formats/segy/index.ts';
import type { Recording } from '../../src/formats/format.ts';
import { createArena } from '../../src/kernel/arena.ts';
import { wasmGather } from '../../src/kernel/gather.ts';
import { makeSegy, makeSu } from '../support/segy-maker.ts';
import { openBytes, recordingSource } from '../support/views.ts';

function recordingOf(format: 'segy' | 'su', bytes: Uint8Array): Recording {
  const [segy, su] = formats;
  return { format: format === 'segy' ? segy : su, set: openBytes(format, bytes) };
}

const lengths = (i: number): number => 5 + ((i * 7) % 40);

const files = {
  'rev 1, big-endian': ['segy', makeSegy({ code: 1, traces: 60 }).bytes],
  'rev 2.0, little-endian, with names': [
    'segy',
    makeSegy({ code: 5, revision: '2.0', order: 'little', traces: 40 }).bytes,
  ],
  'rev 2.1, pair-swapped': ['segy', makeSegy({ code: 2, revision: '2.1', order: 'pairs', traces: 30 }).bytes],
  'rev 0': ['segy', makeSegy({ code: 3, revision: '0', traces: 20 }).bytes],
  'traces of any lengths': ['segy', makeSegy({ code: 1, traces: 80, samples: lengths }).bytes],
  'additional headers': ['segy', makeSegy({ code: 5, revision: '2.1', traces: 20, additional: 2 }).bytes],
  'long traces': ['segy', makeSegy({ code: 5, traces: 12, samples: 3000 }).bytes],
  'one long trace among short ones': [
    'segy',
    makeSegy({ code: 3, traces: 9, samples: (i) => (i === 4 ? 60_000 : 3) }).bytes,
  ],
  'SU, little-endian': ['su', makeSu({ traces: 50 }).bytes],
  'SU, big-endian, any lengths': ['su', makeSu({ traces: 50, order: 'big', samples: lengths }).bytes],
} as const;

for (const [title, [format, bytes]] of Object.entries(files)) {
  test(`all words of all traces: ${title}`, () => {
    const recording = recordingOf(format, bytes);
    const { set } = recording;
    const words = headerWordsOf(recording);
    const names = wordNames(words);
    assert.ok(names.length >= 70, `${names.length} words`);
    const arena = createArena(1024 * 1024);
    const bench = { gather: wasmGather(arena), block: arena.take(blockBytes) };
    const fast = makeColumns(words, names, set.count);
    runSync(columnFiller(set, words, fast, bench)(0, set.count), [recordingSource(bytes)]);
    const plain = runSync(headerColumns(recording), [recordingSource(bytes)]);
    assert.deepEqual(fast, plain);
    for (let i = 0; i < set.count; i++) {
      const at = set.frames.offset(i);
      for (const name of names) {
        const word = getWord(words.block, name, bytes, at, set.order) as unknown;
        const column = plain[name];
        if (word instanceof Uint8Array) assert.deepEqual(column.subarray(8 * i, 8 * i + 8), word);
        else assert.equal(column[i], word, `${name} of trace ${i}`);
      }
    }
  });
}

test('some words of some traces, at a place in the columns', () => {
  const { bytes } = makeSegy({ code: 1, traces: 60, samples: lengths });
  const recording = recordingOf('segy', bytes);
  const words = headerWordsOf(recording);
  const columns = makeColumns(words, ['tracl', 'xline'], 10);
  runSync(columnFiller(recording.set, words, columns)(20, 3, 4), [recordingSource(bytes)]);
  assert.deepEqual([...(columns.tracl as Int32Array)], [0, 0, 0, 0, 21, 22, 23, 0, 0, 0]);
  assert.equal(columns.xline[4], 300);
  const some = runSync(headerColumns(recording, { words: ['fldr'], first: 58 }), [recordingSource(bytes)]);
  assert.deepEqual([...(some.fldr as Int32Array)], [1015, 1015]);
});

test('short traces are read in one range a block, of long ones only the wanted bytes of their headers', () => {
  const short = makeSegy({ code: 1, traces: 60 }).bytes;
  const source = recordingSource(short);
  runSync(headerColumns(recordingOf('segy', short), { words: ['cdp'] }), [source]);
  assert.deepEqual(source.ranges, [{ offset: 3600 + 20, length: 59 * (240 + 80) + 4 }]);

  const long = makeSegy({ code: 5, traces: 12, samples: 3000 }).bytes;
  const other = recordingSource(long);
  runSync(headerColumns(recordingOf('segy', long), { words: ['iline', 'xline'] }), [other]);
  assert.equal(other.ranges.length, 12);
  assert.deepEqual(other.ranges[3], { offset: 3600 + 3 * (240 + 12_000) + 188, length: 8 });
});

test('words and traces that are not there are refused by name and number', () => {
  const { bytes } = makeSegy({ code: 1, traces: 5 });
  const recording = recordingOf('segy', bytes);
  const ask = (request: object): (() => unknown) => {
    return () => runSync(headerColumns(recording, request), [recordingSource(bytes)]);
  };
  assert.throws(ask({ words: ['cdp', 'nosuch'] }), (e) => e instanceof SeisError && /'nosuch'/.test(e.message));
  assert.throws(ask({ words: ['name'] }), SeisError, 'a word of rev 2 in a rev 1 file');
  assert.throws(ask({ words: ['toString'] }), SeisError);
  assert.throws(ask({ first: 4, count: 2 }), (e) => e instanceof SeisError && /there are 5/.test(e.message));
  assert.throws(ask({ first: -1 }), SeisError);
});
