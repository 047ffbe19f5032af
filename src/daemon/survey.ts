/** Walks the whole tree once after mounting, so that the user learns what is not shown before missing it. */
import { setImmediate } from 'node:timers/promises';
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
  stop(): void;
  /** Takes in what was learned since, by this thread or others; true when the counts or refusals changed. */
  update(): boolean;
  counts(): Counts;
  refused(): Refused[];
  /** Folders that could not be walked. */
  readonly unread: readonly string[];
};

/** Milliseconds of walking before signals and messages get a turn. */
const slice = 20;

export function createSurvey(tree: Tree, nodes: Nodes, targets: readonly string[]): Survey {
  /** Newest record of each entry, by kind; refusals are kept with their reason. */
  const newest = new Map<string, NodeRecord['kind']>();
  const refusals = new Map<string, Refused>();
  const unread: string[] = [];
  let seen = 0;
  let stopped = false;

  return {
    unread,
    async walk() {
      const folders = [rootNode];
      let until = performance.now() + slice;
      for (let node = folders.pop(); node !== undefined && !stopped; node = folders.pop()) {
        try {
          for (const member of tree.members(node, 0)) {
            if (member.attributes.kind === 'folder') folders.push(member.attributes.node);
            if (performance.now() > until) {
              await setImmediate();
              if (stopped) return;
              until = performance.now() + slice;
            }
          }
        } catch (error) {
          unread.push(`${nodes.get(node).path || '.'}: ${asSeisError(error).message}`);
        }
      }
    },
    stop() {
      stopped = true;
    },
    update() {
      const before = seen;
      for (const last = nodes.count(); seen < last; ) {
        seen++;
        const record = nodes.get(seen);
        if (record.base === 'status' || record.target < 0) continue;
        const key = `${record.parent}/${record.name}/${record.target}`;
        newest.set(key, record.kind);
        if (record.kind === 'refused' && record.error !== undefined) {
          refusals.set(key, { path: record.path, target: targets[record.target], error: record.error });
        } else refusals.delete(key);
      }
      return seen !== before;
    },
    counts() {
      const of = (kind: NodeRecord['kind']): number => {
        let n = 0;
        for (const k of newest.values()) if (k === kind) n++;
        return n;
      };
      return {
        folders: of('folder'),
        views: of('view'),
        passed: of('pass'),
        links: of('link'),
        refused: refusals.size,
      };
    },
    refused: () => [...refusals.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
  };
}
