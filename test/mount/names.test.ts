/** Names on a real mount: by the rule, of any bytes, in folders of any size, and what is hidden. */
import assert from 'node:assert/strict';
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fill, ieee, recording } from '../support/ibm-survey.ts';
import { failureOf, mounted, place, run, skipMount } from '../support/mount.ts';

const limit = { skip: skipMount, timeout: 60_000 };

test('names follow the rule, whatever characters they are made of', limit, async (t) => {
  const at = place(t);
  const { bytes, converted } = recording(3, 20);
  const recordings = {
    'b.segd': 'b.segd.sgy',
    'b.seg2': 'b.seg2.sgy',
    raw: 'raw.sgy',
    '.hidden': '.hidden.sgy',
    'with space.SGY': 'with space.sgy',
    'new\nline.dat': 'new\nline.sgy',
    'Übung № 7 \u{1f30b}.dat': 'Übung № 7 \u{1f30b}.sgy',
    'e\u0301 and \u00e9.dat': 'e\u0301 and \u00e9.sgy',
    '\ufeffmark.dat': '\ufeffmark.sgy',
    '"quotes" \\ and $(x).dat': '"quotes" \\ and $(x).sgy',
    '-rf.dat': '-rf.sgy',
    [`${'n'.repeat(250)}.dat`]: `${'n'.repeat(250)}.sgy`,
    ['m'.repeat(255)]: `${'m'.repeat(255)}.sgy`,
  };
  for (const name of Object.keys(recordings)) fill(at.source, { [name]: bytes });
  fill(at.source, { 'c.segd': bytes, 'c.sgy': 'no recording', 'note.txt': 'x', 'empty.sgy': '' });
  mkdirSync(join(at.source, 'empty folder.sgy'));
  const mount = await mounted(t, at, { targets: [ieee] });
  const names = Object.values(recordings);
  for (const name of names) assert.ok(readFileSync(join(at.point, name)).equals(converted), name);
  assert.ok(readFileSync(join(at.point, 'c.segd.sgy')).equals(converted));
  assert.equal(readFileSync(join(at.point, 'c.sgy'), 'utf8'), 'no recording');
  const others = ['.seisfs', 'c.segd.sgy', 'c.sgy', 'note.txt', 'empty.sgy', 'empty folder.sgy'];
  assert.deepEqual(readdirSync(at.point).sort(), [...names, ...others].sort());
  assert.deepEqual(readdirSync(join(at.point, 'empty folder.sgy')), []);
  for (const source of ['b.segd', 'raw', 'b.sgy', 'note.sgy'])
    assert.equal(
      failureOf(() => statSync(join(at.point, source))),
      'ENOENT',
    );
  mount.order({ kind: 'end' });
  await mount.gone;
});

test('regression: names that are not UTF-8 are shown with their bytes, folders too', limit, async (t) => {
  const at = place(t);
  const { bytes, converted } = recording(3, 20);
  const source = Buffer.from(`${at.source}/`);
  const point = Buffer.from(`${at.point}/`);
  const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
  const path = (...parts: Buffer[]): Buffer => Buffer.concat(parts);
  mkdirSync(path(source, latin('Rés')));
  writeFileSync(path(source, latin('Rés/profil é.dat')), bytes);
  for (const name of ['é.txt', 'è.txt', '\xff\xfe']) writeFileSync(path(source, latin(name)), name);
  // What Node would make of the first two, as a name of its own.
  fill(at.source, { '\ufffd.txt': 'a real one' });
  symlinkSync(latin('Rés'), path(source, latin('lié')));
  const mount = await mounted(t, at, { targets: [ieee] });
  assert.ok(readFileSync(path(point, latin('Rés/profil é.sgy'))).equals(converted));
  assert.ok(readFileSync(path(point, latin('lié/profil é.sgy'))).equals(converted));
  for (const name of ['é.txt', 'è.txt', '\xff\xfe']) assert.equal(readFileSync(path(point, latin(name)), 'utf8'), name);
  assert.equal(readFileSync(join(at.point, '\ufffd.txt'), 'utf8'), 'a real one');
  const names = readdirSync(at.point, { encoding: 'buffer' }).map((name) => name.toString('latin1'));
  const replaced = Buffer.from('\ufffd.txt').toString('latin1');
  assert.deepEqual(names.sort(), ['.seisfs', 'Rés', 'lié', 'è.txt', 'é.txt', '\xff\xfe', replaced].sort());
  const { out } = await run('sh', ['-c', 'cat R*/*'], { cwd: at.point });
  assert.ok(out.length > 3000);
  mount.order({ kind: 'end' });
  await mount.gone;
});

