/** Folders list completely, whichever thread answers, while names come and go and files change their kind. */
import assert from 'node:assert/strict';
import { linkSync, mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SeisError } from '../../src/error.ts';
import { relativePath } from '../../src/sources/links.ts';
import { rootNode } from '../../src/tree/nodes.ts';
import type { Tree } from '../../src/tree/tree.ts';
import { fill, ieee, recording } from '../support/ibm-survey.ts';
import { treePlace } from '../support/tree.ts';

/** Names of a folder, taken `chunk` at a time, each chunk from the next of the trees; `between` runs between chunks. */
function listed(
  trees: readonly Tree[],
  node: number,
  chunk: number,
  between: (chunk: number) => void = () => {},
): string[] {
  const names: string[] = [];
  let cookie = 2;
  for (let i = 0; ; i++) {
    let taken = 0;
    for (const member of trees[i % trees.length].members(node, cookie)) {
      assert.ok(member.cookie > cookie, 'offsets grow');
      names.push(member.name);
      cookie = member.cookie;
      if (++taken === chunk) break;
    }
    if (taken < chunk) return names;
    between(i);
  }
}

test('5,000 names are listed once each by three threads while 2,500 others come and go', (t) => {
  const at = treePlace(t, [ieee]);
  const trees = [1, 2, 3].map((thread) => at.thread(thread).tree);
  const staying = Array.from({ length: 5000 }, (_, i) => `stays.${i}.txt`);
  writeFileSync(join(at.status, 'one'), '');
  const make = (name: string): void => linkSync(join(at.status, 'one'), join(at.source, name));
  for (const name of staying) make(name);
  for (let i = 0; i < 2500; i++) make(`goes.${i}.txt`);
  const names = listed(trees, rootNode, 500, (chunk) => {
    for (let i = chunk * 250; i < chunk * 250 + 250 && i < 2500; i++) {
      unlinkSync(join(at.source, `goes.${i}.txt`));
      make(`comes.${i}.txt`);
    }
  });
  assert.equal(new Set(names).size, names.length, 'no name twice');
  const shown = new Set(names);
  assert.deepEqual(
    staying.filter((name) => !shown.has(name)),
    [],
  );
});

test('a name is shown as soon as its file is there, and not when it is gone', (t) => {
  const at = treePlace(t, [ieee]);
  const { tree } = at.thread(1);
  for (let i = 0; i < 50; i++) {
    writeFileSync(join(at.source, `${i}.txt`), '');
    assert.ok(listed([tree], rootNode, 10).includes(`${i}.txt`));
    assert.equal(tree.lookup(rootNode, `${i}.txt`).size, 0);
    unlinkSync(join(at.source, `${i}.txt`));
    assert.ok(!listed([tree], rootNode, 10).includes(`${i}.txt`));
    assert.throws(
      () => tree.lookup(rootNode, `${i}.txt`),
      (error: SeisError) => error.code === 'not-found',
    );
  }
});

test('a file that becomes a recording, or stops being one, changes its name without its folder changing', (t) => {
  const at = treePlace(t, [ieee]);
  const { tree } = at.thread(1);
  const { bytes } = recording(3, 20);
  fill(at.source, { 'a.dat': bytes, 'b.dat': 'text', 'c.dat': 'more text' });
  assert.deepEqual(listed([tree], rootNode, 10).sort(), ['.seisfs', 'a.sgy', 'b.dat', 'c.dat']);
  fill(at.source, { 'a.dat': 'text', 'b.dat': bytes });
  assert.deepEqual(listed([tree], rootNode, 10).sort(), ['.seisfs', 'a.dat', 'b.sgy', 'c.dat']);
  assert.throws(() => tree.lookup(rootNode, 'a.sgy'), SeisError);
  assert.equal(tree.lookup(rootNode, 'a.dat').size, 4);
  fill(at.source, { 'c.dat': bytes.subarray(0, 3000) });
  assert.ok(!listed([tree], rootNode, 10).includes('c.sgy'));
  fill(at.source, { 'c.dat': bytes });
  assert.ok(listed([tree], rootNode, 10).includes('c.sgy'));
});

