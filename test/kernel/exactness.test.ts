/** The exactness of a pair is what its values do: by brute force where a source has 8 or 16 bits, else by its corners. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorCode } from '../../src/error.ts';
import { SeisError } from '../../src/error.ts';
import type { LossPolicy } from '../../src/kernel/contract.ts';
import { plainConverters } from '../../src/kernel/converters.ts';
import { type SampleEncoding, type Stored, sampleEncodings } from '../../src/kernel/encodings.ts';
import { exactnessOf, pairClass, rangeCaveat } from '../../src/kernel/exactness.ts';
import { integerRange, referenceConverter } from '../../src/kernel/reference.ts';
import { encodings, samplesOf, targets } from './pairs.ts';

const big = (encoding: SampleEncoding): Stored => ({ encoding, order: 'big' });
const nothing = { scale: undefined, clip: false };
const rounding = { scale: 1, clip: false };

/** Whether every sample comes back as it was after a way through `to`; false too when one is refused. */
function survives(from: SampleEncoding, to: SampleEncoding, samples: Uint8Array): boolean {
  const count = samples.length / sampleEncodings[from].bytes;
  const there = new Uint8Array(count * sampleEncodings[to].bytes);
  const back = new Uint8Array(samples.length);
  if (referenceConverter(big(from), big(to), rounding)(there, 0, samples, 0, count) >= 0) return false;
  if (referenceConverter(big(to), big(from), rounding)(back, 0, there, 0, count) >= 0) return false;
  return Buffer.compare(samples, back) === 0;
}

/** All words of an encoding of one or two bytes, big-endian. */
function allWords(encoding: SampleEncoding): Uint8Array {
  const { bytes } = sampleEncodings[encoding];
  const words = Array.from({ length: 256 ** bytes }, (_, i) => (bytes === 1 ? [i] : [i >> 8, i & 0xff]));
  return Uint8Array.from(words.flat());
}

for (const from of ['int8', 'uint8', 'int16', 'uint16'] as const) {
  test(`${from}: a pair is lossless exactly when all its values survive`, () => {
    const samples = allWords(from);
    for (const to of targets) {
      const { kind } = sampleEncodings[to];
      if (from === to) assert.equal(pairClass(from, to), 'identical');
      else
        assert.equal(
          pairClass(from, to),
          survives(from, to, samples) ? 'lossless' : 'lossy',
          `${from} to ${to} (${kind})`,
        );
    }
  });
}

test('wider integers: a pair is lossless exactly when limits, neighbours and odd values survive', () => {
  for (const from of encodings.filter((encoding) => ['signed', 'unsigned'].includes(sampleEncodings[encoding].kind))) {
    const [low, high] = integerRange(from);
    const width = sampleEncodings[from].bytes;
    const values = [low, low + 1n, 0n, 1n, high - 1n, high, high / 2n, high / 2n + 1n, low / 2n, low / 2n - 1n];
    const wanted = values.filter((value) => value >= low && value <= high);
    const samples = new Uint8Array(wanted.length * width);
    wanted.forEach((value, i) => {
      for (let j = 0; j < width; j++) samples[i * width + j] = Number((value >> BigInt(8 * (width - 1 - j))) & 0xffn);
    });
    for (const to of targets.filter((target) => target !== from)) {
      assert.equal(pairClass(from, to), survives(from, to, samples) ? 'lossless' : 'lossy', `${from} to ${to}`);
    }
  }
});

test('float pairs have the class that their digits and exponents give', () => {
  const table: readonly (readonly [SampleEncoding, SampleEncoding, string])[] = [
    ['ibm32', 'ieee32', 'in-range'],
    ['ibm32', 'ieee64', 'lossless'],
    ['ieee32', 'ibm32', 'lossy'],
    ['ieee32', 'ieee64', 'lossless'],
    ['ieee64', 'ibm32', 'lossy'],
    ['ieee64', 'ieee32', 'lossy'],
    ['gain32mul', 'ieee64', 'lossless'],
    ['gain32div', 'ieee64', 'lossless'],
    ['gain32mul', 'ieee32', 'in-range'],
    ['gain32div', 'ieee32', 'in-range'],
    ['gain32mul', 'ibm32', 'in-range'],
    ['gain32div', 'ibm32', 'lossless'],
  ];
  for (const [from, to, expected] of table) assert.equal(pairClass(from, to), expected, `${from} to ${to}`);
  for (const from of encodings.filter((encoding) => ['float', 'gain'].includes(sampleEncodings[encoding].kind))) {
    for (const to of targets.filter((target) => sampleEncodings[target].kind !== 'float')) {
      assert.equal(pairClass(from, to), 'lossy', `${from} to ${to}`);
    }
  }
});

