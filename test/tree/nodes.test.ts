/** Nodes: one record a version, numbers that never change their meaning, whatever names and numbers a record holds. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Stamp } from '../../src/sources/stamp.ts';
import { boundedMap } from '../../src/tree/bounded-map.ts';
import { decodeNode, encodeNode, hash52, type NodeRecord } from '../../src/tree/node.ts';
import { openNodes, requireVersion } from '../../src/tree/nodes.ts';
import { createLogMemory, openLog } from '../../src/tree/shared-log.ts';

const stamp = (version: number): Stamp => ({
  size: 2 ** 40 + version,
  mtime: -5,
  mtimeNs: 999_999_999,
  ctime: 1_700_000_000,
  ctimeNs: version,
  inode: [0xffff_ffff, 0x8000_0001],
  device: 2 ** 30,
});

const view = (name: string, version: number): NodeRecord => ({
  kind: 'view',
  parent: 1,
  name,
  base: 'source',
  path: `folder/${name}`,
  target: 0,
  size: 2 ** 50 + version,
  stamp: stamp(version),
  error: undefined,
});

test('a record comes back as it was, whatever its name', () => {
  const names = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    // Bytes that are not UTF-8 are lone surrogates.
    fc.array(fc.integer({ min: 0xdc80, max: 0xdcff }).map((code) => String.fromCharCode(code))).map((a) => a.join('')),
    fc.constantFrom('new\nline', '"quoted"', 'tab\t', '\ufeffmark', '\ufffd', 'ünïcödé', '\u{1f30b}'),
  );
  fc.assert(
    fc.property(names, fc.integer(), (name, version) => {
      const record = view(name, version);
      assert.deepEqual(decodeNode(encodeNode(record)), record);
    }),
    { seed: 20_260_803 },
  );
  const error = { code: 'limit', message: 'too "much"\n', detail: { mend: 'less' } } as const;
  const refused: NodeRecord = { ...view('a', 1), kind: 'refused', error };
  assert.deepEqual(decodeNode(encodeNode(refused)), refused);
  const folder: NodeRecord = { ...view('a', 1), kind: 'folder', stamp: undefined, target: -1 };
  assert.deepEqual(decodeNode(encodeNode(folder)), folder);
});

test('a version has one node, and every thread finds it', () => {
  const memory = createLogMemory(100, 100_000);
  const one = openNodes(openLog(memory, 1));
  const other = openNodes(openLog(memory, 2));
  const first = one.add(view('a', 1));
  assert.equal(other.add(view('a', 1)), first);
  const second = other.add(view('a', 2));
  assert.notEqual(second, first);
  assert.equal(one.find(1, 'a', 0), second);
  assert.equal(one.find(1, 'a', 0, stamp(1)), first);
  assert.equal(one.find(1, 'a', 0, stamp(3)), undefined);
  assert.equal(one.find(1, 'a', 1), undefined);
  assert.equal(one.find(2, 'a', 0), undefined);
  assert.deepEqual(one.get(first), view('a', 1));
  assert.equal(one.count(), 2);
  requireVersion(one.get(first), stamp(1));
  assert.throws(() => requireVersion(one.get(first), stamp(2)), /the source has changed since it was looked up/);
});

test('offsets and inode numbers lie between 2^32 and 2^53 and hardly ever meet', () => {
  const seen = new Set<number>();
  for (let i = 0; i < 200_000; i++) {
    const hash = hash52(`line.${i}.sgy`);
    assert.ok(Number.isSafeInteger(hash) && hash >= 2 ** 32);
    seen.add(hash);
  }
  assert.equal(seen.size, 200_000);
});

test('a bounded map forgets what was used longest ago and says so', () => {
  const dropped: number[] = [];
  const map = boundedMap<string, number>(2, (value) => dropped.push(value));
  map.set('a', 1);
  map.set('b', 2);
  assert.equal(map.get('a'), 1);
  map.set('c', 3);
  assert.deepEqual(dropped, [2]);
  assert.equal(map.get('b'), undefined);
  map.set('a', 4);
  assert.deepEqual(dropped, [2, 1]);
  map.delete('a');
  map.delete('a');
  assert.deepEqual(dropped, [2, 1, 4]);
  map.clear();
  assert.deepEqual([dropped, map.size], [[2, 1, 4, 3], 0]);
});
