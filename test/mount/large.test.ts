/** Work and memory do not grow with the source: a file of 1 TB, gigabytes of reads, folders of 20,000 files. */
import assert from 'node:assert/strict';
import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fill, ieee, recording } from '../support/ibm-survey.ts';
import { makeSegy } from '../support/segy-maker.ts';
import { mounted, place, run, skipMount } from '../support/mount.ts';

const limit = { skip: skipMount, timeout: 110_000 };

/** Resident and greatest resident memory of a process, in MiB. */
function memory(pid: number): { readonly now: number; readonly most: number } {
  const text = readFileSync(`/proc/${pid}/status`, 'latin1');
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) / 1024;
  return { now: of('VmRSS'), most: of('VmHWM') };
}

/** A sparse SEG-Y of 1,000-sample IBM traces with the first and last trace written, as long as `traces` say. */
function sparse(path: string, traces: number): { readonly size: number; readonly last: Uint8Array } {
  const { bytes } = makeSegy({ revision: '1', code: 1, traces: 1, samples: 1000 });
  const trace = bytes.length - 3600;
  const size = 3600 + traces * trace;
  writeFileSync(path, bytes);
  truncateSync(path, size);
  const fd = openSync(path, 'r+');
  const last = bytes.slice(3600);
  writeSync(fd, last, 0, trace, size - trace);
  // Headers of traces that are looked at to judge regularity lie anywhere: all of a sparse file reads as zeros.
  closeSync(fd);
  return { size, last };
}

test('a sparse SEG-Y of 1 TB opens, lists and answers a read at its end in milliseconds', limit, async (t) => {
  const at = place(t);
  const traces = Math.floor(1e12 / 4240);
  const { size } = sparse(join(at.source, 'a.segy'), traces);
  const mount = await mounted(t, at, { targets: [ieee] });
  const timed = <T>(what: string, action: () => T): T => {
    const begun = performance.now();
    const result = action();
    const took = performance.now() - begun;
    t.diagnostic(`${what}: ${took.toFixed(1)} ms`);
    assert.ok(took < 500, `${what} took ${took} ms`);
    return result;
  };
  assert.deepEqual(
    timed('listing', () => readdirSync(at.point)),
    ['.seisfs', 'a.sgy'],
  );
  assert.equal(
    timed('stat', () => statSync(join(at.point, 'a.sgy')).size),
    size,
  );
  const fd = timed('open', () => openSync(join(at.point, 'a.sgy'), 'r'));
  const piece = Buffer.alloc(4000);
  assert.equal(
    timed('read at the end', () => readSync(fd, piece, 0, 4000, size - 4000)),
    4000,
  );
  // Sample 2 of the designed signal: (0 * 31 + 2 * 7) % 201 - 100 = -86, times 0.125.
  assert.equal(piece.readFloatBE(8), -86 * 0.125);
  assert.equal(
    timed('read in the middle', () => readSync(fd, piece, 0, 4000, Math.floor(size / 2))),
    4000,
  );
  closeSync(fd);
  mount.order({ kind: 'end' });
  await mount.gone;
});

test(
  'memory stays under 200 MB with the most threads that a mount takes unasked, whatever is read and listed',
  limit,
  async (t) => {
    const at = place(t);
    const files = 8;
    for (let i = 0; i < files; i++) sparse(join(at.source, `big.${i}.segy`), 75_000);
    const many = join(at.source, 'many');
    mkdirSync(many);
    writeFileSync(join(at.base, 'one'), recording(1, 4).bytes);
    for (let i = 0; i < 20_000; i++) linkSync(join(at.base, 'one'), join(many, `shot.${i}.segy`));
    const mount = await mounted(t, at, { targets: [ieee], workers: 8 });
    const say = (what: string, allowed = 200): void => {
      const { now, most } = memory(mount.pid);
      t.diagnostic(`${what}: ${now.toFixed(0)} MiB resident, ${most.toFixed(0)} MiB at most`);
      assert.ok(most < allowed, `${what}: ${most} MiB`);
    };
    say('mounted');
    await mount.surveyed;
    say('20,008 files looked at');
    const read = await Promise.all(
      Array.from({ length: files }, (_, i) =>
        run('dd', [`if=${join(at.point, `big.${i}.sgy`)}`, 'of=/dev/null', 'bs=1M', 'iflag=fullblock', 'status=none']),
      ),
    );
    for (const { code, err } of read) assert.equal(code, 0, err);
    say('2.5 GB read in order by 8 readers');
    const piece = Buffer.alloc(262_144);
    for (let i = 0; i < 1000; i++) {
      const fd = openSync(join(at.point, `big.${i % files}.sgy`), 'r');
      readSync(fd, piece, 0, piece.length, ((i * 2_654_435_761) % 300_000_000) + (i % 7));
      closeSync(fd);
    }
    say('1,000 windows read at random');
    const listed = await Promise.all([1, 2, 3].map(() => run('ls', ['-U', join(at.point, 'many')])));
    for (const { out } of listed) assert.equal(out.split('\n').length, 20_001);
    say('a folder of 20,000 files listed by 3 readers', 300);
    const begun = performance.now();
    for (let i = 0; i < 1000; i++) readFileSync(join(at.point, 'many', `shot.${i * 20}.sgy`));
    t.diagnostic(`1,000 of its files read in ${(performance.now() - begun).toFixed(0)} ms`);
    say('1,000 of its files read', 300);
    mount.order({ kind: 'end' });
    await mount.gone;
  },
);

test('a folder of links and a deep tree are walked once, not for ever', limit, async (t) => {
  const at = place(t);
  let deep = 'd';
  for (let i = 0; i < 60; i++) deep = join(deep, 'd');
  fill(at.source, { [join(deep, 'a.segy')]: recording(1, 4).bytes });
  for (const name of ['up', 'down', 'd/up']) symlinkSync('..', join(at.source, name));
  symlinkSync('.', join(at.source, 'here'));
  const mount = await mounted(t, at, { targets: [ieee] });
  const facts = await mount.surveyed;
  assert.deepEqual(facts, { kind: 'surveyed', views: 1, refused: 0 });
  assert.equal(readFileSync(join(at.point, deep, 'a.sgy')).length, 3600 + 240 + 16);
  mount.order({ kind: 'end' });
  await mount.gone;
});
