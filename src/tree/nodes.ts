/** The nodes of a mounted tree: numbers and records, shared between threads, with a small cache of decoded ones. */
import { SeisError } from '../error.ts';
import type { Stamp } from '../sources/stamp.ts';
import { sameStamp } from '../sources/stamp.ts';
import { boundedMap } from './bounded-map.ts';
import { decodeNode, encodeNode, hash32, type NodeRecord } from './node.ts';
import type { SharedLog } from './shared-log.ts';

/** Number of the root node, given by the FUSE protocol. */
export const rootNode = 1;

export type Nodes = {
  /** Throws `not-found` for a number that was never given. */
  get(node: number): NodeRecord;
  /** The newest record of an entry; with a stamp, of that version. */
  find(parent: number, name: string, target: number, stamp?: Stamp): number | undefined;
  /** The number of this record, appended unless an equal one (same entry, same version, same kind) is there. */
  add(record: NodeRecord): number;
  count(): number;
};

/** Decoded records that one thread keeps, about 1 KiB each; another is decoded in microseconds. */
const decodedKept = 1024;

export function openNodes(log: SharedLog): Nodes {
  const decoded = boundedMap<number, NodeRecord>(decodedKept);

  function get(node: number): NodeRecord {
    let record = decoded.get(node);
    if (record === undefined) {
      record = decodeNode(log.bytes(node));
      decoded.set(node, record);
    }
    return record;
  }

  const keyOf = (parent: number, name: string, target: number): number => hash32(name, parent * 31 + target);

  function find(parent: number, name: string, target: number, stamp?: Stamp): number | undefined {
    for (const node of log.withHash(keyOf(parent, name, target))) {
      const r = get(node);
      if (r.parent !== parent || r.name !== name || r.target !== target) continue;
      if (stamp === undefined || (r.stamp !== undefined && sameStamp(r.stamp, stamp))) return node;
    }
    return undefined;
  }

  return {
    get,
    find,
    count: log.count,
    add(record) {
      return log.append(keyOf(record.parent, record.name, record.target), () => {
        const other = find(record.parent, record.name, record.target, record.stamp);
        if (other !== undefined) {
          const r = get(other);
          if (r.kind === record.kind && r.path === record.path && r.size === record.size) return other;
        }
        return encodeNode(record);
      });
    },
  };
}

/** Throws `stale` unless `now` is the version that `record` is about. */
export function requireVersion(record: NodeRecord, now: Stamp): void {
  if (record.stamp === undefined || !sameStamp(record.stamp, now)) {
    throw new SeisError('stale', 'the source has changed since it was looked up', { path: record.path });
  }
}
