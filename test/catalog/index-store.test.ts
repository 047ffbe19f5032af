/** Indexes are kept and found again by version and options; a cache that cannot be written is told once and costs nothing else. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { indexStore } from '../../src/catalog/index-store.ts';
import type { Stamp } from '../../src/sources/stamp.ts';

const stamp: Stamp = { size: 9, mtime: 1, mtimeNs: 2, ctime: 3, ctimeNs: 4, inode: [5, 6], device: 7 };

test('an index is found again by the same version and options only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seisfs-test-'));
  try {
    const said: string[] = [];
    const store = indexStore(join(folder, 'a', 'b'), (message) => said.push(message));
    assert.equal(store.load(stamp, {}), undefined);
    store.save(stamp, { ns: 4 }, Uint8Array.of(1, 2, 3));
    assert.deepEqual([...(store.load(stamp, { ns: 4 }) ?? [])], [1, 2, 3]);
    assert.equal(store.load(stamp, {}), undefined);
    assert.equal(store.load({ ...stamp, ctimeNs: 5 }, { ns: 4 }), undefined);
    assert.deepEqual(said, []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a cache folder that cannot be made is told once, at once', { timeout: 10_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'seisfs-test-'));
  try {
    writeFileSync(join(folder, 'file'), '');
    for (const place of ['/proc/no/such/folder', join(folder, 'file', 'below')]) {
      const said: string[] = [];
      const store = indexStore(place, (message) => said.push(message));
      store.save(stamp, {}, Uint8Array.of(1));
      store.save(stamp, {}, Uint8Array.of(1));
      assert.equal(said.length, 1, place);
      assert.match(said[0], /indexes cannot be kept/);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
