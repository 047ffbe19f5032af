/** Indexes of irregular recordings, kept in the user's cache folder under the version of the source they describe. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceOptions } from '../formats/format.ts';
import { type Stamp, stampText } from '../sources/stamp.ts';

export type IndexStore = {
  /** The index kept for this version of a file and these options, or undefined. */
  load(stamp: Stamp, options: SourceOptions): Uint8Array | undefined;
  /** Keeps an index; a full or read-only cache folder only costs the time to build it again. */
  save(stamp: Stamp, options: SourceOptions, index: Uint8Array): void;
};

/** `$XDG_CACHE_HOME/seisfs`, or `~/.cache/seisfs`. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME;
  return base !== undefined && base.startsWith('/') ? join(base, 'seisfs') : join(homedir(), '.cache', 'seisfs');
}

/**
 * Makes a folder and those above it, readable by their owner only. Not by `mkdirSync`'s own `recursive`: in Node 20 that
 * tries for ever where a folder cannot be made though the one above is there, as below `/proc`.
 */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    makeFolder(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  }
}

/** A store in `folder`; `report` is told, once, why an index could not be kept. */
export function indexStore(folder: string, report: (message: string) => void): IndexStore {
  let reported = false;
  const fileOf = (stamp: Stamp, options: SourceOptions): string => {
    const key = `${stampText(stamp)} ${JSON.stringify(Object.entries(options).sort())}`;
    return join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.index`);
  };
  return {
    load(stamp, options) {
      try {
        return new Uint8Array(readFileSync(fileOf(stamp, options)));
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'ENOENT' && !reported) {
          reported = true;
          report(`the index cache cannot be read: ${(cause as Error).message}`);
        }
        return undefined;
      }
    },
    save(stamp, options, index) {
      const file = fileOf(stamp, options);
      const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
      try {
        makeFolder(folder);
        writeFileSync(draft, index, { mode: 0o600 });
        renameSync(draft, file);
      } catch (cause) {
        if (!reported) {
          reported = true;
          report(`indexes cannot be kept: ${(cause as Error).message}`);
        }
      }
    },
  };
}
