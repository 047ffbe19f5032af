/** From plain data to a tree that answers: the same for the threads that serve and for the main thread that scans. */
import { indexStore } from '../catalog/index-store.ts';
import type { Desk } from '../catalog/open.ts';
import { allFormats } from '../formats/all.gen.ts';
import { parseTarget } from '../formats/target.ts';
import type { Converters } from '../kernel/contract.ts';
import { sourceBelow } from '../sources/folder.ts';
import { type Nodes, openNodes } from '../tree/nodes.ts';
import { openLog } from '../tree/shared-log.ts';
import { openTree, type Tree } from '../tree/tree.ts';
import type { ServingPlan } from './plan.ts';

export type Session = { readonly tree: Tree; readonly nodes: Nodes };

/**
 * Builds this thread's tree. `lend` gives memory for one read; `report` is told what could not be kept in the cache;
 * `below` opens the source, so that a thread can count the time that its reads take.
 */
export function openSession(
  plan: Omit<ServingPlan, 'device' | 'desk'>,
  converters: Converters,
  lend: (length: number) => Uint8Array,
  report: (message: string) => void,
  below: typeof sourceBelow = sourceBelow,
): Session {
  const nodes = openNodes(openLog(plan.nodes, plan.thread));
  const desk: Desk = {
    formats: allFormats,
    options: plan.options,
    converters,
    indexes: indexStore(plan.indexFolder, report),
  };
  const { source, status } = plan;
  const tree = openTree({
    nodes,
    sources: {
      source: below(source.root, source.path, source.only),
      status: sourceBelow(status.root, status.path, status.only),
    },
    targets: plan.targets.map((spec) => parseTarget(allFormats, spec)),
    desk,
    others: plan.others,
    lend,
  });
  return { tree, nodes };
}