test('5,000 entries list completely, again and again, while others come and go', limit, async (t) => {
  const at = place(t);
  writeFileSync(join(at.base, 'one'), 'x');
  const make = (name: string): void => linkSync(join(at.base, 'one'), join(at.source, name));
  const staying = Array.from({ length: 5000 }, (_, i) => `stays ${i}.txt`);
  staying.forEach(make);
  const mount = await mounted(t, at, { targets: [ieee], workers: 3 });
  let over = false;
  const changing = (async () => {
    for (let i = 0; !over; i++) {
      writeFileSync(join(at.source, `comes.${i}.txt`), '');
      if (i >= 50) unlinkSync(join(at.source, `comes.${i - 50}.txt`));
      await delay(2);
    }
  })();
  const wanted = [...staying].sort().join('\n');
  const listed = await Promise.all(
    ['ls -f', 'ls -lU', 'find . -maxdepth 1 -type f', 'ls -f', 'ls -f'].map((command) =>
      run('sh', ['-c', `for i in 1 2 3; do ${command} | grep -o "stays.*"; echo ==; done`], { cwd: at.point }),
    ),
  );
  over = true;
  await changing;
  for (const { out } of listed) {
    const lists = out.split('\n==\n').slice(0, 3);
    assert.equal(lists.length, 3);
    for (const list of lists) assert.equal(list.split('\n').sort().join('\n'), wanted);
  }
  mount.order({ kind: 'end' });
  await mount.gone;
});

test('--others hide leaves out what is no recording, and keeps folders and links', limit, async (t) => {
  const at = place(t);
  const { bytes, converted } = recording(3, 20);
  fill(at.source, {
    'a.segy': bytes,
    'note.txt': 'x',
    'deep/b.segy': bytes,
    'deep/note.txt': 'x',
    'only/note.txt': 'x',
  });
  symlinkSync('deep', join(at.source, 'way'));
  const mount = await mounted(t, at, { targets: [ieee], others: 'hide' });
  assert.deepEqual(readdirSync(at.point).sort(), ['.seisfs', 'a.sgy', 'deep', 'only', 'way']);
  assert.deepEqual(readdirSync(join(at.point, 'deep')), ['b.sgy']);
  assert.deepEqual(readdirSync(join(at.point, 'only')), []);
  assert.equal(
    failureOf(() => statSync(join(at.point, 'note.txt'))),
    'ENOENT',
  );
  assert.ok(readFileSync(join(at.point, 'way/b.sgy')).equals(converted));
  assert.match(readFileSync(join(at.point, '.seisfs/status.json'), 'utf8'), /"mountpoint"/);
  mount.order({ kind: 'end' });
  await mount.gone;
});

test('a single file as source is a folder with that file alone', limit, async (t) => {
  const at = place(t);
  const { bytes, converted } = recording(3, 20);
  fill(at.source, { 'a.segy': bytes, 'b.segy': bytes, '.seisfs': 'a file of this name is not shown' });
  symlinkSync('a.segy', join(at.source, 'way'));
  const mount = await mounted(t, at, { targets: [ieee], source: join(at.source, 'way') });
  assert.deepEqual(readdirSync(at.point).sort(), ['.seisfs', 'a.sgy']);
  assert.ok(readFileSync(join(at.point, 'a.sgy')).equals(converted));
  assert.equal(
    failureOf(() => statSync(join(at.point, 'b.sgy'))),
    'ENOENT',
  );
  assert.ok(statSync(join(at.point, '.seisfs')).isDirectory());
  mount.order({ kind: 'end' });
  await mount.gone;
});

test('extended attributes say where a view comes from and what it changes', limit, async (t) => {
  const at = place(t);
  fill(at.source, { 'a.segy': recording(3, 20).bytes, 'note.txt': 'x' });
  const mount = await mounted(t, at, { targets: [ieee, 'segy'] });
  const script = `import json, os, sys
print(json.dumps({p: {n: os.getxattr(p, n).decode() for n in os.listxattr(p)} for p in sys.argv[1:]}))`;
  const paths = ['segy/a.sgy', 'segy-2/a.sgy', 'segy/note.txt', 'segy'].map((path) => join(at.point, path));
  const ran = await run('python3', ['-c', script, ...paths]);
  if (ran.code === 'ENOENT') t.skip('python3 is not here');
  else {
    const [converted, same, note, folder] = Object.values(
      JSON.parse(ran.out) as Record<string, Record<string, string>>,
    );
    assert.equal(converted['user.seisfs.source'], join(at.source, 'a.segy'));
    assert.equal(converted['user.seisfs.format'], 'segy 1');
    assert.equal(converted['user.seisfs.exactness'], 'lossless');
    assert.equal(same['user.seisfs.exactness'], 'identical');
    assert.equal(same['user.seisfs.warnings'], '');
    assert.deepEqual([note, folder], [{}, {}]);
  }
  mount.order({ kind: 'end' });
  await mount.gone;
});
