/** The commands on a real mount: mounting and unmounting as a user does, and explain of the files there. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openFile } from '../../src/node.ts';
import { place, seisfs, skipMount } from '../support/mount.ts';
import { makeSegy } from '../support/segy-maker.ts';

type Explanation = {
  readonly size: number;
  readonly target: string | null;
  readonly rule: string;
  readonly view: {
    readonly path: string;
    readonly bytes: string;
    readonly value: string | null;
    readonly offset: number;
  };
  readonly source: { readonly path: string; readonly value: string | null; readonly offset: number } | null;
};

test('explain finds source, target and options of a file in a mount', { skip: skipMount }, async (t) => {
  const at = place(t);
  mkdirSync(join(at.source, 'a'));
  const line = join(at.source, 'a', 'line.segy');
  const made = makeSegy({ code: 1, traces: 7, samples: 25, lies: { interval: 0, traceInterval: 0 } });
  writeFileSync(line, made.bytes);
  writeFileSync(join(at.source, 'a', 'notes.txt'), 'plain text');
  const options = ['--as', 'segy:samples=ieee32,revision=2.1', '--as', 'su', '--source-option', 'dt=2000'];
  const mounted = await seisfs(at, 'mount', at.source, at.point, ...options);
  assert.equal(mounted.err, '');
  assert.match(mounted.out, /^mounted .*\n2 recordings shown, none refused\n$/);

  const ask = async (path: string, offset: number): Promise<Explanation> => {
    const ran = await seisfs(at, 'explain', join(at.point, path), String(offset), '--json');
    assert.equal(ran.err, '');
    return JSON.parse(ran.out) as Explanation;
  };
  const sample = 3600 + 2 * 340 + 240 + 4 * 6;
  const inSegy = await ask('segy/a/line.sgy', sample + 3);
  assert.deepEqual(
    [inSegy.target, inSegy.rule, inSegy.source?.path, inSegy.source?.offset],
    ['segy:samples=ieee32,revision=2.1', 'converted', line, sample],
  );
  assert.equal(inSegy.view.value, String(made.value(2, 6)));
  assert.equal(inSegy.source?.value, String(made.value(2, 6)));
  const shown = readFileSync(join(at.point, 'segy', 'a', 'line.sgy'));
  assert.equal(inSegy.size, shown.length);
  assert.equal(inSegy.view.bytes, shown.subarray(sample, sample + 4).toString('hex'));

  const interval = await ask('su/a/line.su', 116);
  assert.deepEqual([interval.target, interval.rule, interval.view.value], ['su', 'header word', '2000']);

  const text = await ask('su/a/notes.txt', 6);
  assert.deepEqual([text.target, text.rule, text.source?.offset, text.view.bytes], [null, 'copied', 6, '74']);
  assert.equal(text.source?.path, join(at.source, 'a', 'notes.txt'));

  const own = await seisfs(at, 'explain', join(at.point, '.seisfs', 'status.json'), '0');
  assert.equal(own.code, 2);
  assert.match(own.err, /the mount's own/);

  // What the library shows without a mount is what the mount shows.
  const file = openFile(line, { source: { dt: 2000 } });
  const view = file.view('segy:samples=ieee32,revision=2.1');
  const bytes = new Uint8Array(view.size);
  view.read(0, bytes);
  file.close();
  assert.ok(shown.equals(bytes));

  const ended = await seisfs(at, 'umount', at.point);
  assert.deepEqual([ended.code, ended.err], [0, '']);
  const again = await seisfs(at, 'umount', at.point);
  assert.equal(again.code, 2);
  assert.match(again.err, /no seisfs is mounted here/);
});

test('explain of a single mounted file', { skip: skipMount }, async (t) => {
  const at = place(t);
  const line = join(at.source, 'line.sgy');
  writeFileSync(line, makeSegy({ code: 1, traces: 3 }).bytes);
  assert.equal((await seisfs(at, 'mount', line, at.point, '--as', 'su')).code, 0);
  const ran = await seisfs(at, 'explain', join(at.point, 'line.su'), '244');
  assert.match(ran.out, new RegExp(`source\n +file +${line}\n +at +offsets 3844 to 3847`));
  assert.equal((await seisfs(at, 'umount', at.point)).code, 0);
});
