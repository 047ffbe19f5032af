/** Threads that die are replaced, and no reader waits for an answer that does not come. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fill, ieee, recording } from '../support/ibm-survey.ts';
import { eventually, mounted, place, skipMount } from '../support/mount.ts';

const limit = { skip: skipMount, timeout: 60_000 };

test(
  'a thread that dies while it waits for a request or answers one is replaced; readers get EIO at worst',
  limit,
  async (t) => {
    const at = place(t);
    const files = Array.from({ length: 20 }, (_, i) => recording(40, 500, i));
    fill(at.source, Object.fromEntries(files.map((file, i) => [`${i}.segy`, file.bytes])));
    const mount = await mounted(t, at, { targets: [ieee], workers: 3 });
    let over = false;
    let reads = 0;
    let failed = 0;
    async function reader(first: number): Promise<void> {
      for (let i = first; !over; i++) {
        try {
          const bytes = await readFile(join(at.point, `${i % 20}.sgy`));
          assert.ok(bytes.equals(files[i % 20].converted));
          reads++;
        } catch (error) {
          assert.equal((error as NodeJS.ErrnoException).code, 'EIO');
          failed++;
        }
      }
    }
    const readers = [reader(0), reader(7), reader(13)];
    for (const thread of [1, 2, 3, 1, 2]) {
      const before = reads;
      mount.order({ kind: 'kill', thread });
      await eventually('the death is told', () =>
        mount.messages.some((line) => line.includes(`thread ${thread} died`)),
      );
      (mount.messages as string[]).length = 0;
      await eventually('readers go on', () => reads > before + 20);
    }
    over = true;
    await Promise.all(readers);
    assert.ok(failed <= 15, `${failed} reads failed`);
    mount.order({ kind: 'end' });
    assert.deepEqual(await mount.gone, { code: 0, signal: null, failure: undefined });
  },
);
