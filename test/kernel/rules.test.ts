/** The rules of rounding, clipping and refusing, by example and by property, for both makers of converters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SeisError } from '../../src/error.ts';
import { createArena } from '../../src/kernel/arena.ts';
import type { LossPolicy } from '../../src/kernel/contract.ts';
import { plainConverters, wasmConverters } from '../../src/kernel/converters.ts';
import { type SampleEncoding, type Stored, sampleEncodings } from '../../src/kernel/encodings.ts';
import { integerRange } from '../../src/kernel/reference.ts';
import { encodings, samplesOf, storedOf, targets } from './pairs.ts';

const arena = createArena(1 << 18);
const makers = [plainConverters, wasmConverters(arena)];

/** Converts float64 values to integers with both makers, in the arena; the answer, and the integers before it. */
function integersOf(values: readonly number[], to: SampleEncoding, policy: LossPolicy): [number, bigint[]][] {
  return makers.map((maker) => {
    arena.reset();
    const { bytes, kind } = sampleEncodings[to];
    const src = arena.lend(values.length * 8);
    const dst = arena.lend(values.length * bytes);
    const view = new DataView(src.buffer, src.byteOffset);
    values.forEach((value, i) => view.setFloat64(8 * i, value, true));
    const convert = maker.make({ encoding: 'ieee64', order: 'little' }, { encoding: to, order: 'big' }, policy);
    const answer = convert(dst, 0, src, 0, values.length);
    const integers: bigint[] = [];
    for (let i = 0; i < (answer < 0 ? values.length : answer); i++) {
      let whole = 0n;
      for (let j = 0; j < bytes; j++) whole = (whole << 8n) | BigInt(dst[i * bytes + j]);
      integers.push(kind === 'signed' ? BigInt.asIntN(8 * bytes, whole) : whole);
    }
    return [answer, integers];
  });
}

test('floats become the nearest integers, ties to even, and limits are limits after rounding', () => {
  const allow = { scale: 1, clip: false };
  for (const [answer, integers] of integersOf(
    [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999999999999994, 127.49, -128.5],
    'int8',
    allow,
  )) {
    assert.equal(answer, -1);
    assert.deepEqual(integers, [0n, 2n, 2n, 0n, -2n, -2n, 0n, 127n, -128n]);
  }
  for (const [bad, to] of [
    [127.5, 'int8'],
    [-128.51, 'int8'],
    [-0.51, 'uint8'],
    [255.5, 'uint8'],
    [2 ** 63, 'int64'],
    [2 ** 64, 'uint64'],
    [Number.NaN, 'int24'],
    [Infinity, 'int32'],
    [-Infinity, 'uint64'],
  ] as const) {
    for (const [answer] of integersOf([1, 2, bad, 3], to, allow)) assert.equal(answer, 2, `${bad} to ${to}`);
    const [low, high] = integerRange(to);
    const limit = Number.isNaN(bad) ? 0n : bad < 0 ? low : high;
    for (const [answer, integers] of integersOf([1, 2, bad, 3], to, { scale: 1, clip: true })) {
      assert.equal(answer, -1);
      assert.deepEqual(integers, [1n, 2n, limit, 3n], `${bad} to ${to}`);
    }
  }
});

test('scale multiplies in float64 before rounding', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const scale = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 30 }), scale, (values, factor) => {
      for (const [answer, integers] of integersOf(values, 'int32', { scale: factor, clip: true })) {
        assert.equal(answer, -1);
        values.forEach((v, i) => {
          const product = v * factor;
          const near = Number(integers[i]);
          const clipped = Math.min(2147483647, Math.max(-2147483648, product));
          assert.ok(Math.abs(near - clipped) <= 0.5, `${v} * ${factor} became ${near}`);
          if (Math.abs(near - clipped) === 0.5) assert.equal(near % 2, 0);
        });
      }
    }),
    { seed: 3, numRuns: 200 },
  );
});