test('a pair that is lossless never refuses a sample, whatever its bits', () => {
  for (const from of encodings) {
    for (const to of targets.filter((target) => ['lossless', 'identical'].includes(pairClass(from, target)))) {
      const convert = plainConverters.make(big(from), big(to), nothing);
      const samples = samplesOf(big(from), 600, 1);
      const room = new Uint8Array(600 * sampleEncodings[to].bytes);
      assert.equal(convert(room, 0, samples, 0, 600), -1, `${from} to ${to}`);
    }
  }
});

test('a view says clipped exactly where some sample of the source is clipped', () => {
  for (const from of encodings) {
    for (const to of targets) {
      const refuses = referenceConverter(big(from), big(to), rounding);
      const room = new Uint8Array(8);
      const width = sampleEncodings[from].bytes;
      const samples = samplesOf(big(from), 1200, 0);
      let refused = false;
      for (let i = 0; i < 1200 && !refused; i++) refused = refuses(room, 0, samples, i * width, 1) >= 0;
      const exactness = exactnessOf(big(from), big(to), { scale: undefined, clip: true });
      assert.equal(exactness === 'clipped', refused, `${from} to ${to} is ${exactness}`);
    }
  }
});

test('the word of a view follows the pair and the policy', () => {
  const clip = { scale: undefined, clip: true };
  const scaled = { scale: 2, clip: false };
  const little: Stored = { encoding: 'int16', order: 'little' };
  assert.equal(exactnessOf(big('int16'), big('int16'), nothing), 'identical');
  assert.equal(exactnessOf(big('int16'), little, nothing), 'lossless');
  assert.equal(exactnessOf(big('int16'), big('ieee32'), nothing), 'lossless');
  assert.equal(exactnessOf(big('int16'), big('ieee32'), rounding), 'lossless');
  assert.equal(exactnessOf(big('int16'), big('ieee32'), scaled), 'rounded');
  assert.equal(exactnessOf(big('int16'), big('int16'), { scale: 2, clip: true }), 'clipped');
  assert.equal(exactnessOf(big('ibm32'), big('ieee32'), nothing), 'lossless');
  assert.equal(exactnessOf(big('ibm32'), big('ieee32'), clip), 'lossless');
  assert.equal(exactnessOf(big('ieee32'), big('int16'), rounding), 'rounded');
  assert.equal(exactnessOf(big('ieee32'), big('int16'), clip), 'clipped');
  assert.equal(exactnessOf(big('int32'), big('ieee32'), clip), 'rounded');
  assert.match(rangeCaveat('ibm32', 'ieee32') ?? '', /2\^-126 to below 2\^128/);
  assert.equal(rangeCaveat('ibm32', 'ieee64'), undefined);
});

function refusal(code: ErrorCode, mend: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof SeisError && error.code === code && mend.test(error.detail.mend ?? '');
}

test('what may not be is refused, naming what would mend it', () => {
  const make = (from: Stored, to: Stored, policy: LossPolicy = nothing) => plainConverters.make(from, to, policy);
  assert.throws(() => make(big('ieee64'), big('ieee32')), refusal('unrepresentable', /samples=ieee64.*scale=1/));
  assert.throws(
    () => make(big('ieee32'), big('int16')),
    refusal('unrepresentable', /samples=ieee32.*scale=1.*clip=yes/),
  );
  assert.throws(() => make(big('gain32mul'), big('int16')), refusal('unrepresentable', /samples=ieee64/));
  assert.throws(() => make(big('int16'), big('gain32mul')), refusal('usage', /samples=ieee32/));
  assert.throws(() => make({ encoding: 'int24', order: 'pairs' }, big('ieee32')), refusal('unsupported', /order=big/));
  for (const scale of [0, Number.NaN, Infinity]) {
    assert.throws(() => make(big('int16'), big('ieee32'), { scale, clip: false }), refusal('usage', /scale=1/));
  }
});
