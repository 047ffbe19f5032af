/** IBM floats against exact fractions in bigint: every exponent, the edges of the fraction, random words, and vectors. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createArena } from '../../src/kernel/arena.ts';
import type { Converter } from '../../src/kernel/contract.ts';
import { plainConverters, wasmConverters } from '../../src/kernel/converters.ts';
import type { SampleEncoding } from '../../src/kernel/encodings.ts';
import { randomWords } from './pairs.ts';

const arena = createArena(1 << 20);
const makers = { wasm: wasmConverters(arena), plain: plainConverters };
const names = ['wasm', 'plain'] as const;

/** A rational number: `numerator / 2^shift`, with the sign of zero beside it. */
type Fraction = { readonly negative: boolean; readonly numerator: bigint; readonly shift: bigint };

/** The definition of an IBM word, exactly: F * 16^E / 2^280. */
function ibmFraction(word: number): Fraction {
  const exponent = BigInt((word >>> 24) & 0x7f);
  return { negative: word >= 0x80000000, numerator: BigInt(word & 0xffffff) << (4n * exponent), shift: 280n };
}

/** The value of finite IEEE bits, exactly. */
function ieeeFraction(bits: bigint, exponentBits: bigint, fractionBits: bigint): Fraction {
  const exponent = (bits >> fractionBits) & ((1n << exponentBits) - 1n);
  const fraction = bits & ((1n << fractionBits) - 1n);
  const significand = exponent === 0n ? fraction : fraction | (1n << fractionBits);
  const least = (1n << (exponentBits - 1n)) - 2n + fractionBits;
  const raise = exponent === 0n ? 0n : exponent - 1n;
  return { negative: bits >> (exponentBits + fractionBits) === 1n, numerator: significand << raise, shift: least };
}

/** |fraction| * 2^power rounded to an integer, ties to even. */
function rounded({ numerator, shift }: Fraction, power: bigint): bigint {
  const down = shift - power;
  if (down <= 0n) return numerator << -down;
  const whole = numerator >> down;
  const rest = numerator - (whole << down);
  const half = 1n << (down - 1n);
  return rest > half || (rest === half && whole % 2n === 1n) ? whole + 1n : whole;
}

/** Nearest float32 bits: the first exponent, from the smallest up, whose significand has at most 24 bits. */
function singleOf(value: Fraction): number {
  const sign = value.negative ? 0x80000000 : 0;
  for (let exponent = 0n; exponent < 254n; exponent++) {
    const significand = rounded(value, 149n - exponent);
    if (significand < 1n << 24n) return sign + Number((exponent << 23n) + significand);
  }
  return sign + 0x7f800000;
}

/** Nearest IBM word: the first exponent, from the smallest up, whose fraction has at most 24 bits. */
function ibmOf(value: Fraction): number | undefined {
  const sign = value.negative ? 0x80000000 : 0;
  for (let exponent = 0n; exponent < 128n; exponent++) {
    const fraction = rounded(value, 280n - 4n * exponent);
    if (fraction < 1n << 24n) return sign + Number((exponent << 24n) + fraction);
  }
  return undefined;
}

/** Runs a converter over 32-bit (or, as pairs of halves, 64-bit) words inside the arena; answer and words. */
function run(convert: Converter, words: readonly number[], count: number, resultWords: number): [number, Uint32Array] {
  arena.reset();
  const src = arena.lend(words.length * 4);
  const dst = arena.lend(resultWords * 4);
  const view = new DataView(src.buffer, src.byteOffset);
  words.forEach((word, i) => view.setUint32(4 * i, word));
  const answer = convert(dst, 0, src, 0, count);
  const result = new DataView(dst.buffer, dst.byteOffset);
  return [answer, Uint32Array.from({ length: resultWords }, (_, i) => result.getUint32(4 * i))];
}

