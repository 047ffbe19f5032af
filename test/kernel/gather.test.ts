/** Words gathered by the kernels equal those gathered plainly and those read one by one, for every width, order and stride. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { i16, i32, u64 } from '../../src/bytes/order.ts';
import { SeisError } from '../../src/error.ts';
import { createArena } from '../../src/kernel/arena.ts';
import { plainGather, wasmGather } from '../../src/kernel/gather.ts';

const arena = createArena(512 * 1024);
const gather = wasmGather(arena);
const block = arena.take(300_000);

const readers = {
  2: (bytes: Uint8Array, at: number, order: 'big' | 'little' | 'pairs') => i16(bytes, at, order),
  4: (bytes: Uint8Array, at: number, order: 'big' | 'little' | 'pairs') => i32(bytes, at, order),
  8: (bytes: Uint8Array, at: number, order: 'big' | 'little' | 'pairs') => u64(bytes, at, order),
} as const;

const columns = { 2: Int16Array, 4: Int32Array, 8: BigUint64Array } as const;

test('kernels, the plain twin and single words agree', () => {
  const cases = fc.record({
    width: fc.constantFrom(2 as const, 4 as const, 8 as const),
    order: fc.constantFrom('big' as const, 'little' as const, 'pairs' as const),
    at: fc.nat(300),
    gap: fc.nat(500),
    count: fc.nat(70),
    dstAt: fc.nat(5),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(cases, ({ width, order, at, gap, count, dstAt, seed }) => {
      const stride = width + gap;
      for (let i = 0; i < at + count * stride + width; i++) block[i] = (Math.imul(i + seed, 2654435761) >>> 13) & 0xff;
      const made = new Uint8Array((dstAt + count + 3) * width).fill(0xa5);
      const plain = made.slice();
      gather(width, order, block, at, stride, count, made, dstAt * width);
      plainGather(width, order, block, at, stride, count, plain, dstAt * width);
      assert.deepEqual(made, plain);
      const column = new columns[width](made.buffer);
      for (let k = 0; k < count; k++) {
        assert.equal(column[dstAt + k], readers[width](block, at + k * stride, order), `word ${k}`);
      }
      assert.ok(made.subarray(0, dstAt * width).every((byte) => byte === 0xa5));
      assert.ok(made.subarray((dstAt + count) * width).every((byte) => byte === 0xa5));
    }),
    { seed: 20261, numRuns: 300 },
  );
});

test('a long column is gathered by way of several stages', () => {
  for (let i = 0; i < block.length; i++) block[i] = (i * 31) >> 3;
  const made = new Uint8Array(2 * 30_000);
  gather(2, 'big', block, 1, 9, 30_000, made, 0);
  const words = new Int16Array(made.buffer);
  for (const k of [0, 4095, 4096, 29_999]) assert.equal(words[k], i16(block, 1 + 9 * k, 'big'));
});

test('single bytes, and headers outside the arena, are gathered plainly', () => {
  const source = Uint8Array.from({ length: 100 }, (_, i) => i);
  const made = new Uint8Array(12);
  gather(1, 'big', source, 3, 10, 9, made, 1);
  assert.deepEqual([...made], [0, 3, 13, 23, 33, 43, 53, 63, 73, 83, 0, 0]);
});

test('runs that leave their arrays are refused and nothing is written', () => {
  const made = new Uint8Array(8);
  for (const [at, stride, count, dstAt] of [
    [0, 4, 3, 0],
    [-1, 4, 1, 0],
    [block.length - 3, 4, 1, 0],
    [0, block.length, 2, 0],
    [0, 4, 1, 5],
    [0, -4, 1, 0],
  ]) {
    for (const one of [gather, plainGather]) {
      assert.throws(() => one(4, 'big', block, at, stride, count, made, dstAt), SeisError);
    }
  }
  assert.ok(made.every((byte) => byte === 0));
});
