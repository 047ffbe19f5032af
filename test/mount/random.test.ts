/** 20,000 operations at random, on the source and on the mount, against a model of what the mount must show. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fill, ieee, recording } from '../support/ibm-survey.ts';
import { failureOf, mounted, place, skipMount } from '../support/mount.ts';

const operationCount = 20_000;
/** Changes between two moments of waiting until names and attributes have become old. */
const changesTogether = 300;

/** What a source file holds: the number of a recording, or text. */
type Content = number | string;

/** The names of a folder by the rule for names of one dot or none, typed in again from the specification. */
function shownNames(files: ReadonlyMap<string, Content>): Map<string, string> {
  const stem = (name: string): string => (name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : name);
  const recordings = [...files].filter(([, content]) => typeof content === 'number').map(([name]) => name);
  const taken = new Set([...files.keys()].filter((name) => !recordings.includes(name)));
  let wanted = new Map(recordings.map((name) => [name, 0]));
  const at = (name: string, level: number): string => (level === 0 ? `${stem(name)}.sgy` : name + '.sgy'.repeat(level));
  for (;;) {
    const clashing = recordings.filter((name) => {
      const mine = at(name, wanted.get(name) ?? 0);
      return (
        taken.has(mine) || recordings.some((other) => other !== name && at(other, wanted.get(other) ?? 0) === mine)
      );
    });
    if (clashing.length === 0) break;
    const next = new Map(wanted);
    for (const name of clashing) {
      const mine = at(name, wanted.get(name) ?? 0);
      const rivals = clashing.filter((other) => at(other, wanted.get(other) ?? 0) === mine);
      const lowest = Math.min(...rivals.map((other) => wanted.get(other) ?? 0));
      if (wanted.get(name) === lowest) next.set(name, lowest + 1);
    }
    wanted = next;
  }
  const shown = new Map([...taken].map((name) => [name, name]));
  for (const name of recordings) shown.set(at(name, wanted.get(name) ?? 0), name);
  return shown;
}

test('20,000 random operations agree with the model', { skip: skipMount, timeout: 110_000 }, async (t) => {
  const at = place(t);
  const recordings = Array.from({ length: 6 }, (_, i) => recording(2 + i, 10 + i, i));
  const mount = await mounted(t, at, { targets: [ieee], workers: 3 });
  let state = 20_260_806;
  const random = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const folders = ['', 'one', 'one/two', 'three'];
  for (const folder of folders) mkdirSync(join(at.source, folder), { recursive: true });
  const model = new Map<string, Map<string, Content>>(folders.map((folder) => [folder, new Map()]));
  const names = ['a', 'a.segd', 'a.seg2', 'a.sgy', 'b', 'b.segd', 'b.sgy', 'c.txt', 'd.x', 'e'];
  const bytesOf = (content: Content): Uint8Array | string =>
    typeof content === 'number' ? recordings[content].bytes : content;
  const pick = <T>(list: readonly T[]): T => list[random(list.length)];

  function change(): void {
    const folder = pick(folders);
    const files = model.get(folder) as Map<string, Content>;
    const name = pick(names);
    const path = join(at.source, folder, name);
    const what = random(10);
    if (what < 4) {
      const content: Content = random(3) === 0 ? `text ${random(1000)}` : random(recordings.length);
      writeFileSync(path, bytesOf(content));
      files.set(name, content);
    } else if (what < 6 && files.has(name)) {
      unlinkSync(path);
      files.delete(name);
    } else if (what < 9 && files.has(name)) {
      const other = pick(folders);
      const target = pick(names);
      renameSync(path, join(at.source, other, target));
      const content = files.get(name) as Content;
      files.delete(name);
      (model.get(other) as Map<string, Content>).set(target, content);
    } else if (what === 9 && folder !== '' && folder !== 'one' && random(20) === 0) {
      rmSync(join(at.source, folder), { recursive: true });
      mkdirSync(join(at.source, folder));
      files.clear();
    }
  }

  function check(): void {
    const folder = pick(folders);
    const shown = shownNames(model.get(folder) as Map<string, Content>);
    const what = random(3);
    if (what === 0) {
      const inside = folders.filter((path) => path !== '' && join(path, '..') === (folder || '.'));
      const wanted = [
        ...shown.keys(),
        ...inside.map((path) => path.split('/').at(-1)),
        ...(folder === '' ? ['.seisfs'] : []),
      ];
      assert.deepEqual(readdirSync(join(at.point, folder)).sort(), wanted.sort(), `names in '${folder}'`);
      return;
    }
    const name = pick([...shown.keys(), ...names, 'a.segd.sgy', 'b.sgy.sgy']);
    const path = join(at.point, folder, name);
    const source = shown.get(name);
    const content = source === undefined ? undefined : model.get(folder)?.get(source);
    if (content === undefined) {
      assert.equal(
        failureOf(() => statSync(path)),
        'ENOENT',
        `${folder}/${name}`,
      );
      return;
    }
    const wanted = typeof content === 'number' ? recordings[content].converted : Buffer.from(content);
    if (what === 1) assert.equal(statSync(path).size, wanted.length, `${folder}/${name}`);
    else assert.ok(readFileSync(path).equals(wanted), `${folder}/${name}`);
  }

  for (let done = 0; done < operationCount; ) {
    const changes = random(changesTogether);
    for (let i = 0; i < changes; i++) change();
    await delay(1600);
    const checks = 1200 - changes;
    for (let i = 0; i < checks; i++) check();
    done += changes + checks;
  }
  fill(at.source, { 'last.segy': recordings[0].bytes });
  assert.ok(readFileSync(join(at.point, 'last.sgy')).equals(recordings[0].converted));
  assert.deepEqual(mount.messages, []);
  mount.order({ kind: 'end' });
  assert.equal((await mount.gone).code, 0);
});
