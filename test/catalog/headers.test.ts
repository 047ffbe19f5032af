/** Columns that several threads fill equal those that one fills, whatever the traces are like; their failures arrive. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { help } from '../../src/catalog/header-crew.ts';
import { plainPlaces, stretchTraces } from '../../src/catalog/header-work.ts';
import { openFile, readHeaders } from '../../src/node.ts';
import { SeisError } from '../../src/error.ts';
import { makeSegy } from '../support/segy-maker.ts';

const folder = mkdtempSync(join(tmpdir(), 'seisfs-headers-'));
after(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const traces = 2 * stretchTraces + 77;
const regular = fileOf('regular.sgy', makeSegy({ code: 8, traces, samples: () => 4 }).bytes);
const irregular = fileOf('irregular.sgy', makeSegy({ code: 8, traces, samples: (i) => 1 + (i % 7) }).bytes);

for (const path of [regular, irregular]) {
  for (const request of [{}, { words: ['cdp', 'ns', 'sx'], first: 1234, count: stretchTraces + 5 }]) {
    test(`threads fill the same columns: ${path.slice(folder.length + 1)}, ${JSON.stringify(request)}`, async () => {
      const file = openFile(path);
      const alone = file.headers(request);
      file.close();
      for (const threads of [1, 2, 3]) {
        const together = await readHeaders(path, { ...request, threads });
        assert.deepEqual(together, alone);
        const { buffer } = Object.values(together)[0];
        assert.equal(buffer instanceof SharedArrayBuffer, threads > 1);
      }
    });
  }
}

test('what goes wrong in a thread is told by the thread that asked, and the next work is done', async () => {
  const file = openFile(regular);
  const { recording } = file;
  file.close();
  const work = {
    fd: 1_000_000,
    path: regular,
    size: recording.sourceSize,
    places: plainPlaces(recording, 0, 9),
    words: {
      block: {
        title: 'header',
        first: 1,
        length: 4,
        revisions: ['0'],
        words: { one: { byte: 1, type: 'i32', meaning: '' } },
      },
      revision: '0',
    },
    columns: { one: new Int32Array(new SharedArrayBuffer(36)) },
    first: 0,
    count: 9,
    next: new Int32Array(new SharedArrayBuffer(4)),
  } as const;
  await assert.rejects(help(work), (e) => e instanceof SeisError && e.code === 'io' && e.detail.system === 'EBADF');
  const columns = await readHeaders(regular, { words: ['tracl'], threads: 2 });
  assert.equal(columns.tracl.length, traces);
});

test('columns of an earlier reading are filled again, unless they cannot be', async () => {
  const fresh = await readHeaders(irregular, { words: ['tracl', 'ns'], threads: 2 });
  const columns = await readHeaders(regular, { words: ['tracl', 'ns'], threads: 2 });
  assert.notDeepEqual(columns, fresh);
  assert.equal(await readHeaders(irregular, { columns, threads: 2 }), columns);
  assert.deepEqual(columns, fresh);
  await readHeaders(regular, { columns, first: 5, count: 2 });
  assert.deepEqual([...columns.tracl.subarray(0, 3)], [6, 7, 3]);

  const usage = (e: unknown): boolean => e instanceof SeisError && e.code === 'usage';
  await assert.rejects(readHeaders(regular, { columns: { tracl: new Int32Array(traces) }, threads: 2 }), usage);
  await assert.rejects(readHeaders(regular, { columns: { tracl: new Int32Array(traces - 1) } }), usage);
  await assert.rejects(readHeaders(regular, { columns: { tracl: new Int16Array(2 * traces) } }), usage);
});

test('a word that is not there is refused with threads as without', async () => {
  await assert.rejects(
    readHeaders(regular, { words: ['nosuch'], threads: 2 }),
    (e) => e instanceof SeisError && e.code === 'usage',
  );
});