test('64-bit integers are rounded to float32 once', () => {
  const big = (value: bigint): number[] =>
    Array.from({ length: 8 }, (_, j) => Number((value >> BigInt(56 - 8 * j)) & 0xffn));
  // Just above the middle of two float32 values: rounding to float64 first would fall on it, and then to even.
  const value = 2n ** 62n + 2n ** 38n + 1n;
  for (const maker of makers) {
    for (const encoding of ['int64', 'uint64'] as const) {
      const convert = maker.make(
        { encoding, order: 'big' },
        { encoding: 'ieee32', order: 'big' },
        { scale: 1, clip: false },
      );
      const dst = new Uint8Array(4 * 9);
      const src = Uint8Array.from(Array.from({ length: 9 }, () => big(value)).flat());
      assert.equal(convert(dst, 0, src, 0, 9), -1);
      for (let i = 0; i < 9; i++) assert.equal(new DataView(dst.buffer).getFloat32(4 * i), 2 ** 62 + 2 ** 39);
    }
  }
});

test('the same encoding in another order is a change of places, there and back', () => {
  for (const maker of makers) {
    for (const encoding of targets) {
      for (const from of storedOf(encoding)) {
        for (const to of storedOf(encoding)) {
          const policy = { scale: undefined, clip: false };
          const samples = samplesOf(from, 100, 5);
          const there = new Uint8Array(samples.length);
          const back = new Uint8Array(samples.length);
          maker.make(from, to, policy)(there, 0, samples, 0, 100);
          maker.make(to, from, policy)(back, 0, there, 0, 100);
          assert.deepEqual(back, samples);
          const width = sampleEncodings[encoding].bytes;
          for (let i = 0; i < samples.length; i += width) {
            assert.deepEqual(there.slice(i, i + width).sort(), samples.slice(i, i + width).sort());
          }
        }
      }
    }
  }
});

test('NaN between the IEEE floats stays NaN, quiet, with sign and leading payload', () => {
  const cases: readonly (readonly [number, readonly number[]])[] = [
    [0x7f800001, [0x7ff80000, 0x20000000]],
    [0xffc12345, [0xfff82468, 0xa0000000]],
  ];
  const order = 'big';
  for (const maker of makers) {
    for (const [narrow, [high, low]] of cases) {
      const src = new Uint8Array(4 * 12);
      const wide = new Uint8Array(8 * 12);
      const back = new Uint8Array(4 * 12);
      for (let i = 0; i < 12; i++) new DataView(src.buffer).setUint32(4 * i, i % 5 === 3 ? narrow : 0x3f800000);
      maker.make({ encoding: 'ieee32', order }, { encoding: 'ieee64', order }, { scale: undefined, clip: false })(
        wide,
        0,
        src,
        0,
        12,
      );
      maker.make({ encoding: 'ieee64', order }, { encoding: 'ieee32', order }, { scale: 1, clip: false })(
        back,
        0,
        wide,
        0,
        12,
      );
      for (const i of [3, 8]) {
        assert.equal(new DataView(wide.buffer).getUint32(8 * i), high);
        assert.equal(new DataView(wide.buffer).getUint32(8 * i + 4), low);
        assert.equal(new DataView(back.buffer).getUint32(4 * i), (narrow | 0x00400000) >>> 0);
      }
    }
  }
});

test('a run that does not lie in its array is refused and nothing is written', () => {
  for (const maker of makers) {
    for (const encoding of encodings) {
      const to: Stored = { encoding: 'ieee64', order: 'big' };
      const convert = maker.make({ encoding, order: 'big' }, to, { scale: 1, clip: true });
      const width = sampleEncodings[encoding].bytes;
      arena.reset();
      for (const make of [(n: number) => new Uint8Array(n), (n: number) => arena.lend(n)]) {
        const src = make(width * 20).fill(1);
        const dst = make(8 * 20).fill(0xa5);
        const outside = (error: unknown) => error instanceof SeisError && error.code === 'usage';
        assert.throws(() => convert(dst, 0, src, 1, 20), outside);
        assert.throws(() => convert(dst, 8, src, 0, 20), outside);
        assert.throws(() => convert(dst, -8, src, 0, 2), outside);
        assert.throws(() => convert(dst, 0, src, 0, 21), outside);
        assert.throws(() => convert(dst, 0, src, 0, -1), outside);
        assert.ok(dst.every((byte) => byte === 0xa5));
      }
    }
  }
});
