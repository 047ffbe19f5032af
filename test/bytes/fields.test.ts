/** Words in three byte orders against DataView, and what every field table promises: no overlap, exact words, exact reordering. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Block, WordType } from '../../src/bytes/fields.ts';
import { definedIn, fits, getWord, permutation, permute, setWord, wordTypes } from '../../src/bytes/fields.ts';
import type { ByteOrder } from '../../src/bytes/order.ts';
import { byteOrders } from '../../src/bytes/order.ts';
import { SeisError } from '../../src/error.ts';
import { binaryHeader } from '../../src/formats/segy/fields/binary-header.ts';
import { suHeader } from '../../src/formats/segy/fields/su-header.ts';
import { traceExtension } from '../../src/formats/segy/fields/trace-extension.ts';
import { traceHeader } from '../../src/formats/segy/fields/trace-header.ts';

/** A block with one word of a type, at its byte 4. */
function one(
  type: WordType,
): Block<{ readonly w: { readonly byte: number; readonly type: WordType; readonly meaning: string } }> {
  return { title: type, first: 1, length: 16, revisions: ['0'], words: { w: { byte: 4, type, meaning: '' } } };
}

const blocks: readonly Block[] = [binaryHeader, traceHeader, traceExtension, suHeader];

const readers: Partial<Record<WordType, (view: DataView, at: number, little: boolean) => number | bigint>> = {
  u8: (view, at) => view.getUint8(at),
  i16: (view, at, little) => view.getInt16(at, little),
  u16: (view, at, little) => view.getUint16(at, little),
  i32: (view, at, little) => view.getInt32(at, little),
  u32: (view, at, little) => view.getUint32(at, little),
  i64: (view, at, little) => view.getBigInt64(at, little),
  u64: (view, at, little) => view.getBigUint64(at, little),
  f32: (view, at, little) => view.getFloat32(at, little),
  f64: (view, at, little) => view.getFloat64(at, little),
};

/** The same bytes with every 16-bit pair from `at` on exchanged, so that a big-endian reader can be asked. */
function unpaired(bytes: Uint8Array, at: number, width: number): Uint8Array {
  const copy = bytes.slice();
  for (let i = 0; i + 1 < width; i += 2) [copy[at + i], copy[at + i + 1]] = [copy[at + i + 1], copy[at + i]];
  return copy;
}

test('every word type reads as DataView reads it, in each order', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      for (const [type, read] of Object.entries(readers)) {
        const { bytes: width } = wordTypes[type as WordType];
        for (const order of byteOrders) {
          const straight = order === 'pairs' ? unpaired(bytes, 3, width) : bytes;
          const expected = read(new DataView(straight.buffer), 3, order === 'little');
          assert.equal(getWord(one(type as WordType), 'w', bytes, 0, order), expected, `${type} ${order}`);
        }
      }
    }),
    { seed: 2, numRuns: 300 },
  );
});

test('what is written is read again, touches no other byte, and nothing is wrapped round', () => {
  const values: Record<string, readonly (number | bigint)[]> = {
    f32: [0, -1.5, 2 ** -149, Number.POSITIVE_INFINITY],
    f64: [0, -1 / 3, 5e-324, Number.NEGATIVE_INFINITY],
  };
  for (const [type, { bytes: width, min, max }] of Object.entries(wordTypes)) {
    if (type === 'text8') continue;
    const block = one(type as WordType);
    for (const order of byteOrders) {
      for (const value of values[type] ?? [min ?? 0, max ?? 0, 1]) {
        const exact = typeof min === 'bigint' ? BigInt(value) : value;
        const bytes = new Uint8Array(16).fill(0xa5);
        setWord(block, 'w', bytes, 0, exact, order);
        assert.equal(getWord(block, 'w', bytes, 0, order), exact, `${type} ${order} ${value}`);
        assert.ok(bytes.every((byte, i) => (i >= 3 && i < 3 + width) || byte === 0xa5));
      }
      if (min === undefined || max === undefined) continue;
      for (const value of [BigInt(min) - 1n, BigInt(max) + 1n]) {
        const wrong = typeof min === 'bigint' ? value : Number(value);
        const refused = (error: unknown) => error instanceof SeisError && error.code === 'unrepresentable';
        assert.throws(() => setWord(block, 'w', new Uint8Array(16), 0, wrong, order), refused);
      }
      if (typeof min === 'number') assert.ok(!fits(type as WordType, 0.5));
    }
  }
});

test('no two words of a revision overlap, and every word lies inside its block', () => {
  for (const block of blocks) {
    for (const revision of block.revisions) {
      const taken = new Map<number, string>();
      for (const [name, field] of Object.entries(block.words)) {
        if (!definedIn(block, field, revision)) continue;
        for (let i = 0; i < wordTypes[field.type].bytes; i++) {
          const at = field.byte - block.first + i;
          assert.ok(at >= 0 && at < block.length, `${block.title}: ${name}`);
          assert.equal(taken.get(at), undefined, `${block.title} ${revision}: ${name} at ${field.byte}`);
          taken.set(at, name);
        }
      }
    }
  }
});

test('a header put into another order has the same words there, and comes back byte-identical', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 400, maxLength: 400 }),
      fc.constantFrom(...blocks),
      fc.constantFrom(...byteOrders),
      fc.constantFrom(...byteOrders),
      (source: Uint8Array, block: Block, from: ByteOrder, to: ByteOrder) => {
        for (const revision of block.revisions) {
          const there = new Uint8Array(block.length + 7).fill(0xa5);
          permute(permutation(block, revision, from, to), there, 7, source, 0);
          for (const [name, field] of Object.entries(block.words)) {
            if (!definedIn(block, field, revision)) continue;
            const before = getWord(block, name, source, 0, from);
            assert.deepEqual(getWord(block, name, there, 7, to), before, `${block.title} ${revision} ${name}`);
          }
          const back = new Uint8Array(block.length);
          permute(permutation(block, revision, to, from), back, 0, there, 7);
          assert.deepEqual(back, source.subarray(0, block.length));
        }
      },
    ),
    { seed: 3, numRuns: 60 },
  );
});

test('unassigned bytes are exchanged as 16-bit words, text and single bytes stay', () => {
  const swap = permutation(binaryHeader, '1', 'big', 'little');
  assert.deepEqual([...swap.subarray(100, 104)], [101, 100, 103, 102]);
  assert.deepEqual([...swap.subarray(60, 64)], [61, 60, 63, 62], 'bytes 3261-3264 are no 32-bit word before rev 2');
  assert.deepEqual([...permutation(binaryHeader, '2.1', 'big', 'little').subarray(60, 64)], [63, 62, 61, 60]);
  assert.deepEqual([...swap.subarray(300, 304)], [300, 301, 303, 302], 'the two revision bytes stay');
  const name = permutation(traceHeader, '2.0', 'big', 'little').subarray(232, 240);
  assert.deepEqual([...name], [232, 233, 234, 235, 236, 237, 238, 239]);
});
