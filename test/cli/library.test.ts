/** The public library: pure verbs over any source, files with their header words on several threads. */
import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { headerColumns, open, runAsync, runSync, SeisError, view } from '../../src/index.ts';
import { openFile, readHeaders } from '../../src/node.ts';
import { place } from '../support/mount.ts';
import { makeSegy } from '../support/segy-maker.ts';
import { recordingSource } from '../support/views.ts';

test('open, view and read over a source of promises give what they give over a blocking one', async () => {
  const { bytes } = makeSegy({ code: 1, traces: 9, samples: 40 });
  const source = {
    size: bytes.length,
    read: async (offset: number, into: Uint8Array): Promise<void> => {
      await Promise.resolve();
      into.set(bytes.subarray(offset, offset + into.length));
    },
  };
  const recording = await runAsync(open(source.size, { extension: 'sgy' }), [source]);
  const ieee = await runAsync(view(recording, 'segy:samples=ieee32,revision=2.1'), [source]);
  const whole = new Uint8Array(ieee.layout.size);
  await runAsync(ieee.layout.read(0, whole), [source]);
  const blocking = new Uint8Array(whole.length).fill(0xa5);
  runSync(ieee.layout.read(0, blocking), [recordingSource(bytes)]);
  assert.deepEqual(whole, blocking);
  const { cdp } = await runAsync(headerColumns(recording, { words: ['cdp'] }), [source]);
  assert.deepEqual([...(cdp as Int32Array)], [20000, 20001, 20002, 20003, 20004, 20005, 20006, 20007, 20008]);
  assert.throws(() => runSync(open(5), [recordingSource(Uint8Array.of(1, 2, 3, 4, 5))]), SeisError);
});

test('header words on one thread and on three are the same', async (t) => {
  const at = place(t);
  const path = join(at.source, 'many.sgy');
  const made = makeSegy({ code: 3, traces: 100_000, samples: 1 });
  writeFileSync(path, made.bytes);
  const one = await readHeaders(path);
  const three = await readHeaders(path, { threads: 3 });
  assert.ok(three.tracl.buffer instanceof SharedArrayBuffer);
  assert.deepEqual(Object.keys(three), Object.keys(one));
  for (const [name, column] of Object.entries(one)) {
    assert.equal(Buffer.compare(Buffer.from(column.buffer), Buffer.from(three[name].buffer)), 0, name);
  }
  assert.equal(one.tracl[99_999], 100_000);
  await assert.rejects(readHeaders(path, { words: ['nosuch'] }), SeisError);
});

test('a file that changed since it was opened is stale, for its views and its headers', (t) => {
  const at = place(t);
  const path = join(at.source, 'line.sgy');
  writeFileSync(path, makeSegy({ code: 1, traces: 5 }).bytes);
  const file = openFile(path);
  t.after(() => file.close());
  const ieee = file.view('segy:samples=ieee32');
  assert.equal(ieee.exactness, 'lossless');
  assert.equal(ieee.target, 'segy:samples=ieee32');
  appendFileSync(path, 'x');
  const stale = (error: unknown): boolean => error instanceof SeisError && error.code === 'stale';
  assert.throws(() => ieee.read(0, new Uint8Array(10)), stale);
  assert.throws(() => file.headers({ words: ['cdp'] }), stale);
});
