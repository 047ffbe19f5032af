/**
 * Walks the whole tree after mounting, so that the user learns what is not shown before missing it; and again now and
 * then, because what is right may turn wrong, and back, without anybody looking at it.
 */
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { asSeisError } from '../catalog/open.ts';
import type { PlainError } from '../error.ts';
import type { NodeRecord } from '../tree/node.ts';
import { type Nodes, rootNode } from '../tree/nodes.ts';
import type { Tree } from '../tree/tree.ts';

/** What the entries of the tree are, each counted once in its newest version. */
export type Counts = {
  readonly folders: number;
  readonly views: number;
  readonly passed: number;
  readonly links: number;
  readonly refused: number;
};

/** A recording that a target does not show. */
export type Refused = { readonly path: string; readonly target: string; readonly error: PlainError };

export type Survey = {
  /** Looks at every entry; resolves when done, or early when `stop` was called. */
  walk(): Promise<void>;
  /** After the first walk: walks again and again until `stop`, for a hundredth of the time at most. */
  walkOn(): Promise<void>;
  stop(): void;
  /** Takes in what was learned since, by this thread or others; true when the counts or refusals changed. */
  update(): boolean;
  counts(): Counts;
  refused(): Refused[];
  /** Folders that could not be walked. */
  readonly unread: ReadonlySet<string>;
};

/** Milliseconds of walking before signals and messages get a turn. */
const slice = 20;
/** Milliseconds between two walks at least, and as a multiple of the time that the last one took. */
const shortestRest = 10_000;
const restShare = 100;
/** Refused files that are looked for in one update. */
const lookedFor = 500;

/** An entry in its newest version; `walk` is the number of the last walk that met it. */
type Met = { kind: NodeRecord['kind']; node: number; walk: number };

export function createSurvey(tree: Tree, nodes: Nodes, targets: readonly string[]): Survey {
  const newest = new Map<string, Met>();
  const refusals = new Map<string, Refused>();
  const unread = new Set<string>();
  let seen = 0;
  let walks = 0;
  let stopped = false;
  let changed = false;
  /** Milliseconds that the last walk took. */
  let took = 0;
  /** Refused files still to be looked for in this round. */
  let round: string[] = [];

  const keyOf = (record: NodeRecord): string => `${record.parent}/${record.name}/${record.target}`;

  function take(node: number): void {
    const record = nodes.get(node);
    // The root and the folders of several targets are no entries of the source.
    if (record.base === 'status' || record.target < 0 || record.path === '') return;
    const key = keyOf(record);
    newest.set(key, { kind: record.kind, node, walk: walks });
    if (record.kind === 'refused' && record.error !== undefined) {
      const folder = nodes.get(record.parent).path;
      const path = folder === '' ? record.name : `${folder}/${record.name}`;
      refusals.set(key, { path, target: targets[record.target], error: record.error });
    } else refusals.delete(key);
    changed = true;
  }

  function drop(key: string): void {
    newest.delete(key);
    refusals.delete(key);
    changed = true;
  }

  /** Forgets refused files that are gone, or were replaced by something that will be met again. */
  function lookForRefused(): void {
    if (round.length === 0) round = [...refusals.keys()];
    for (const key of round.splice(-lookedFor)) {
      const met = newest.get(key);
      if (met === undefined || met.kind !== 'refused') continue;
      try {
        tree.attributes(met.node);
      } catch (error) {
        const { code } = asSeisError(error);
        if (code === 'not-found' || code === 'stale') drop(key);
      }
    }
  }

  async function walk(): Promise<void> {
    const begun = performance.now();
    walks++;
    unread.clear();
    const folders = [rootNode];
    let until = performance.now() + slice;
    for (let node = folders.pop(); node !== undefined; node = folders.pop()) {
      try {
        for (const { attributes } of tree.members(node, 0)) {
          if (attributes.kind === 'folder') folders.push(attributes.node);
          const record = nodes.get(attributes.node);
          const met = newest.get(keyOf(record));
          if (met === undefined || met.node !== attributes.node) take(attributes.node);
          else met.walk = walks;
          if (performance.now() > until) {
            await setImmediate();
            if (stopped) return;
            until = performance.now() + slice;
          }
        }
      } catch (error) {
        const { code, message } = asSeisError(error);
        if (code !== 'not-found' && code !== 'stale') unread.add(`${nodes.get(node).path || '.'}: ${message}`);
      }
    }
    for (const [key, { kind, walk }] of newest) {
      if (walk < walks && kind !== 'refused') drop(key);
    }
    took = performance.now() - begun;
  }

  return {
    unread,
    walk,
    async walkOn() {
      while (!stopped) {
        await delay(Math.max(shortestRest, restShare * took), undefined, { ref: false });
        if (!stopped) await walk();
      }
    },
    stop() {
      stopped = true;
    },
    update() {
      for (const last = nodes.count(); seen < last; ) take(++seen);
      lookForRefused();
      const result = changed;
      changed = false;
      return result;
    },
    counts() {
      const counts = { folder: 0, view: 0, pass: 0, link: 0, refused: 0 };
      for (const { kind } of newest.values()) counts[kind]++;
      const { folder: folders, view: views, pass: passed, link: links, refused } = counts;
      return { folders, views, passed, links, refused };
    },
    refused: () => [...refusals.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  };
}
