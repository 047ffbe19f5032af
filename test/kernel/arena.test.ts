/** The arena gives out aligned blocks that do not overlap, and says when it is full. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { SeisError } from '../../src/error.ts';
import { createArena } from '../../src/kernel/arena.ts';
import { kernelBytes, makeKernels } from '../../src/kernel/kernels.ts';
import { kernelsSha256 } from '../../src/kernel/wasm.gen.ts';

const isFull = (error: unknown): boolean => error instanceof SeisError && error.code === 'limit';

test('blocks are aligned, disjoint and inside; lent ones come back at a reset', () => {
  const step = fc.oneof(
    fc.record({ verb: fc.constantFrom('take', 'lend'), length: fc.integer({ min: 0, max: 9000 }) }),
    fc.record({ verb: fc.constant('reset'), length: fc.constant(0) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const arena = createArena(65536);
      const taken: Uint8Array[] = [];
      let lent: Uint8Array[] = [];
      for (const { verb, length } of steps) {
        if (verb === 'reset') {
          arena.reset();
          lent = [];
          continue;
        }
        let block: Uint8Array;
        try {
          block = verb === 'take' ? arena.take(length) : arena.lend(length);
        } catch (error) {
          assert.ok(isFull(error));
          const used = [...taken, ...lent].reduce((sum, { length: size }) => sum + Math.ceil(size / 16) * 16, 16);
          assert.ok(used + length > 65536 - 16, `${used} of 65536 bytes are used, ${length} more were refused`);
          continue;
        }
        assert.equal(block.length, length);
        assert.equal(block.byteOffset % 16, 0);
        for (const other of [...taken, ...lent]) {
          assert.ok(
            block.byteOffset + length <= other.byteOffset ||
              other.byteOffset + other.length <= block.byteOffset ||
              length === 0 ||
              other.length === 0,
          );
        }
        (verb === 'take' ? taken : lent).push(block);
      }
    }),
    { seed: 5, numRuns: 200 },
  );
});

test('an arena is full at its size and cannot be larger than 4 GiB', () => {
  const arena = createArena(1);
  assert.equal(arena.bytes.length, 65536);
  assert.equal(arena.take(65520).length, 65520);
  assert.throws(() => arena.take(1), isFull);
  assert.throws(() => arena.lend(1), isFull);
  assert.throws(() => createArena(2 ** 32 + 1), isFull);
  assert.throws(() => createArena(-1), isFull);
  assert.throws(() => createArena(65536).lend(-1), isFull);
});

test('the module is the one that its hash names, and a kernel cannot leave its memory', () => {
  const bytes = kernelBytes();
  assert.equal(createHash('sha256').update(bytes).digest('hex'), kernelsSha256);
  const arena = createArena(65536);
  const kernels = makeKernels(arena.memory);
  assert.throws(() => kernels.swap4(0, 65528, 4), /out of bounds/);
  assert.equal(kernels.swap4(0, 65520, 4), -1);
});
