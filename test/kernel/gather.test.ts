/** Columns made by the kernels equal those gathered plainly and words read one by one, for every mixture of words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { i16, i32, u64 } from '../../src/bytes/order.ts';
import { SeisError } from '../../src/error.ts';
import { createArena } from '../../src/kernel/arena.ts';
import type { ByteOrder } from '../../src/kernel/encodings.ts';
import { type Gather, plainGather, wasmGather } from '../../src/kernel/gather.ts';

type Width = 1 | 2 | 4 | 8;
type Word = { readonly at: number; readonly width: Width; readonly order: ByteOrder };

const blockBytes = 300_000;

/** A gatherer over an arena of its own, with a block in it; bytes of the block differ from their neighbours. */
function bench(seed: number): { gather: Gather; block: Uint8Array } {
  const arena = createArena(1024 * 1024);
  const block = arena.take(blockBytes);
  for (let i = 0; i < block.length; i++) block[i] = (Math.imul(i + seed, 2654435761) >>> 13) & 0xff;
  return { gather: wasmGather(arena), block };
}

const one = (bytes: Uint8Array, at: number, { width, order }: Word): number | bigint => {
  if (width === 1) return bytes[at];
  if (width === 2) return i16(bytes, at, order);
  return width === 4 ? i32(bytes, at, order) : u64(bytes, at, order);
};
const columns = { 1: Uint8Array, 2: Int16Array, 4: Int32Array, 8: BigUint64Array } as const;

/** Words that lie one behind the other, in runs of one width with gaps between them, asked for in any order. */
const layouts = fc
  .array(
    fc.record({
      width: fc.constantFrom<Width>(1, 2, 2, 2, 4, 4, 4, 8),
      order: fc.constantFrom<ByteOrder>('big', 'big', 'little', 'pairs'),
      words: fc.integer({ min: 1, max: 19 }),
      gap: fc.constantFrom(0, 0, 1, 2, 6),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((runs) => {
    const words: Word[] = [];
    let at = 0;
    for (const { width, order, words: n, gap } of runs) {
      for (let k = 0; k < n; k++, at += width) words.push({ at, width, order });
      at += gap;
    }
    return { words, length: at };
  })
  .chain(({ words, length }) =>
    fc.record({ words: fc.shuffledSubarray(words, { minLength: 1 }), length: fc.constant(length) }),
  );

test('kernels, the plain twin and single words agree', () => {
  const cases = fc.record({
    layout: layouts,
    more: fc.nat(60),
    count: fc.nat(70),
    element: fc.nat(5),
    srcAt: fc.nat(3),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(cases, ({ layout: { words, length }, more, count, element, srcAt, seed }) => {
      const { gather, block } = bench(seed);
      const src = block.subarray(srcAt);
      const stride = length + more;
      const room = element + count + 3;
      const made = words.map((word) => ({ ...word, into: new Uint8Array(room * word.width).fill(0xa5) }));
      const plain = made.map((word) => ({ ...word, into: word.into.slice() }));
      gather(made)(src, stride, count, element);
      plainGather(plain)(src, stride, count, element);
      assert.deepEqual(made, plain);
      for (const word of made) {
        const column = new columns[word.width](word.into.buffer);
        for (let k = 0; k < count; k++) {
          assert.equal(column[element + k], one(src, k * stride + word.at, word), `word at ${word.at}, header ${k}`);
        }
        const untouched = [
          word.into.subarray(0, element * word.width),
          word.into.subarray((element + count) * word.width),
        ];
        assert.ok(untouched.flatMap((bytes) => [...bytes]).every((byte) => byte === 0xa5));
      }
    }),
    { seed: 20261, numRuns: 300 },
  );
});

test('more headers than a stage holds, and blocks of differing lengths one after the other', () => {
  const { gather, block } = bench(7);
  const words = [0, 2, 4].map((at) => ({ at, width: 2, order: 'big', into: new Uint8Array(2 * 40_000) }) as const);
  const run = gather(words);
  const begins: number[] = [];
  let element = 0;
  for (const count of [30_000, 1024, 1025, 7, 8, 9, 1031]) {
    run(block, 9, count, element);
    for (let k = 0; k < count; k++) begins.push(9 * k);
    element += count;
  }
  for (const { at, into } of words) {
    const column = new Int16Array(into.buffer);
    for (let k = 0; k < element; k++) {
      if (column[k] !== i16(block, begins[k] + at, 'big')) assert.fail(`word at ${at}, element ${k}`);
    }
  }
});

test('headers at the very end of an arena are gathered without reading behind it', () => {
  const arena = createArena(65536);
  const gather = wasmGather(arena);
  const words = [{ at: 0, width: 4, order: 'big', into: new Uint8Array(4 * 12) } as const];
  const run = gather(words);
  const tail = arena.bytes.subarray(arena.bytes.length - 12 * 5);
  for (let i = 0; i < tail.length; i++) tail[i] = i * 3;
  run(tail.subarray(1), 5, 11, 0);
  run(tail.subarray(1), 5, 12, 0);
  const column = new Int32Array(words[0].into.buffer);
  for (let k = 0; k < 12; k++) assert.equal(column[k], i32(tail, 1 + 5 * k, 'big'));
});

test('headers outside the arena are gathered plainly', () => {
  const source = Uint8Array.from({ length: 100 }, (_, i) => i);
  const into = new Uint8Array(20);
  bench(1).gather([{ at: 3, width: 2, order: 'big', into }])(source, 10, 9, 1);
  assert.deepEqual([...into].slice(0, 6), [0, 0, 4, 3, 14, 13]);
});

test('runs that leave their arrays are refused and nothing is written', () => {
  const { gather, block } = bench(1);
  const into = new Uint8Array(8);
  for (const [at, stride, count, element] of [
    [0, 4, 3, 0],
    [-1, 4, 1, 0],
    [block.length - 3, 4, 1, 0],
    [0, block.length, 2, 0],
    [0, 4, 2, 1],
    [0, -4, 1, 0],
    [0, 4, 1, -1],
    [0, 4, -1, 0],
  ]) {
    for (const make of [gather, plainGather]) {
      assert.throws(() => make([{ at, width: 4, order: 'big', into }])(block, stride, count, element), SeisError);
    }
  }
  assert.ok(into.every((byte) => byte === 0));
});
