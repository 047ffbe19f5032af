/** A source that changes while it is read: an error or one version's bytes, never a mixture, and soon the new one. */
import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fill, ieee, recording } from '../support/ibm-survey.ts';
import { built, eventually, failureOf, mounted, type Place, place, run, skipMount } from '../support/mount.ts';

const limit = { skip: skipMount, timeout: 80_000 };

const reader = join(built, 'test', 'support', 'version-reader.js');

/** Ten readers of `a.sgy` while `change` is called again and again with the number of the version to be there next. */
async function race(
  t: TestContext,
  at: Place,
  milliseconds: number,
  between: readonly number[],
  change: (version: number) => void,
): Promise<void> {
  // Versions of different length, unless states between them are to be told.
  const third = between.length === 0 ? 301 : 300;
  const versions = [recording(400, 300, 1), recording(400, 300, 2), recording(400, third, 3)];
  const wanted = join(at.base, 'wanted');
  mkdirSync(wanted);
  versions.forEach(({ bytes, converted }, i) => fill(wanted, { [`${i}.sgy`]: converted, [`${i}.segy`]: bytes }));
  fill(at.source, { 'a.segy': versions[0].bytes });
  const mount = await mounted(t, at, { targets: [ieee], workers: 4 });
  const paths = versions.map((_, i) => join(wanted, `${i}.sgy`));
  const pieces = [1_000_000, 131_072, 65_537, 30_000, 500_000];
  const reading = Array.from({ length: 10 }, (_, i) =>
    run(process.execPath, [
      reader,
      String(milliseconds),
      join(at.point, 'a.sgy'),
      String(pieces[i % 5]),
      JSON.stringify(between),
      ...paths,
    ]),
  );
  let over = false;
  const changing = (async () => {
    for (let i = 1; !over; i++) {
      change(i % versions.length);
      await delay(5 + ((i * 7919) % 80));
    }
  })();
  const ran = await Promise.all(reading);
  over = true;
  await changing;
  const total: Record<string, number> = {};
  for (const { code, out, err } of ran) {
    assert.equal(code, 0, err);
    for (const [what, n] of Object.entries(JSON.parse(out) as Record<string, number>))
      total[what] = (total[what] ?? 0) + n;
  }
  t.diagnostic(JSON.stringify(total));
  for (const what of Object.keys(total)) assert.match(what, /^(version [012]|between|ESTALE|EIO|ENOENT)$/);
  assert.ok((total['version 0'] ?? 0) + (total['version 1'] ?? 0) + (total['version 2'] ?? 0) > 0, 'nothing was read');
  // When it holds still, everybody sees the last one.
  fill(at.source, { 'a.segy': versions[2].bytes });
  await delay(1100);
  assert.ok(readFileSync(join(at.point, 'a.sgy')).equals(versions[2].converted));
  mount.order({ kind: 'end' });
  await mount.gone;
}

test('ten readers never see a mixture while the source is replaced by rename', limit, async (t) => {
  const at = place(t);
  await race(t, at, 3000, [], (version) => {
    writeFileSync(join(at.source, '.next'), readFileSync(join(at.base, 'wanted', `${version}.segy`)));
    renameSync(join(at.source, '.next'), join(at.source, 'a.segy'));
  });
});

test('ten readers never see a mixture while the source is overwritten in place', limit, async (t) => {
  const at = place(t);
  const starts = [0, 50, 100, 150, 200, 250, 300, 350].map((trace) => 3600 + trace * 1440);
  await race(t, at, 4000, starts, (version) => {
    const bytes = readFileSync(join(at.base, 'wanted', `${version}.segy`));
    const fd = openSync(join(at.source, 'a.segy'), 'r+');
    // In pieces, from the end to the start: readers meet every state between.
    for (let i = 7; i >= 0; i--) {
      const from = i === 0 ? 0 : starts[i];
      writeSync(fd, bytes, from, (starts[i + 1] ?? bytes.length) - from, from);
    }
    closeSync(fd);
    // Set back, as cp -p and rsync -a do: the time of modification alone does not tell.
    utimesSync(join(at.source, 'a.segy'), 1_000_000_000, 1_000_000_000);
  });
});

test(
  'a reader that has the file open gets an error, or the old bytes, whatever happens to the source',
  limit,
  async (t) => {
    const at = place(t);
    const one = recording(3000, 300, 1);
    const two = recording(3000, 300, 2);
    const mount = await mounted(t, at, { targets: [ieee], workers: 3 });
    const accidents: Record<string, (path: string) => void> = {
      replaced: (path) => {
        writeFileSync(`${path}.new`, two.bytes);
        renameSync(`${path}.new`, path);
      },
      overwritten: (path) => writeFileSync(path, two.bytes),
      'one byte changed': (path) => {
        const fd = openSync(path, 'r+');
        writeSync(fd, two.bytes, 100_000, 1, 100_000);
        closeSync(fd);
      },
      truncated: (path) => truncateSync(path, 500_000),
      emptied: (path) => truncateSync(path, 0),
      'appended to': (path) => appendFileSync(path, two.bytes.subarray(3600)),
      deleted: (path) => unlinkSync(path),
      'given other rights': (path) => chmodSync(path, 0o600),
      'made a folder': (path) => {
        unlinkSync(path);
        mkdirSync(path);
      },
    };
    for (const [what, accident] of Object.entries(accidents)) {
      const path = join(at.source, `${what}.segy`);
      const view = join(at.point, `${what}.sgy`);
      writeFileSync(path, one.bytes);
      const fd = openSync(view, 'r');
      const piece = Buffer.alloc(4096);
      assert.equal(readSync(fd, piece, 0, 4096, 0), 4096);
      assert.ok(piece.equals(one.converted.subarray(0, 4096)), what);
      accident(path);
      // Places that the kernel has not read ahead to.
      for (const offset of [2_000_000, 2_900_000, 3_400_000]) {
        const failure = failureOf(() => {
          const got = readSync(fd, piece, 0, 4096, offset);
          assert.ok(
            piece.subarray(0, got).equals(one.converted.subarray(offset, offset + got)),
            `${what}: mixed bytes`,
          );
          assert.equal(got, 4096, `${what}: an end that is not there`);
        });
        assert.match(failure ?? 'ESTALE', /^(ESTALE|EIO|ENOENT)$/, what);
      }
      closeSync(fd);
    }
    assert.deepEqual(
      mount.messages.filter((line) => /internal error|died/.test(line)),
      [],
    );
    mount.order({ kind: 'end' });
    await mount.gone;
  },
);

