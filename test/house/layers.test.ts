/** Every import of src is one that the layer table of ARCHITECTURE.md allows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesBelow, textOf } from './clone.ts';
import { importsOf, layerOf, parseLayers, violations } from './layers.ts';

const sources = filesBelow('src', '.ts').map((path) => path.slice('src/'.length));

test('every import of src is allowed by the layer table of ARCHITECTURE.md', () => {
  const layers = parseLayers(textOf('ARCHITECTURE.md'));
  const imports = sources.flatMap((path) => importsOf(path, textOf(`src/${path}`)));
  assert.ok(imports.length > sources.length, `only ${imports.length} imports were found in ${sources.length} files`);
  assert.deepEqual(violations(layers, imports), []);
});

test('every source belongs to a row of the layer table, and every row to a source', () => {
  const layers = parseLayers(textOf('ARCHITECTURE.md'));
  assert.deepEqual(
    sources.filter((path) => layerOf(layers, path) === undefined),
    [],
  );
  const inUse = new Set(sources.map((path) => layerOf(layers, path)));
  assert.deepEqual(
    layers.filter((layer) => !inUse.has(layer)).map(({ folder }) => folder),
    [],
  );
});

test('the layer test finds what it looks for', () => {
  const layers = parseLayers(
    [
      '| folder | may import | why |',
      '|---|---|---|',
      '| `bytes` | nothing | |',
      '| `src/fuse/`, `tree` | `bytes`, tree | |',
      '| `fuse/device.ts` | `node`, koffi | |',
      '',
      '| x |',
    ].join('\n'),
  );
  assert.deepEqual(layers, [
    { folder: 'bytes', mayImport: [] },
    { folder: 'fuse', mayImport: ['bytes', 'tree'] },
    { folder: 'tree', mayImport: ['bytes', 'tree'] },
    { folder: 'fuse/device.ts', mayImport: ['node', 'koffi'] },
  ]);
  const text = [
    "import { a } from './a.ts';",
    "import type {\n  B,\n} from '../bytes/need.ts';",
    "export { c } from 'node:fs';",
    "const d = await import('@scope/pack/deep');",
    "new Worker(new URL('../threads/entry.ts', import.meta.url));",
    "// import { e } from 'commented';",
  ].join('\n');
  const imports = importsOf('fuse/dispatch.ts', text);
  assert.deepEqual(
    imports.map(({ what }) => what),
    ['fuse/a.ts', 'bytes/need.ts', 'node', '@scope/pack', 'threads/entry.ts'],
  );
  assert.deepEqual(violations(layers, imports), [
    'src/fuse/dispatch.ts imports node, and fuse may import bytes, tree',
    'src/fuse/dispatch.ts imports @scope/pack, and fuse may import bytes, tree',
    'src/fuse/dispatch.ts imports threads/entry.ts, and fuse may import bytes, tree',
  ]);
  assert.deepEqual(violations(layers, importsOf('fuse/device.ts', text)), [
    'src/fuse/device.ts imports bytes/need.ts, and fuse/device.ts may import node, koffi',
    'src/fuse/device.ts imports @scope/pack, and fuse/device.ts may import node, koffi',
    'src/fuse/device.ts imports threads/entry.ts, and fuse/device.ts may import node, koffi',
  ]);
  assert.deepEqual(violations(layers, [{ from: 'cli/main.ts', what: 'node' }]), [
    'src/cli/main.ts belongs to no row of the table',
  ]);
});
