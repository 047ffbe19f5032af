/** The log that threads share: what one appends, all find; a writer that dies leaves it usable. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { SeisError } from '../../src/error.ts';
import { breakLock, createLogMemory, type LogMemory, openLog } from '../../src/tree/shared-log.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (found: Uint8Array): string => new TextDecoder().decode(found);

test('records are found by number and by hash, newest first, also where hashes meet', () => {
  const log = openLog(createLogMemory(100, 10_000), 0);
  assert.equal(
    log.append(7, () => bytes('one')),
    1,
  );
  assert.equal(
    log.append(7 + 128, () => bytes('two')),
    2,
  );
  assert.equal(
    log.append(7, () => bytes('three')),
    3,
  );
  assert.equal(
    log.append(0xffff_ffff, () => bytes('')),
    4,
  );
  assert.deepEqual([...log.withHash(7)], [3, 1]);
  assert.deepEqual([...log.withHash(135)], [2]);
  assert.deepEqual([...log.withHash(0xffff_ffff)], [4]);
  assert.deepEqual([...log.withHash(8)], []);
  assert.deepEqual(
    [1, 2, 3, 4].map((id) => text(log.bytes(id))),
    ['one', 'two', 'three', ''],
  );
  assert.equal(
    log.append(9, () => 2),
    2,
  );
  assert.equal(log.count(), 4);
});

test('numbers that were never given are refused', () => {
  const log = openLog(createLogMemory(100, 10_000), 0);
  log.append(1, () => bytes('one'));
  for (const id of [0, 2, -1, 2 ** 40, 2 ** 53, Number.NaN, 0.5]) {
    assert.throws(
      () => log.bytes(id),
      (error: SeisError) => error.code === 'not-found',
    );
  }
});

test('a full log says so and stays usable', () => {
  const records = openLog(createLogMemory(2, 10_000), 0);
  records.append(1, () => bytes('one'));
  records.append(1, () => bytes('two'));
  assert.throws(() => records.append(1, () => bytes('three')), /the table of files is full at 2 entries/);
  assert.deepEqual([...records.withHash(1)], [2, 1]);
  const room = openLog(createLogMemory(100, 16), 0);
  room.append(1, () => bytes('sixteen'));
  assert.throws(() => room.append(1, () => bytes('one more byte')), SeisError);
  assert.equal(
    room.append(1, () => bytes('fits')),
    2,
  );
});

test('an append that fails publishes nothing and frees the lock', () => {
  const log = openLog(createLogMemory(10, 1000), 3);
  assert.throws(() =>
    log.append(1, () => {
      throw new Error('no');
    }),
  );
  assert.equal(log.count(), 0);
  assert.equal(
    log.append(1, () => bytes('one')),
    1,
  );
});

/** A thread that appends what no other has, and counts those it made itself. */
const writer = `
  const { workerData, parentPort } = require('node:worker_threads');
  import(workerData.module).then(({ openLog }) => {
    const log = openLog(workerData.memory, workerData.holder);
    const encoder = new TextEncoder();
    const decoder = new TextDecoder();
    let made = 0;
    for (let i = 0; i < workerData.records; i++) {
      const wanted = 'record ' + i;
      log.append(i % 64, () => {
        for (const id of log.withHash(i % 64)) if (decoder.decode(log.bytes(id)) === wanted) return id;
        made++;
        return encoder.encode(wanted);
      });
    }
    parentPort.postMessage(made);
  });
`;

function write(memory: LogMemory, holder: number, records: number): Promise<number> {
  const module = new URL('../../src/tree/shared-log.js', import.meta.url).href;
  return new Promise((resolve, reject) => {
    const worker = new Worker(writer, { eval: true, workerData: { module, memory, holder, records } });
    worker.on('message', resolve);
    worker.on('error', reject);
  });
}

test('four threads that append the same records make each once', async () => {
  const memory = createLogMemory(2000, 200_000);
  const made = await Promise.all([1, 2, 3, 4].map((holder) => write(memory, holder, 1000)));
  const log = openLog(memory, 0);
  assert.equal(log.count(), 1000);
  assert.equal(
    made.reduce((a, b) => a + b),
    1000,
  );
  const all = Array.from({ length: 1000 }, (_, i) => text(log.bytes(i + 1)));
  assert.equal(new Set(all).size, 1000);
});

test('the lock of a thread that died is broken by its watcher, nobody else’s is', async () => {
  const memory = createLogMemory(10, 1000);
  const control = new Int32Array(memory.control);
  Atomics.store(control, 2, 5 + 1);
  const waiting = write(memory, 1, 3);
  const early = await Promise.race([waiting, new Promise((resolve) => setTimeout(() => resolve('waits'), 300))]);
  assert.equal(early, 'waits');
  breakLock(memory, 4);
  assert.equal(Atomics.load(control, 2), 6);
  breakLock(memory, 5);
  assert.equal(await waiting, 3);
});
