/** SEG-Y files of every revision, code and order from an independent encoder: opened with every trace where it was made. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { getWord } from '../../../src/bytes/fields.ts';
import { commonWords, laterWords, traceHeader } from '../../../src/formats/segy/fields/trace-header.ts';
import { plainConverters } from '../../../src/kernel/converters.ts';
import type { SampleEncoding } from '../../../src/kernel/encodings.ts';
import type { SegyRecording } from '../../../src/formats/segy/recording.ts';
import { openSegy } from '../../../src/formats/segy/read/open.ts';
import { runSync } from '../../../src/bytes/need.ts';
import { countingSource } from '../../support/corpus.ts';
import { assertConsistent, assertTraces, codes, scoresOf, segyOf } from '../../support/recording.ts';
import type { MadeOrder, MadeRevision } from '../../support/segy-maker.ts';
import { makeSegy } from '../../support/segy-maker.ts';

const encodings: Record<number, SampleEncoding> = {
  1: 'ibm32',
  2: 'int32',
  3: 'int16',
  5: 'ieee32',
  6: 'ieee64',
  7: 'int24',
  8: 'int8',
  9: 'int64',
  10: 'uint32',
  11: 'uint16',
  12: 'uint64',
  15: 'uint24',
  16: 'uint8',
};

const orders: readonly MadeOrder[] = ['big', 'little', 'pairs'];
const revisions: readonly MadeRevision[] = ['0', '1', '2.0', '2.1'];

/** Oldest revision of a code, as the specification introduced it. */
function introduced(code: number): number {
  return code <= 3 ? 0 : code === 5 || code === 8 ? 1 : 2;
}

/** Opens with a kept index and counts the ranges that took. */
function reopened(bytes: Uint8Array, index: Uint8Array, counted: { ranges: number }): SegyRecording {
  const source = countingSource(bytes);
  const recording = runSync(openSegy({ size: bytes.length, options: {}, index: () => index }), [source]);
  counted.ranges = source.ranges;
  assertConsistent(recording);
  return recording;
}

test('every revision, code and order is recognised and opened, with and without the byte-order constant', () => {
  for (const revision of revisions) {
    for (const [number, encoding] of Object.entries(encodings)) {
      const code = Number(number);
      for (const order of orders) {
        if (order === 'pairs' && (code === 7 || code === 15)) continue;
        for (const constant of revision.startsWith('2') ? [true, false] : [false]) {
          const made = makeSegy({ revision, code, order, constant, traces: 7, samples: 33 });
          const recording = segyOf(made.bytes);
          assertTraces(recording, made);
          assert.equal(recording.revision, revision);
          assert.equal(recording.encoding, encoding);
          assert.equal(recording.order, order);
          assert.equal(recording.interval, 4000);
          assert.equal(recording.frames.regular, true);
          assert.equal(recording.text.encoding, 'ebcdic');
          const expected = order !== 'big' && !constant ? ['order-assumed'] : [];
          if (Number(revision) < introduced(code)) expected.unshift('format-revision');
          assert.deepEqual(codes(recording), expected, `${revision} ${code} ${order}`);
          assert.ok(scoresOf(made.bytes).segy > 80 && scoresOf(made.bytes).su === 0);
        }
      }
    }
  }
});

test('samples lie where the frames say, in the encoding and order that were found', () => {
  for (const [number, encoding] of Object.entries(encodings)) {
    const code = Number(number);
    for (const order of orders) {
      if (order === 'pairs' && (code === 7 || code === 15)) continue;
      const made = makeSegy({ revision: '2.1', code, order, traces: 3, samples: 17, additional: 2 });
      const { frames } = segyOf(made.bytes);
      const to: SampleEncoding = encoding === 'int64' || encoding === 'uint64' ? encoding : 'ieee64';
      const convert = plainConverters.make(
        { encoding, order },
        { encoding: to, order: 'big' },
        {
          scale: undefined,
          clip: false,
        },
      );
      for (let i = 0; i < 3; i++) {
        const out = new Uint8Array(17 * 8);
        assert.equal(convert(out, 0, made.bytes, frames.offset(i) + frames.headerBytes(i), 17), -1);
        const view = new DataView(out.buffer);
        for (let j = 0; j < 17; j++) {
          const value: number | bigint =
            to === 'ieee64'
              ? view.getFloat64(8 * j)
              : to === 'int64'
                ? view.getBigInt64(8 * j)
                : view.getBigUint64(8 * j);
          assert.equal(value, made.value(i, j), `${encoding} ${order} trace ${i} sample ${j}`);
        }
      }
    }
  }
});

test('header words are read as they were made, in each order', () => {
  const names = { ...commonWords, ...laterWords };
  for (const order of orders) {
    const made = makeSegy({ revision: '1', code: 5, order });
    const { frames } = segyOf(made.bytes);
    for (let i = 0; i < made.traces; i++) {
      for (const { byte, value } of made.words) {
        const found = Object.entries(names).find(([, field]) => field.byte === byte);
        assert.ok(found !== undefined, `no word at byte ${byte}`);
        const name = found[0] as keyof typeof names;
        assert.equal(getWord(traceHeader, name, made.bytes, frames.offset(i), order), value(i), `${name} ${order}`);
      }
    }
  }
});