function make(name: 'wasm' | 'plain', from: SampleEncoding, to: SampleEncoding, clip = false): Converter {
  return makers[name].make({ encoding: from, order: 'big' }, { encoding: to, order: 'big' }, { scale: 1, clip });
}

const hex = (word: number): string => word.toString(16).padStart(8, '0');

function checkSingles(words: readonly number[]): void {
  const expected = words.map((word) => singleOf(ibmFraction(word)));
  for (const name of names) {
    const [answer, result] = run(make(name, 'ibm32', 'ieee32'), words, words.length, words.length);
    assert.equal(answer, -1);
    words.forEach((word, i) => assert.equal(hex(result[i]), hex(expected[i]), `${name} of ${hex(word)}`));
  }
}

const fractions = [
  0, 1, 2, 3, 0x7fffff, 0x800000, 0x800001, 0xffffff, 0xfffffe, 0x0fffff, 0x100000, 0x100001, 0x1fffff, 0x200000,
  0x3fffff, 0x400000, 0x5fffff, 0x600000, 0xaaaaaa, 0x555555, 0xc00000, 0xbfffff, 0x000fff, 0x001000,
];

test('IBM to float32 is the nearest value for all exponents, edge fractions and signs', () => {
  const words: number[] = [];
  for (let top = 0; top < 256; top++) {
    // Each alone among ones, too: a vector's good lanes must not suffer from a bad one, nor hide it.
    for (const fraction of fractions) words.push(top * 0x1000000 + fraction);
    for (let i = 0; i < 16; i++) words.push(i === top % 16 ? top * 0x1000000 : 0x41100000);
  }
  checkSingles(words);
});

test('IBM to float32 is the nearest value for random words', () => {
  const random = randomWords(7);
  checkSingles(Array.from({ length: 4000 }, random));
  checkSingles(Array.from({ length: 4000 }, () => ((random() & 0x9fffffff) | 0x20000000) >>> 0));
});

test('IBM to float32: the vectors of the definition', () => {
  const vectors: readonly (readonly [number, number])[] = [
    [0x41100000, 1],
    [0xc276a000, -118.625],
    [0x40280000, 0.15625],
    [0x60ffffff, 3.4028234663852886e38],
    [0x61100000, Infinity],
    [0x21400000, 2 ** -126],
    [0x21300000, 0.75 * 2 ** -126],
    [0x40000001, 2 ** -24],
    [0x41000001, 2 ** -20],
    [0x40000000, 0],
    [0xc0000000, -0],
    [0x7fffffff, Infinity],
    [0xffffffff, -Infinity],
    [0x1b400000, 0],
    [0x1b400001, 2 ** -149],
    [0x1bc00000, 2 ** -148],
  ];
  const bits = new DataView(new ArrayBuffer(4));
  for (const name of names) {
    const words = vectors.map(([word]) => word);
    const [, result] = run(make(name, 'ibm32', 'ieee32'), words, words.length, words.length);
    vectors.forEach(([word, value], i) => {
      bits.setUint32(0, result[i]);
      assert.ok(Object.is(bits.getFloat32(0), value), `${name} of ${hex(word)}: ${bits.getFloat32(0)}, not ${value}`);
    });
  }
});

