/** Frames of traces that differ, asked for in any order, against sums made the slow way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { growingColumn } from '../../../src/formats/segy/read/columns.ts';
import { columnFrames } from '../../../src/formats/segy/read/frames.ts';

test('offsets and sums are right at every trace, in any order of asking', () => {
  const count = fc.constantFrom(1, 2, 255, 256, 257, 511, 512, 513, 1024);
  fc.assert(
    fc.property(count, fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), fc.boolean(), (traces, asked, varying) => {
      const samples = Uint16Array.from({ length: traces }, (_, i) => 1 + ((i * 7919) % 1000));
      const additional = varying ? Uint16Array.from({ length: traces }, (_, i) => i % 4) : 2;
      const frames = columnFrames(3600, { count: traces, samples, additional }, 4);
      const words = [0];
      const headers = [0];
      for (let i = 0; i < traces; i++) {
        words.push(words[i] + samples[i]);
        headers.push(headers[i] + 240 * (1 + (varying ? i % 4 : 2)));
      }
      for (const place of [traces, ...asked.map((i) => i % (traces + 1))]) {
        assert.equal(frames.dataSamples(place), words[place]);
        assert.equal(frames.dataHeaderBytes(place), headers[place]);
        assert.equal(frames.offset(place), 3600 + headers[place] + 4 * words[place]);
      }
    }),
    { seed: 10, numRuns: 100 },
  );
});

test('a growing column keeps every number, and two bytes a number while they do', () => {
  for (const [numbers, width] of [
    [[], 2],
    [Array.from({ length: 10000 }, (_, i) => i), 2],
    [Array.from({ length: 10000 }, (_, i) => (i === 4096 ? 65536 : i)), 4],
    [Array.from({ length: 4096 }, (_, i) => (i === 4095 ? 4294967295 : i)), 4],
    [[70000, 1], 4],
  ] as const) {
    const column = growingColumn();
    for (const number of numbers) column.push(number);
    const found = column.finish();
    assert.deepEqual([...found], [...numbers]);
    assert.equal(found.BYTES_PER_ELEMENT, width);
  }
});
