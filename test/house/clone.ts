/** Where the clone lies and which files it holds, for tests that read the house itself. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The nearest folder above the compiled test that holds package.json. */
function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** Absolute path of the clone. */
export const root: string = findRoot();

/** What a build, an installation or a version control leaves in a clone; no part of its sources. */
const made = new Set(['.git', '.build', '.interop', 'node_modules', 'dist', '__pycache__']);

/** Paths of all files below `folder` (both relative to the clone) whose name ends with one of `endings`, sorted. */
export function filesBelow(folder: string, ...endings: string[]): string[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true })
    .filter((entry) => !made.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path, ...endings);
      return endings.some((ending) => entry.name.endsWith(ending)) ? [relative('.', path)] : [];
    })
    .sort();
}

/** Text of a file of the clone. */
export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