test('float32 to IBM is the nearest word for every exponent, subnormals included, and refuses what has no value', () => {
  const random = randomWords(11);
  const words: number[] = [];
  for (let exponent = 0; exponent < 255; exponent++) {
    for (const fraction of [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 0x7fffff, 0x7ffffc, 0x7ffffb, 0x400000, 0x3fffff]) {
      words.push(((exponent << 23) | fraction | (random() & 0x80000000)) >>> 0);
    }
    for (let i = 0; i < 17; i++) words.push(((exponent << 23) | (random() & 0x807fffff)) >>> 0);
  }
  const expected = words.map((word) => ibmOf(ieeeFraction(BigInt(word), 8n, 23n)));
  for (const name of names) {
    const [answer, result] = run(make(name, 'ieee32', 'ibm32'), words, words.length, words.length);
    assert.equal(answer, -1);
    words.forEach((word, i) => assert.equal(hex(result[i]), hex(expected[i] ?? 0), `${name} of ${hex(word)}`));
    for (const bad of [0x7f800000, 0xff800000, 0x7fc00000, 0xff800001]) {
      for (let at = 0; at < 19; at++) {
        const row = Array.from({ length: 19 }, (_, i) => (i === at ? bad : 0x3f800000));
        assert.equal(run(make(name, 'ieee32', 'ibm32'), row, 19, 19)[0], at, `${name}: ${hex(bad)} at ${at}`);
        const [clipped, clippedWords] = run(make(name, 'ieee32', 'ibm32', true), row, 19, 19);
        const limit = (bad & 0x7fffff) !== 0 ? 0 : bad >= 0x80000000 ? 0xffffffff : 0x7fffffff;
        assert.equal(clipped, -1);
        assert.equal(hex(clippedWords[at]), hex(limit));
      }
    }
  }
  assert.equal(hex(ibmOf(ieeeFraction(0x3dcccccdn, 8n, 23n)) ?? 0), '4019999a', '0.1 is rounded, not cut off');
});

test('float64 to IBM is the nearest word, unnormalised below 16^-65, and refuses what is too large', () => {
  const words: number[] = [];
  const random = randomWords(13);
  for (const exponent of [
    0, 1, 700, 741, 742, 743, 744, 745, 750, 760, 763, 764, 1020, 1023, 1024, 1250, 1270, 1273, 1274,
  ]) {
    const top = exponent * 0x100000;
    words.push(top, 0, top, 1, top + 0x80000000, 0, top + 0xfffff, 0xffffffff, top + 0xfffff, 0xe0000000);
    words.push(top + 0xfffff, 0xf0000000, top + 0xfffff, 0xefffffff, top + (random() & 0xfffff), random());
  }
  for (let i = 0; i < 2000; i++) words.push((((random() % 540) + 736) * 0x100000) | (random() & 0xfffff), random());
  const count = words.length / 2;
  const expected = Array.from({ length: count }, (_, i) =>
    ibmOf(ieeeFraction((BigInt(words[2 * i] >>> 0) << 32n) | BigInt(words[2 * i + 1]), 11n, 52n)),
  );
  assert.ok(expected.includes(undefined) && expected.includes(0) && expected.includes(1));
  for (const name of names) {
    for (let i = 0; i < count; i++) {
      const [answer, [word]] = run(make(name, 'ieee64', 'ibm32'), words.slice(2 * i, 2 * i + 2), 1, 1);
      assert.equal(answer, expected[i] === undefined ? 0 : -1, `${name} of ${hex(words[2 * i])}`);
      if (answer < 0) assert.equal(hex(word), hex(expected[i] ?? 0), `${name} of ${hex(words[2 * i])}`);
    }
  }
});

test('IBM to float64 is exact, and back gives the same value', () => {
  const word = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (words) => {
      for (const name of names) {
        const count = words.length;
        const [, wide] = run(make(name, 'ibm32', 'ieee64'), words, count, 2 * count);
        const [answer, back] = run(make(name, 'ieee64', 'ibm32'), [...wide], count, count);
        assert.equal(answer, -1);
        words.forEach((original, i) => {
          const bits = (BigInt(wide[2 * i]) << 32n) | BigInt(wide[2 * i + 1]);
          const exact = ibmFraction(original);
          const seen = ieeeFraction(bits, 11n, 52n);
          assert.equal(seen.negative, exact.negative);
          assert.equal(seen.numerator << exact.shift, exact.numerator << seen.shift, hex(original));
          const again = ibmFraction(back[i]);
          assert.equal(again.numerator, exact.numerator, `${hex(original)} came back as ${hex(back[i])}`);
        });
      }
    }),
    { seed: 2, numRuns: 150 },
  );
});
