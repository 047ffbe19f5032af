/** What a user installs: the compiled sources and the documents, complete, and nothing else. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { filesBelow, root, textOf } from './clone.ts';

type Packed = { readonly files: readonly { readonly path: string }[]; readonly unpackedSize: number };

type Manifest = {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
};

/** Largest unpacked package, bytes; five times what it was when this was written. */
const largest = 3_000_000;

/** Every path in the package is of one of these forms. */
const allowed = [
  /^dist\/src\/[\w./-]+\.(js|d\.ts)$/,
  /^(README|ARCHITECTURE|SEMANTICS|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^package\.json$/,
];

const manifest = JSON.parse(textOf('package.json')) as Manifest;
let packed: Packed;
let paths: string[];

before(() => {
  const answer = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
  });
  [packed] = JSON.parse(answer) as [Packed];
  paths = packed.files.map(({ path }) => path);
});

test('the package holds nothing but compiled sources and documents', () => {
  assert.deepEqual(
    paths.filter((path) => !allowed.some((form) => form.test(path))),
    [],
  );
  assert.ok(packed.unpackedSize < largest, `${packed.unpackedSize} bytes unpacked`);
});

test('the package holds every source, compiled, with its types, and nothing that has no source', () => {
  const owed = filesBelow('src', '.ts').flatMap((path) => [
    `dist/${path.replace(/\.ts$/, '.js')}`,
    `dist/${path.replace(/\.ts$/, '.d.ts')}`,
  ]);
  assert.deepEqual(paths.filter((path) => path.startsWith('dist/')).sort(), owed.sort());
});

test('everything that package.json points at is in the package, and the command can be run', () => {
  const targets = [
    ...Object.values(manifest.bin),
    ...Object.values(manifest.exports).flatMap((entry) => Object.values(entry)),
  ];
  assert.deepEqual(
    targets.filter((target) => !paths.includes(target.replace('./', ''))),
    [],
  );
  for (const command of Object.values(manifest.bin)) {
    assert.match(textOf(command), /^#!\/usr\/bin\/env node\n/);
  }
});

test('every package that is needed at run time is pinned to one version and installed without a script', () => {
  const { packages } = JSON.parse(textOf('package-lock.json')) as {
    packages: Readonly<Record<string, { readonly version: string }>>;
  };
  for (const [name, version] of Object.entries(manifest.dependencies)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
    assert.equal(packages[`node_modules/${name}`].version, version, name);
    assert.ok(existsSync(join(root, 'node_modules', name, 'package.json')), `${name} is not installed`);
  }
});
