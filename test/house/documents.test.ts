/** Links and paths in the documents lead somewhere. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { filesBelow, root, textOf } from './clone.ts';

const documents = filesBelow('.', '.md');

/** The anchor that a heading gets: lower case, words joined by hyphens, punctuation gone. */
function anchor(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function anchorsOf(path: string): string[] {
  const withoutCode = textOf(path).replace(/^```[\s\S]*?^```/gm, '');
  return [...withoutCode.matchAll(/^#+\s+(.+)$/gm)].map(([, heading]) => anchor(heading));
}

/** Why a link of `from` leads nowhere; undefined when it leads somewhere, or out of the project. */
function brokenLink(from: string, target: string): string | undefined {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [path, fragment] = target.split('#');
  const file = path === '' ? from : join(dirname(from), path);
  if (!existsSync(join(root, file))) return `${from}: ${target} does not exist`;
  if (fragment === undefined || anchorsOf(file).includes(fragment)) return undefined;
  return `${from}: ${target}: no heading with that anchor`;
}

test('every link of every document leads somewhere', () => {
  assert.ok(documents.includes('README.md'), 'there is no README.md');
  const broken = documents.flatMap((from) =>
    [...textOf(from).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => brokenLink(from, target))
      .filter((found) => found !== undefined),
  );
  assert.deepEqual(broken, []);
});

test('every path that a document names is there', () => {
  const named = documents.flatMap((from) =>
    [...textOf(from).matchAll(/`((?:src|test|scripts|kernels|bench|interop)\/[\w./-]+)`/g)].map(([, path]) => ({
      from,
      path,
    })),
  );
  const missing = named.filter(({ path }) => !existsSync(join(root, path)));
  assert.deepEqual(
    missing.map(({ from, path }) => `${from}: ${path}`),
    [],
  );
});

test('the documents that every project of this kind owes are there', () => {
  const owed = ['README.md', 'ARCHITECTURE.md', 'SEMANTICS.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'LICENSE'];
  assert.deepEqual(
    owed.filter((path) => !existsSync(join(root, path))),
    [],
  );
});
