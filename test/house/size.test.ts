/** Files stay small enough to be read at one sitting, and nothing is left undone in them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesBelow, textOf } from './clone.ts';

const longest = 300;

/** Files that are one table and may be longer: what they hold. */
const tables: Readonly<Record<string, string>> = {};

function lines(path: string): number {
  return textOf(path).split('\n').length - 1;
}

test(`no file of src or kernels has more than ${longest} lines unless it is a table`, () => {
  const files = [...filesBelow('src', '.ts'), ...filesBelow('kernels', '.ts')].filter(
    (path) => !path.endsWith('.gen.ts'),
  );
  const long = files.filter((path) => lines(path) > longest);
  assert.deepEqual(
    long.filter((path) => !(path in tables)),
    [],
  );
  assert.deepEqual(
    Object.keys(tables).filter((path) => !long.includes(path)),
    [],
    'listed as long tables, and are not',
  );
});

/** Marks of unfinished work; the brackets keep this file from holding them itself. */
const marks = [/TO[D]O/, /FIX[M]E/, /\bXX[X]\b/, /\.only[(]/, /not implemente[d]/];

test('no source says that something is left to be done, and no test shuts the others out', () => {
  const files = ['src', 'kernels', 'test', 'scripts', 'bench', 'interop'].flatMap((folder) =>
    filesBelow(folder, '.ts', '.mjs', '.py'),
  );
  const found = files.flatMap((path) => {
    const text = textOf(path);
    return marks.filter((mark) => mark.test(text)).map((mark) => `${path}: ${mark}`);
  });
  assert.deepEqual(found, []);
});

test('one sentence heads each source', () => {
  const files = ['src', 'kernels', 'test', 'scripts', 'bench'].flatMap((folder) => filesBelow(folder, '.ts', '.mjs'));
  const bare = files.filter((path) => !/^(#!.*\n)?(\/\*\*|\/\/) ?\S*/.test(textOf(path)));
  assert.deepEqual(bare, []);
});
