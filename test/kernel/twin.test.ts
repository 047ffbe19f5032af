/** The WebAssembly converters do what the plain ones do, and nothing else: every pair, order, length and alignment. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Arena, createArena } from '../../src/kernel/arena.ts';
import type { Converter, LossPolicy } from '../../src/kernel/contract.ts';
import { wasmConverters } from '../../src/kernel/converters.ts';
import { type Stored, sampleEncodings } from '../../src/kernel/encodings.ts';
import { referenceConverter } from '../../src/kernel/reference.ts';
import { encodings, samplesOf, storedOf, targets } from './pairs.ts';

const arena: Arena = createArena(1 << 20);
const converters = wasmConverters(arena);
const inside = arena.take(1 << 17);
const outside = new Uint8Array(1 << 17);
const POISON = 0xa5;
const MARGIN = 64;

const policies: readonly LossPolicy[] = [
  { scale: 1, clip: false },
  { scale: 1, clip: true },
  { scale: 1.7, clip: false },
  { scale: -1e-3, clip: true },
];

const nameOf = (from: Stored, to: Stored, policy: LossPolicy): string =>
  `${from.encoding}/${from.order} to ${to.encoding}/${to.order} scale=${policy.scale} clip=${policy.clip}`;

/** Runs one conversion in `room` and compares result, converted bytes, source and surroundings with the plain twin. */
function compare(
  fast: Converter,
  plain: Converter,
  widths: readonly [number, number],
  samples: Uint8Array,
  place: { readonly room: Uint8Array; readonly shift: number; readonly inPlace: boolean },
  name: string,
): void {
  const [fromWidth, toWidth] = widths;
  const count = samples.length / fromWidth;
  const expected = new Uint8Array(count * toWidth);
  const result = plain(expected, 0, samples, 0, count);
  const good = (result < 0 ? count : result) * toWidth;

  const { room, shift, inPlace } = place;
  const srcAt = MARGIN + shift;
  const dstAt = inPlace ? srcAt : srcAt + samples.length + MARGIN + 1;
  const end = dstAt + Math.max(count * toWidth, samples.length) + MARGIN;
  room.fill(POISON, 0, end);
  room.set(samples, srcAt);
  const before = room.slice(0, end);
  const where = `${name}, ${count} samples at ${srcAt} to ${dstAt}`;
  assert.equal(fast(room, dstAt, room, srcAt, count), result, where);
  const same = (from: number, to: number, other: Uint8Array, at: number) =>
    Buffer.compare(room.subarray(from, to), other.subarray(at, at + to - from)) === 0;
  if (!same(dstAt, dstAt + good, expected, 0)) {
    assert.deepEqual(room.slice(dstAt, dstAt + good), expected.slice(0, good), where);
  }
  assert.ok(same(0, dstAt, before, 0), `${where}: bytes before the destination changed`);
  assert.ok(same(dstAt + count * toWidth, end, before, dstAt + count * toWidth), `${where}: bytes behind it changed`);
}

for (const encoding of encodings) {
  test(`${encoding}: kernels equal the plain converters for every target, order, length and alignment`, () => {
    let runs = 0;
    for (const from of storedOf(encoding)) {
      for (const to of targets.flatMap(storedOf)) {
        const widths = [sampleEncodings[from.encoding].bytes, sampleEncodings[to.encoding].bytes] as const;
        policies.forEach((policy, p) => {
          const name = nameOf(from, to, policy);
          const fast = converters.make(from, to, policy);
          const plain = referenceConverter(from, to, policy);
          // All lengths with the first two policies; the scaled ones share their code paths and get a few.
          for (let count = 0; count <= 67; count += p < 2 ? 1 : 11) {
            const samples = samplesOf(from, count, count * 7 + p);
            const shift = (count * 5 + p) % 16;
            compare(fast, plain, widths, samples, { room: inside, shift, inPlace: false }, name);
            runs++;
            if (widths[0] === widths[1]) {
              compare(fast, plain, widths, samples, { room: inside, shift, inPlace: true }, name);
            }
            if (count % 9 === 4) compare(fast, plain, widths, samples, { room: outside, shift, inPlace: false }, name);
          }
        });
      }
    }
    assert.ok(runs > 0);
  });
}

test('runs longer than the blocks of the general way and of staging equal the plain converters', () => {
  for (const encoding of encodings) {
    const from = storedOf(encoding)[0];
    for (const to of targets.flatMap((target) => storedOf(target).slice(-1))) {
      const widths = [sampleEncodings[encoding].bytes, sampleEncodings[to.encoding].bytes] as const;
      const policy = { scale: undefined, clip: true };
      const fast = converters.make(from, to, policy);
      const plain = referenceConverter(from, to, policy);
      const samples = samplesOf(from, 2500, 3);
      for (const room of [inside, outside]) {
        compare(fast, plain, widths, samples, { room, shift: 3, inPlace: false }, nameOf(from, to, policy));
      }
    }
  }
});
