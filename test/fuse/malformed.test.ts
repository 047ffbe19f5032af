/** Requests that no kernel sends: each gets an answer or none, never an exception that would end the loop. */
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { operations } from '../../src/fuse/abi.ts';
import { fill, ieee, recording } from '../support/ibm-survey.ts';
import { speaker, treePlace } from '../support/tree.ts';

const { EINVAL } = constants.errno;

test('a message shorter than a header gets no reply, one without its arguments EINVAL', (t) => {
  const speak = speaker(treePlace(t, [ieee]).thread(1));
  for (let length = 0; length < 40; length++) assert.equal(speak.raw(new Uint8Array(length).fill(1)), undefined);
  for (const name of [
    'LOOKUP',
    'OPEN',
    'READ',
    'GETXATTR',
    'LISTXATTR',
    'INIT',
    'READDIR',
    'LSEEK',
    'ACCESS',
  ] as const) {
    const answer = speak.ask(operations[name].code, 1);
    assert.deepEqual([answer?.errno, answer?.body.byteLength], [-EINVAL, 0], name);
  }
  const readWithout = speak.ask(operations.READ.code, 1, new Uint8Array(39));
  assert.equal(readWithout?.errno, -EINVAL);
});

test('100,000 requests of any bytes to any node: an answer that is whole, and the tree answers as before', (t) => {
  const at = treePlace(t, [ieee]);
  const speak = speaker(at.thread(1));
  const { bytes, converted } = recording(3, 30);
  fill(at.source, { 'a.segy': bytes, 'note.txt': 'x', 'cut.segy': bytes.subarray(0, 3300), 'deep/b.segy': bytes });
  symlinkSync('deep', join(at.source, 'link'));
  const codes = Object.values(operations).map(({ code }) => code);
  const nodes = fc.oneof(fc.bigInt(0n, 12n), fc.bigInt(0n, 2n ** 64n - 1n));
  const edge = fc.constantFrom(0, 1, 2, 3, 4, 4096, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff);
  const word = fc.oneof(edge, fc.nat(0xffff_ffff));
  const body = fc.oneof(
    fc.array(word, { maxLength: 16 }).map((list) => new Uint8Array(Uint32Array.from(list).buffer)),
    fc.string().map((text) => new TextEncoder().encode(text)),
    fc.uint8Array({ maxLength: 300 }),
  );
  // Names are learnt first, so that small numbers are nodes of every kind.
  for (const node of [1, 2, 3])
    speak.ask(
      operations.READDIRPLUS.code,
      node,
      new Uint8Array(Uint32Array.of(0, 0, 0, 0, 4096, 0, 0, 0, 0, 0).buffer),
    );
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...codes), word), nodes, body, (code, node, rest) => {
      const answer = speak.ask(code, node, rest);
      if (answer === undefined) return;
      assert.ok(answer.errno <= 0 && answer.errno > -512, `errno ${answer.errno}`);
      if (answer.errno !== 0) assert.equal(answer.body.byteLength, 0);
    }),
    { seed: 20_260_805, numRuns: 100_000 },
  );
  assert.deepEqual(
    speak.reports.filter((line) => line.includes('internal error')),
    [],
  );
  const found = speak.ask(operations.LOOKUP.code, 1, new TextEncoder().encode('a.sgy\0'));
  assert.equal(found?.body.getBigUint64(48, true), BigInt(converted.length));
});