test('whatever comes before and after the traces, they are found: texts, label, additional headers, trailers', () => {
  fc.assert(
    fc.property(
      fc.record({
        revision: fc.constantFrom<MadeRevision>('2.0', '2.1'),
        code: fc.constantFrom(1, 3, 5, 6, 8),
        order: fc.constantFrom<MadeOrder>('big', 'little'),
        traces: fc.integer({ min: 1, max: 40 }),
        samples: fc.integer({ min: 1, max: 90 }),
        extTexts: fc.integer({ min: 1, max: 4 }),
        openEnded: fc.boolean(),
        additional: fc.integer({ min: 0, max: 3 }),
        trailers: fc.integer({ min: 0, max: 3 }),
        label: fc.boolean(),
        text: fc.constantFrom<'ebcdic' | 'ascii'>('ebcdic', 'ascii'),
      }),
      fc.boolean(),
      (plan, declareAll) => {
        const first = (plan.label ? 128 : 0) + 3600 + 3200 * plan.extTexts;
        const made = makeSegy({ ...plan, lies: declareAll ? { firstTrace: first, traces: plan.traces } : {} });
        const recording = segyOf(made.bytes);
        assertTraces(recording, made);
        assert.equal(recording.additionalHeaders, plan.additional);
        assert.equal(recording.text.offsets.length, 1 + plan.extTexts);
        assert.equal(recording.text.encoding, plan.text);
        assert.equal(recording.trailers.count, plan.trailers);
        assert.equal(recording.labelBytes, plan.label ? 128 : 0);
        assert.deepEqual(codes(recording), plan.label ? ['tape-label'] : []);
      },
    ),
    { seed: 4, numRuns: 150 },
  );
});

test('an unknown number of trailers is found from the end of the file', () => {
  for (const trailers of [0, 1, 3]) {
    const made = makeSegy({ revision: '2.1', code: 5, traces: 9, trailers, lies: { trailers: -1 } });
    const recording = segyOf(made.bytes);
    assertTraces(recording, made);
    assert.equal(recording.trailers.count, trailers);
    assert.deepEqual(codes(recording), []);
  }
});

test('extended numbers: more than 65535 samples, a fraction of a microsecond', () => {
  const made = makeSegy({ revision: '2.0', code: 8, traces: 3, samples: 70000, interval: 62.5, additional: 1 });
  const recording = segyOf(made.bytes);
  assertTraces(recording, made);
  assert.equal(recording.maxSamples, 70000);
  assert.equal(recording.declaredSamples, 70000);
  assert.equal(recording.interval, 62.5);
  assert.equal(recording.intervalVaries, false);
});

test('traces of any lengths are walked, indexed, and opened again from the index without a walk', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<MadeRevision>('0', '1', '2.0', '2.1'),
      fc.constantFrom<MadeOrder>('big', 'little', 'pairs'),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 600 }),
      fc.boolean(),
      fc.integer({ min: 0, max: 2 }),
      fc.constantFrom(0, 0, -3, 5),
      (revision, order, lengths, varyHeaders, trailers, tail) => {
        const two = revision.startsWith('2');
        const made = makeSegy({
          revision,
          code: 3,
          order,
          traces: lengths.length,
          samples: (i) => lengths[i],
          additional: two && varyHeaders ? (i) => (i === 0 ? 3 : 1 + (lengths[i] % 3)) : 0,
          trailers: two ? trailers : 0,
          tail: two && trailers > 0 ? 0 : tail,
        });
        const whole = made.bytes.length < (made.sampleOffsets.at(-1) ?? 0) + 2 * (lengths.at(-1) ?? 0) ? 1 : 0;
        if (whole === lengths.length) return;
        const recording = segyOf(made.bytes);
        assertTraces(recording, made, lengths.length - whole);
        if (recording.frames.regular) return;
        const ends = recording.tail.length === 0 ? [] : [tail < 0 ? 'cut-trace' : 'tail-bytes'];
        assert.deepEqual(codes(recording), [...ends, ...(order === 'big' || two ? [] : ['order-assumed'])].sort());
        const source = { ranges: 0 };
        const again = reopened(made.bytes, recording.index as Uint8Array, source);
        assertTraces(again, made, lengths.length - whole);
        assert.deepEqual(again.index, recording.index);
        assert.deepEqual({ ...again, frames: 0 }, { ...recording, frames: 0 });
        assert.ok(source.ranges <= 4 * 17 + 20, `${source.ranges} ranges`);
      },
    ),
    { seed: 5, numRuns: 60 },
  );
});

test('lengths that need four bytes, and a last trace with fewer headers than the first', () => {
  const lengths = [10, 20, 70000, 3, 66000, 1];
  const made = makeSegy({
    revision: '2.1',
    code: 8,
    traces: lengths.length,
    samples: (i) => lengths[i],
    additional: (i) => (i === 0 ? 4 : 1),
  });
  const recording = segyOf(made.bytes);
  assertTraces(recording, made);
  assert.equal(recording.maxSamples, 70000);
  const kept = recording.index as Uint8Array;
  assertTraces(reopened(made.bytes, kept, { ranges: 0 }), made);
  const odd = new Uint8Array(kept.length + 1).subarray(1);
  odd.set(kept);
  assertTraces(reopened(made.bytes, odd, { ranges: 0 }), made);
});

test('an index that is damaged or belongs to something else is made anew', () => {
  const made = makeSegy({ revision: '1', code: 3, traces: 100, samples: (i) => 10 + (i % 7) });
  const { index } = segyOf(made.bytes);
  assert.ok(index !== undefined);
  fc.assert(
    fc.property(fc.nat(index.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, cut) => {
      const damaged = cut ? index.slice(0, at) : index.slice();
      if (!cut) damaged[at] ^= flip;
      const source = { ranges: 0 };
      const again = reopened(made.bytes, damaged, source);
      assert.ok(source.ranges > 100, 'the traces were walked over');
      assertTraces(again, made);
      assert.deepEqual(again.index, index);
    }),
    { seed: 6, numRuns: 300 },
  );
});
