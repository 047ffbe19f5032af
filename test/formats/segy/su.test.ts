/** SU files from an independent encoder: both byte orders by rule, varying lengths, odd sizes, refusals. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runSync } from '../../../src/bytes/need.ts';
import { SeisError } from '../../../src/error.ts';
import { openSu } from '../../../src/formats/segy/su/open.ts';
import { countingSource } from '../../support/corpus.ts';
import { assertTraces, codes, scoresOf, suOf } from '../../support/recording.ts';
import { makeSu } from '../../support/segy-maker.ts';

const orders = fc.constantFrom<'big' | 'little'>('big', 'little');

test('regular files in both orders are recognised and opened, whatever dt and ntr say', () => {
  fc.assert(
    fc.property(
      orders,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 700 }),
      fc.constantFrom(0, 250, 4000, 40000),
      fc.constantFrom(0, 3, 60),
      (order, traces, samples, interval, ntr) => {
        const made = makeSu({ order, traces, samples, interval, ntr });
        const recording = suOf(made.bytes);
        assertTraces(recording, made);
        assert.equal(recording.order, order);
        assert.equal(recording.interval, interval === 0 ? undefined : interval);
        assert.equal(recording.frames.regular, true);
        const expected = interval === 0 ? ['interval-missing'] : [];
        if (ntr > 0 && ntr !== traces) expected.push('trace-count');
        assert.deepEqual(codes(recording), expected);
        const { segy, su } = scoresOf(made.bytes);
        assert.ok(su > segy, `SU ${su}, SEG-Y ${segy}`);
      },
    ),
    { seed: 7, numRuns: 150 },
  );
});

test('traces of any lengths are walked, recognised, and opened again from the index', () => {
  fc.assert(
    fc.property(
      orders,
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 2, maxLength: 400 }),
      (order, lengths) => {
        const made = makeSu({ order, traces: lengths.length, samples: (i) => lengths[i] });
        const recording = suOf(made.bytes);
        assertTraces(recording, made);
        assert.equal(recording.order, order);
        assert.ok(scoresOf(made.bytes).su > scoresOf(made.bytes).segy);
        if (recording.index === undefined) return;
        const source = countingSource(made.bytes);
        const again = runSync(openSu({ size: made.bytes.length, options: {}, index: () => recording.index }), [source]);
        assertTraces(again, made);
        assert.ok(source.ranges <= 60, `${source.ranges} ranges`);
      },
    ),
    { seed: 8, numRuns: 60 },
  );
});

test('bytes after the last whole trace are said, the whole traces kept', () => {
  for (const samples of [20, (i: number) => 20 + (i % 3)]) {
    for (const [tail, count, code] of [
      [13, 8, 'tail-bytes'],
      [-13, 7, 'cut-trace'],
      [-300, 7, 'tail-bytes'],
    ] as const) {
      const made = makeSu({ traces: 8, samples, tail });
      const recording = suOf(made.bytes);
      assertTraces(recording, made, count);
      assert.deepEqual(codes(recording), [code]);
      assert.ok(scoresOf(made.bytes).su > 0);
    }
  }
});

test('what cannot be SU is refused for its reason', () => {
  const refusals: readonly (readonly [Uint8Array, string, RegExp])[] = [
    [new Uint8Array(240), 'truncated', /240 bytes/],
    [new Uint8Array(4000), 'malformed', /neither fits/],
    [makeSu({ traces: 1, tail: -4 }).bytes, 'malformed', /neither fits/],
  ];
  for (const [bytes, code, says] of refusals) {
    assert.throws(
      () => suOf(bytes),
      (error) => error instanceof SeisError && error.code === code && says.test(error.message),
    );
  }
  const { bytes } = makeSu({});
  assert.throws(() => suOf(bytes, { samples: 'ibm32' }), /IEEE floats/);
});

test('what the user says wins: order, ns, dt', () => {
  const made = makeSu({ order: 'little', traces: 6, samples: 20 });
  assert.equal(suOf(made.bytes, { dt: 125 }).interval, 125);
  assert.equal(suOf(made.bytes, { order: 'little' }).order, 'little');
  assert.equal(suOf(made.bytes, { ns: 100 }).maxSamples, 100);
});
