/** The corpus beside the clone, for tests that read real files; and sources that count what is read from them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SyncSource } from '../../src/bytes/need.ts';

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** Absolute path of the clone. */
export const root: string = findRoot();

/** Absolute path of the corpus; it may be absent. */
export const corpus: string = join(root, '..', 'shared', 'corpus');

/** `false`, or the reason for which a test that needs the corpus is skipped. */
export const skipCorpus: string | false = existsSync(corpus) ? false : `the corpus is not at ${corpus}`;

/** Paths of the corpus files below its folders, `segy/name`, sorted; none where the corpus is absent. */
export function corpusFiles(...folders: readonly string[]): readonly string[] {
  if (skipCorpus !== false) return [];
  return folders.flatMap((folder) =>
    readdirSync(join(corpus, folder))
      .sort()
      .map((name) => `${folder}/${name}`),
  );
}

/** Names of the corpus folders. */
export function corpusFolders(): readonly string[] {
  if (skipCorpus !== false) return [];
  return readdirSync(corpus, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export function corpusBytes(path: string): Uint8Array {
  return readFileSync(join(corpus, path));
}

/** A source over bytes in memory that counts; what it lends lies in poisoned memory until it is written. */
export type CountingSource = SyncSource & { ranges: number; bytes: number };

export function countingSource(bytes: Uint8Array): CountingSource {
  return {
    size: bytes.length,
    ranges: 0,
    bytes: 0,
    read(offset, into) {
      this.ranges++;
      this.bytes += into.length;
      into.set(bytes.subarray(offset, offset + into.length));
    },
  };
}
