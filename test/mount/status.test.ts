/** The mount's own files: what it says of itself, what it refuses and why, and that both follow the source. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { version } from '../../src/version.gen.ts';
import { makeSegy } from '../support/segy-maker.ts';
import { fill, ieee, recording } from '../support/ibm-survey.ts';
import { eventually, failureOf, mounted, type Place, place, skipMount } from '../support/mount.ts';

const limit = { skip: skipMount, timeout: 60_000 };

type Status = {
  readonly version: string;
  readonly pid: number;
  readonly started: string;
  readonly uptimeSeconds: number;
  readonly sources: readonly string[];
  readonly mountpoint: string;
  readonly views: readonly { readonly target: string; readonly folder: string }[];
  readonly scan: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly workers: readonly Readonly<Record<string, number>>[];
};

const statusOf = (at: Place): Status =>
  JSON.parse(readFileSync(join(at.point, '.seisfs/status.json'), 'utf8')) as Status;

/** Rows of `refused.tsv` without its head. */
function refusedIn(at: Place): string[][] {
  const [head, ...rows] = readFileSync(join(at.point, '.seisfs/refused.tsv'), 'utf8').split('\n');
  assert.equal(head, 'path\ttarget\tcode\treason\twhat would mend it');
  assert.equal(rows.pop(), '');
  return rows.map((row) => row.split('\t'));
}

test('status.json says what is mounted, refused.tsv what is not shown and what would mend it', limit, async (t) => {
  const at = place(t);
  const { bytes } = recording(3, 20);
  // More samples than SU and rev 1 can count.
  const long = makeSegy({ revision: '2.0', code: 5, traces: 2, samples: 70_000 }).bytes;
  fill(at.source, {
    'a.segy': bytes,
    'deep/long.segy': long,
    'cut.sgy': bytes.subarray(0, 3000),
    'note.txt': 'x',
    'tab\there.sgy': long,
  });
  const mount = await mounted(t, at, { targets: [ieee, 'su', 'segy:revision=2.1'], workers: 3 });
  assert.equal((await mount.surveyed).refused, refusedIn(at).length);
  await eventually('the scan is over', () => statusOf(at).scan === 'done');
  const status = statusOf(at);
  assert.deepEqual(
    [status.version, status.pid, status.sources, status.mountpoint],
    [version, mount.pid, [at.source], at.point],
  );
  assert.deepEqual(status.views, [
    { target: ieee, folder: 'segy' },
    { target: 'su', folder: 'su' },
    { target: 'segy:revision=2.1', folder: 'segy-2' },
  ]);
  assert.ok(Math.abs(Date.parse(status.started) - Date.now()) < 60_000 && status.uptimeSeconds >= 0);
  assert.deepEqual(
    status.workers.map(({ thread, deaths }) => [thread, deaths]),
    [
      [1, 0],
      [2, 0],
      [3, 0],
    ],
  );
  assert.ok(status.workers.reduce((sum, { requests }) => sum + requests, 0) > 0);
  const rows = refusedIn(at);
  const about = (path: string, target: string): string[] | undefined =>
    rows.find((row) => row[0] === path && row[1] === target);
  for (const target of [ieee, 'su']) {
    for (const path of ['deep/long.segy', 'tab\\there.sgy']) {
      const row = about(path, target);
      assert.ok(row !== undefined, `${path} ${target}`);
      assert.match(row[3], /70,?000/);
      assert.match(row[4], /revision=2|rev/);
    }
  }
  assert.equal(about('deep/long.segy', 'segy:revision=2.1'), undefined);
  const cut = rows.filter(([path]) => path === 'cut.sgy');
  assert.ok(cut.length === 3 || cut.length === 0, 'a file cut in its header is refused, or passes as no recording');
  const passes = cut.length === 0 ? 2 : 1;
  assert.deepEqual(status.counts, { folders: 3, views: 3 + 2, passed: 3 * passes, links: 0, refused: rows.length });
  assert.deepEqual(readdirSync(join(at.point, '.seisfs')).sort(), ['log.txt', 'refused.tsv', 'status.json']);
  mount.order({ kind: 'end' });
  await mount.gone;
});

test('a file that becomes wrong moves into refused.tsv, one that becomes right or goes moves out', limit, async (t) => {
  const at = place(t);
  const { bytes } = recording(3, 20);
  const long = makeSegy({ revision: '2.0', code: 5, traces: 2, samples: 70_000 }).bytes;
  fill(at.source, { 'a.sgy': bytes, 'b.sgy': long, 'c.sgy': long, 'd.sgy': long });
  const mount = await mounted(t, at, { targets: [ieee] });
  await mount.surveyed;
  const paths = (): string =>
    refusedIn(at)
      .map(([path]) => path)
      .join();
  assert.equal(paths(), 'b.sgy,c.sgy,d.sgy');
  writeFileSync(join(at.source, 'a.sgy'), long);
  writeFileSync(join(at.source, 'b.sgy'), bytes);
  unlinkSync(join(at.source, 'c.sgy'));
  renameSync(join(at.source, 'd.sgy'), join(at.source, 'e.sgy'));
  await eventually('the table follows', () => {
    readdirSync(at.point);
    return paths() === 'a.sgy,e.sgy' && statusOf(at).counts.views === 1;
  });
  assert.deepEqual(readdirSync(at.point).sort(), ['.seisfs', 'b.sgy']);
  // Nobody has to look: the source is walked again now and then.
  writeFileSync(join(at.source, 'f.sgy'), long);
  unlinkSync(join(at.source, 'b.sgy'));
  await eventually(
    'the table follows by itself',
    () => paths() === 'a.sgy,e.sgy,f.sgy' && statusOf(at).counts.views === 0,
    15,
  );
  mount.order({ kind: 'end' });
  await mount.gone;
});

test('status files are whole whenever they are read, and log.txt tells of damage', limit, async (t) => {
  const at = place(t);
  fill(at.source, { 'a.sgy': recording(3, 20).bytes });
  const mount = await mounted(t, at, { targets: [ieee] });
  await mount.surveyed;
  for (const end = Date.now() + 2500; Date.now() < end; ) {
    assert.equal(statusOf(at).pid, mount.pid);
    assert.deepEqual(readdirSync(join(at.point, '.seisfs')).sort(), ['log.txt', 'refused.tsv', 'status.json']);
    assert.ok(statSync(join(at.point, '.seisfs/status.json')).size > 100);
  }
  mount.order({ kind: 'kill', thread: 1 });
  await eventually('the log tells', () => {
    // A thread that waits for a request dies of the next one, which fails.
    assert.match(failureOf(() => readdirSync(at.point)) ?? 'EIO', /^EIO$/);
    return /^\d{4}-\d\d-\d\dT.*Z thread 1 died and was replaced: .*$/m.test(
      readFileSync(join(at.point, '.seisfs/log.txt'), 'utf8'),
    );
  });
  await eventually('the status tells', () => statusOf(at).workers[0].deaths === 1);
  mount.order({ kind: 'end' });
  await mount.gone;
});
