/** The public names are those written down in exports.txt: a change of them is a decision, not an accident. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from './clone.ts';

/** Entry points of package.json, their sources, and the compiled modules beside this test. */
const entries = [
  { name: 'seisfs', source: 'src/index.ts', compiled: '../../src/index.js' },
  { name: 'seisfs/node', source: 'src/node.ts', compiled: '../../src/node.js' },
] as const;

/** Names in the export clauses of an entry file; a type has no trace at run time, so the text is what can be asked. */
function exportedNames(text: string): { readonly values: string[]; readonly types: string[] } {
  const values: string[] = [];
  const types: string[] = [];
  for (const [, whole, clause] of text.matchAll(/^export (type )?\{([^}]*)\}/gm)) {
    for (const item of clause.split(',').map((part) => part.trim())) {
      if (item === '') continue;
      const isType = whole !== undefined || item.startsWith('type ');
      const name =
        item
          .replace(/^type /, '')
          .split(' as ')
          .at(-1) ?? item;
      (isType ? types : values).push(name);
    }
  }
  return { values: values.sort(), types: types.sort() };
}

test('the public names are those of test/house/exports.txt', () => {
  const lines = entries.flatMap(({ name, source }) => {
    const { values, types } = exportedNames(textOf(source));
    return [...values.map((value) => `${name} ${value}`), ...types.map((type) => `${name} type ${type}`)];
  });
  assert.deepEqual(
    `${lines.join('\n')}\n`,
    textOf('test/house/exports.txt'),
    'write the new names down if they are meant',
  );
});

for (const { name, source, compiled } of entries) {
  test(`${name} gives at run time the values that its source exports, and no others`, async () => {
    const { values } = exportedNames(textOf(source));
    assert.ok(values.length > 0, `${source} exports nothing that was recognised`);
    const module = (await import(new URL(compiled, import.meta.url).href)) as object;
    assert.deepEqual(Object.keys(module).sort(), values);
  });
}
