/** The mount's own files, shown in `.seisfs`: what it serves, what it does not show and why, and what went wrong. */
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, printable, type SeisError } from '../error.ts';
import type { Counts, Refused } from './survey.ts';

export type StatusFacts = {
  readonly version: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly started: string;
  readonly uptimeSeconds: number;
  readonly sources: readonly string[];
  readonly mountpoint: string;
  readonly views: readonly { readonly target: string; readonly folder: string }[];
  readonly sourceOptions: Readonly<Record<string, unknown>>;
  /** Whether every file has been looked at since the mount began. */
  readonly scan: 'running' | 'done';
  readonly counts: Counts;
  readonly workers: readonly Readonly<Record<string, number>>[];
};

export type StatusFolder = {
  /** The folder that is shown. */
  readonly path: string;
  writeStatus(facts: StatusFacts): void;
  writeRefused(refused: readonly Refused[]): void;
  log(line: string): void;
  remove(): void;
};

/** Characters that would break a table of tab-separated lines, written as escapes. */
function cell(text: string): string {
  return printable(text).replace(
    /[\t\n\r\\]/g,
    (c) => ({ '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' })[c] ?? c,
  );
}

/** The lines of `refused.tsv`. */
export function refusedTable(refused: readonly Refused[]): string {
  const rows = refused.map(({ path, target, error }) => [
    path,
    target,
    error.code,
    error.message,
    error.detail.mend ?? '',
  ]);
  return [['path', 'target', 'code', 'reason', 'what would mend it'], ...rows]
    .map((row) => `${row.map(cell).join('\t')}\n`)
    .join('');
}

/** Log lines beyond this many are dropped: a damaged archive read for months must not fill the disk. */
const logLines = 10_000;

/**
 * Makes the folder, readable by its owner only: it names files that others may not be allowed to see. Files are written
 * beside it and moved in, so that a reader finds each whole. What cannot be written (the disk is full, somebody cleaned
 * the temporary folder) is left out: a mount serves on without its status.
 */
export function createStatusFolder(): StatusFolder {
  const base = mkdtempSync(join(tmpdir(), 'seisfs-'));
  const path = join(base, 'shown');
  mkdirSync(path, { mode: 0o700 });
  let lines = 0;
  function replace(name: string, text: string): void {
    const draft = join(base, name);
    try {
      writeFileSync(draft, text);
      renameSync(draft, join(path, name));
    } catch (error) {
      unwritten(error);
    }
  }
  replace('log.txt', '');
  return {
    path,
    writeStatus: (facts) => replace('status.json', `${JSON.stringify(facts, undefined, 2)}\n`),
    writeRefused: (refused) => replace('refused.tsv', refusedTable(refused)),
    log(line) {
      lines++;
      if (lines > logLines) return;
      const last = lines === logLines ? 'further messages are left out\n' : '';
      try {
        appendFileSync(join(path, 'log.txt'), `${new Date().toISOString()} ${line}\n${last}`);
      } catch (error) {
        unwritten(error);
      }
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Only failures of the system are borne; a mistake of ours is not. */
function unwritten(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code === undefined) throw error;
}

/** One log line for a failure during an operation of thread `thread`. */
export function problemLine(thread: number, operation: string, error: SeisError): string {
  return `thread ${thread}, ${operation}: ${describe(error)}`;
}