test('many files that share a stem are named by all of them, and one lookup does not look at all again', (t) => {
  const at = treePlace(t, [ieee]);
  const { tree } = at.thread(1);
  const { bytes } = recording(2, 8);
  for (let i = 0; i < 500; i++) writeFileSync(join(at.source, `line.${i}`), bytes);
  assert.throws(() => tree.lookup(rootNode, 'line.sgy'), SeisError);
  for (let i = 0; i < 500; i++) tree.lookup(rootNode, `line.${i}.sgy`);
  const begun = performance.now();
  for (let i = 0; i < 500; i++) tree.lookup(rootNode, `line.${i}.sgy`);
  const each = (performance.now() - begun) / 500;
  assert.ok(each < 1, `${each} ms a lookup`);
  // The name of one changes when the others go.
  for (let i = 1; i < 500; i++) unlinkSync(join(at.source, `line.${i}`));
  assert.equal(tree.lookup(rootNode, 'line.sgy').kind, 'file');
  assert.throws(() => tree.lookup(rootNode, 'line.0.sgy'), SeisError);
});

test('a file that is written to all the time stops neither its folder nor its siblings', async (t) => {
  const at = treePlace(t, [ieee]);
  const { tree } = at.thread(1);
  const { bytes } = recording(3, 20);
  fill(at.source, { 'a.dat': bytes, 'a.other': bytes });
  const { Worker } = await import('node:worker_threads');
  const busy = new Worker(
    `const fs = require('node:fs'); const fd = fs.openSync(${JSON.stringify(join(at.source, 'a.busy'))}, 'a');
     require('node:worker_threads').parentPort.postMessage(0); for (;;) fs.writeSync(fd, 'x');`,
    { eval: true },
  );
  await new Promise((resolve) => busy.once('message', resolve));
  try {
    for (let i = 0; i < 3; i++) {
      assert.equal(tree.lookup(rootNode, 'a.dat.sgy').kind, 'file');
      const names = listed([tree], rootNode, 10);
      assert.ok(names.includes('a.dat.sgy') && names.includes('a.other.sgy'));
    }
  } finally {
    await busy.terminate();
  }
});

test('a folder, a file and a link that take one another’s place are told apart', (t) => {
  const at = treePlace(t, [ieee]);
  const { tree } = at.thread(1);
  const path = join(at.source, 'x');
  const stale = (node: number): void =>
    assert.throws(
      () => tree.attributes(node),
      (error: SeisError) => error.code === 'stale',
    );
  mkdirSync(path);
  const folder = tree.lookup(rootNode, 'x');
  rmSync(path, { recursive: true });
  symlinkSync('nowhere', path);
  const link = tree.lookup(rootNode, 'x');
  assert.deepEqual([folder.kind, link.kind, link.size], ['folder', 'link', 7]);
  stale(folder.node);
  unlinkSync(path);
  symlinkSync('elsewhere', path);
  stale(link.node);
  assert.throws(() => tree.linkText(link.node), SeisError);
  assert.equal(new TextDecoder().decode(tree.linkText(tree.lookup(rootNode, 'x').node)), 'elsewhere');
  unlinkSync(path);
  writeFileSync(path, 'one');
  const file = tree.lookup(rootNode, 'x');
  writeFileSync(`${path}.new`, 'another');
  renameSync(`${path}.new`, path);
  stale(file.node);
  assert.equal(tree.lookup(rootNode, 'x').size, 7);
});

test('a recording that the target cannot hold is not listed, and its siblings keep their names', (t) => {
  const at = treePlace(t, [ieee, 'su']);
  const { tree } = at.thread(1);
  const { bytes } = recording(3, 20);
  fill(at.source, { 'a.dat': bytes, 'cut.dat': bytes.subarray(0, 3000), 'deep/b.dat': bytes, 'note.txt': 'x' });
  const folders = listed([tree], rootNode, 10);
  assert.deepEqual(folders, ['.seisfs', 'segy', 'su']);
  const su = tree.lookup(rootNode, 'su').node;
  assert.deepEqual(listed([tree], su, 10).sort(), ['a.su', 'deep', 'note.txt']);
  const deep = tree.lookup(su, 'deep').node;
  assert.deepEqual(listed([tree], deep, 10), ['b.su']);
  assert.equal(tree.lookup(deep, '..').node, su);
  assert.equal(tree.lookup(su, '..').node, rootNode);
  assert.equal(tree.lookup(deep, '.').node, deep);
});

test('a link to a folder is told relative to where it lies', () => {
  assert.equal(relativePath('link', 'a'), 'a');
  assert.equal(relativePath('link', ''), '.');
  assert.equal(relativePath('a/link', ''), '..');
  assert.equal(relativePath('a/b/link', 'a/c/d'), '../c/d');
  assert.equal(relativePath('a/b/link', 'a/b'), '.');
  assert.equal(relativePath('a/b/link', 'a'), '..');
  assert.equal(relativePath('ab/link', 'a/link'), '../a/link');
});
