/** Symbolic links: those to files inside are the files, those to folders inside lead there, others are not followed. */
import assert from 'node:assert/strict';
import { linkSync, lstatSync, readdirSync, readFileSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fill, ieee, recording } from '../support/ibm-survey.ts';
import { failureOf, mounted, place, skipMount } from '../support/mount.ts';

const limit = { skip: skipMount, timeout: 60_000 };

test('links to files inside the source are shown as what they lead to', limit, async (t) => {
  const at = place(t);
  const { bytes, converted } = recording(3, 20);
  fill(at.source, { 'deep/a.segy': bytes, 'deep/note.txt': 'x' });
  const link = (name: string, to: string): void => symlinkSync(to, join(at.source, name));
  link('relative.dat', 'deep/a.segy');
  link('absolute.dat', join(at.source, 'deep/a.segy'));
  link('around.dat', '../source/deep/a.segy');
  link('chain.dat', 'relative.dat');
  link('deep/up.dat', '../chain.dat');
  link('note', 'deep/note.txt');
  linkSync(join(at.source, 'deep/a.segy'), join(at.source, 'hard.segy'));
  const mount = await mounted(t, at, { targets: [ieee] });
  for (const name of ['relative.sgy', 'absolute.sgy', 'around.sgy', 'chain.sgy', 'deep/up.sgy', 'hard.sgy']) {
    assert.ok(readFileSync(join(at.point, name)).equals(converted), name);
    assert.ok(lstatSync(join(at.point, name)).isFile(), name);
  }
  assert.equal(readFileSync(join(at.point, 'note'), 'utf8'), 'x');
  mount.order({ kind: 'end' });
  await mount.gone;
});

test(
  'regression: links to folders inside the source lead to them in the mount, absolute ones too',
  limit,
  async (t) => {
    const at = place(t);
    const { bytes, converted } = recording(3, 20);
    fill(at.source, { 'deep/er/a.segy': bytes, 'side/b.segy': bytes });
    const link = (name: string, to: string): void => symlinkSync(to, join(at.source, name));
    link('relative', 'deep/er');
    link('absolute', join(at.source, 'deep/er'));
    link('deep/around', '../../source/side');
    link('deep/er/top', at.source);
    const mount = await mounted(t, at, { targets: [ieee, 'su'] });
    const folder = join(at.point, 'segy');
    const wanted = { relative: 'deep/er', absolute: 'deep/er', 'deep/around': '../side', 'deep/er/top': '../..' };
    for (const [name, text] of Object.entries(wanted)) {
      assert.equal(readlinkSync(join(folder, name)), text);
      assert.equal(lstatSync(join(folder, name)).size, text.length);
    }
    assert.ok(readFileSync(join(folder, 'absolute/a.sgy')).equals(converted));
    assert.ok(readFileSync(join(folder, 'deep/around/b.sgy')).equals(converted));
    assert.ok(readFileSync(join(folder, 'deep/er/top/absolute/top/side/b.sgy')).equals(converted));
    mount.order({ kind: 'end' });
    await mount.gone;
  },
);

test('links that leave the source, dangle or go round in circles stay links with their text', limit, async (t) => {
  const at = place(t);
  const { bytes } = recording(3, 20);
  fill(at.base, { 'outside.segy': bytes, 'source-too/c.segy': bytes });
  const links = {
    passwd: '../../../../../../etc/passwd',
    etc: '/etc',
    outside: join(at.base, 'outside.segy'),
    // Its path begins as the source's does.
    beside: join(at.base, 'source-too/c.segy'),
    dangling: 'nowhere',
    self: 'self',
    one: 'two',
    two: 'one',
    long: 'x'.repeat(4000),
    through: 'etc/passwd',
  };
  for (const [name, to] of Object.entries(links)) symlinkSync(to, join(at.source, name));
  const mount = await mounted(t, at, { targets: [ieee] });
  assert.deepEqual(readdirSync(at.point).sort(), ['.seisfs', ...Object.keys(links)].sort());
  for (const [name, to] of Object.entries(links)) {
    assert.ok(lstatSync(join(at.point, name)).isSymbolicLink(), name);
    assert.equal(readlinkSync(join(at.point, name)), to);
  }
  for (const name of ['self', 'one'])
    assert.equal(
      failureOf(() => readFileSync(join(at.point, name))),
      'ELOOP',
    );
  assert.equal(
    failureOf(() => readFileSync(join(at.point, 'dangling'))),
    'ENOENT',
  );
  mount.order({ kind: 'end' });
  await mount.gone;
});

test(
  'regression: a link that is made to lead elsewhere leads there in the mount within 2 seconds',
  limit,
  async (t) => {
    const at = place(t);
    fill(at.source, { 'a/x': 'in a', 'b/x': 'in b' });
    const link = join(at.source, 'way');
    symlinkSync('a', link);
    const mount = await mounted(t, at, { targets: [ieee] });
    assert.equal(readFileSync(join(at.point, 'way/x'), 'utf8'), 'in a');
    unlinkSync(link);
    symlinkSync('b', link);
    await delay(2000);
    assert.equal(readlinkSync(join(at.point, 'way')), 'b');
    assert.equal(readFileSync(join(at.point, 'way/x'), 'utf8'), 'in b');
    mount.order({ kind: 'end' });
    await mount.gone;
  },
);