test(
  'the next open sees the new version, new files appear and deleted ones vanish within 2 seconds',
  limit,
  async (t) => {
    const at = place(t);
    const one = recording(20, 100, 1);
    const two = recording(20, 101, 2);
    fill(at.source, { 'a.segy': one.bytes, 'gone.segy': one.bytes, 'b.txt': 'x', 'deep/c.segy': one.bytes });
    const mount = await mounted(t, at, { targets: [ieee] });
    const read = (name: string) => readFileSync(join(at.point, name));
    assert.ok(read('a.sgy').equals(one.converted));
    assert.ok(read('gone.sgy').equals(one.converted));
    assert.deepEqual(readdirSync(at.point).sort(), ['.seisfs', 'a.sgy', 'b.txt', 'deep', 'gone.sgy']);
    assert.equal(
      failureOf(() => read('new.sgy')),
      'ENOENT',
    );
    fill(at.source, { 'a.segy': two.bytes, 'new.segy': two.bytes, 'b.txt': 'yz', 'deep/d.segy': two.bytes });
    unlinkSync(join(at.source, 'gone.segy'));
    const begun = Date.now();
    await eventually('all is as it is', () => {
      try {
        return (
          read('a.sgy').equals(two.converted) &&
          read('new.sgy').equals(two.converted) &&
          read('b.txt').toString() === 'yz' &&
          read('deep/d.sgy').equals(two.converted) &&
          failureOf(() => read('gone.sgy')) === 'ENOENT' &&
          readdirSync(at.point).sort().join() === '.seisfs,a.sgy,b.txt,deep,new.sgy'
        );
      } catch (error) {
        assert.match(String((error as NodeJS.ErrnoException).code), /ESTALE|ENOENT/);
        return false;
      }
    });
    assert.ok(Date.now() - begun < 2000, `${Date.now() - begun} ms`);
    mount.order({ kind: 'end' });
    await mount.gone;
  },
);

test('a folder swapped for a link to outside while it is read never shows what is outside', limit, async (t) => {
  const at = place(t);
  const secret = join(at.base, 'secret');
  const inside = recording(20, 100, 1);
  const outside = recording(20, 100, 2);
  fill(at.source, { 'deep/a.segy': inside.bytes, 'deep/note.txt': 'inside' });
  fill(secret, { 'a.segy': outside.bytes, 'note.txt': 'secret', 'only.txt': 'secret', 'folder/x': 'secret' });
  symlinkSync('/etc', join(secret, 'link'));
  const mount = await mounted(t, at, { targets: [ieee], workers: 3 });
  const deep = join(at.source, 'deep');
  let over = false;
  let swaps = 0;
  const swapping = (async () => {
    for (; !over; swaps++) {
      renameSync(deep, join(at.source, '.aside'));
      symlinkSync(secret, deep);
      await delay(swaps % 10);
      unlinkSync(deep);
      renameSync(join(at.source, '.aside'), deep);
      await delay(30 + (swaps % 30));
    }
  })();
  let good = 0;
  // The mount is asked through its folder's node, so that the reader's kernel does not follow the link itself.
  const script = `
    end=$(( $(date +%s) + 4 ))
    cd "$1" || exit 3
    while [ $(date +%s) -lt $end ]; do
      cd "$1/deep" 2>/dev/null || continue
      case $(pwd -P) in "$1"/*) ;; *) cd "$1"; continue;; esac
      for name in a.sgy note.txt only.txt folder/x; do cat $name 2>/dev/null | md5sum; done
      ls -l . folder 2>/dev/null
      readlink link
    done
    exit 0`;
  const looked = await Promise.all([1, 2, 3].map(() => run('sh', ['-c', script, 'sh', at.point])));
  over = true;
  await swapping;
  const { createHash } = await import('node:crypto');
  const sum = (bytes: Uint8Array | string): string => createHash('md5').update(bytes).digest('hex');
  for (const { code, out } of looked) {
    assert.equal(code, 0);
    for (const hidden of [sum('secret'), sum(outside.converted), sum(outside.bytes)]) assert.ok(!out.includes(hidden));
    for (const name of ['only.txt', 'folder', '/etc']) assert.ok(!out.includes(name), `${name} was shown`);
    good += out.split(sum('inside')).length - 1;
  }
  assert.ok(good > 0 && swaps > 20, `${good} reads, ${swaps} swaps`);
  mount.order({ kind: 'end' });
  await mount.gone;
});
