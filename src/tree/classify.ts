/** What one source entry becomes in one target's folder: found among the known nodes, or looked at and added. */
import { asSeisError, type Desk, openRecording, openView } from '../catalog/open.ts';
import type { Target } from '../formats/format.ts';
import type { OpenFile, SourceFolder } from '../sources/folder.ts';
import { type Stamp, type Status, sameFile, sameStamp } from '../sources/stamp.ts';
import { boundedMap } from './bounded-map.ts';
import { extensionOf } from './names.ts';
import type { Base, NodeRecord } from './node.ts';
import type { Nodes } from './nodes.ts';

/** A folder node seen from inside: everything needed to look at its entries. */
export type FolderPlace = {
  readonly node: number;
  readonly base: Base;
  readonly path: string;
  readonly target: number;
};

/** An entry that is shown or refused: its node and the status of the file behind it. */
export type Entry = { readonly node: number; readonly record: NodeRecord; readonly status: Status };

/** Replaces invalid UTF-8 in names; such a name cannot be opened again, so the entry is refused. */
const replacement = '\ufffd';

/** Looks at the entry `name` of `place`. Undefined: nothing is shown there (a socket, a device, a name that vanished). */
export type EntryLooker = (place: FolderPlace, name: string) => Entry | undefined;

const nowhere: Status = {
  stamp: { size: 0, mtime: 0, mtimeNs: 0, ctime: 0, ctimeNs: 0, inode: [0, 0], device: 0 },
  kind: 'file',
  mode: 0,
  uid: 0,
  gid: 0,
  nlink: 0,
  atime: 0,
  atimeNs: 0,
};

export function entryLooker(
  nodes: Nodes,
  sources: Readonly<Record<Base, SourceFolder>>,
  targets: readonly Target[],
  desk: Desk,
): EntryLooker {
  /** Version in which a passed file was last found to be no recording, by node. */
  const passedAs = boundedMap<number, Stamp>(4096);

  function added(record: NodeRecord, status: Status): Entry {
    const node = nodes.add(record);
    return { node, record: nodes.get(node), status };
  }

  /** A file of another kind keeps its node while it is the same file, however often it is written to. */
  function passed(record: NodeRecord, status: Status): Entry {
    const before = nodes.find(record.parent, record.name, record.target);
    const known = before === undefined ? undefined : nodes.get(before);
    const same =
      known?.kind === 'pass' && known.path === record.path && known.stamp && sameFile(known.stamp, status.stamp);
    const entry =
      before !== undefined && known && same ? { node: before, record: known, status } : added(record, status);
    passedAs.set(entry.node, status.stamp);
    return entry;
  }

  /** Opens the file and decides; the node is about the version that was opened. */
  function classified(blank: NodeRecord, status: Status): Entry | undefined {
    const folder = sources[blank.base];
    let file: OpenFile;
    try {
      file = folder.open(blank.path);
    } catch (error) {
      const reason = asSeisError(error);
      if (reason.code === 'not-found') return undefined;
      return added({ ...blank, kind: 'refused', stamp: status.stamp, error: reason.toPlain() }, status);
    }
    const opened: Status = { ...status, stamp: file.stamp };
    try {
      const recording = openRecording(desk, file, extensionOf(blank.name));
      if (recording === undefined) return passed({ ...blank, kind: 'pass', stamp: file.stamp }, opened);
      const view = openView(desk, file, recording.set, targets[blank.target]);
      return added({ ...blank, kind: 'view', stamp: file.stamp, size: view.layout.size }, opened);
    } catch (error) {
      const reason = asSeisError(error);
      if (reason.code === 'stale') throw reason;
      return added({ ...blank, kind: 'refused', stamp: file.stamp, error: reason.toPlain() }, opened);
    } finally {
      file.close();
    }
  }

  /** The node of a regular file at `blank.path`, if this version of it is known. */
  function remembered(blank: NodeRecord, status: Status): Entry | undefined {
    const exact = nodes.find(blank.parent, blank.name, blank.target, status.stamp);
    if (exact !== undefined && nodes.get(exact).path === blank.path) {
      return { node: exact, record: nodes.get(exact), status };
    }
    const newest = nodes.find(blank.parent, blank.name, blank.target);
    const passed = newest === undefined ? undefined : passedAs.get(newest);
    if (newest === undefined || passed === undefined || !sameStamp(passed, status.stamp)) return undefined;
    const record = nodes.get(newest);
    return record.kind === 'pass' && record.path === blank.path ? { node: newest, record, status } : undefined;
  }

  return (place, name) => {
    const folder = sources[place.base];
    const own = place.path === '' ? name : `${place.path}/${name}`;
    const blank: NodeRecord = {
      kind: 'folder',
      parent: place.node,
      name,
      base: place.base,
      path: own,
      target: place.target,
      size: 0,
      stamp: undefined,
      error: undefined,
    };
    let status: Status;
    try {
      status = folder.status(own);
    } catch (error) {
      if (asSeisError(error).code !== 'not-found') throw error;
      if (!name.includes(replacement)) return undefined;
      const reason = {
        code: 'unsupported',
        message: 'the name is not valid UTF-8',
        detail: { mend: 'rename the file' },
      } as const;
      return added({ ...blank, kind: 'refused', stamp: nowhere.stamp, error: reason }, nowhere);
    }
    if (status.kind === 'folder') return added(blank, status);
    let path = own;
    if (status.kind === 'link') {
      const inside = folder.linkInside(own);
      const behind = inside === undefined ? undefined : folder.status(inside);
      if (inside === undefined || behind?.kind !== 'file') return added({ ...blank, kind: 'link' }, status);
      path = inside;
      status = behind;
    }
    if (status.kind !== 'file') return undefined;
    const plain: NodeRecord = { ...blank, path };
    if (place.target < 0) return added({ ...plain, kind: 'pass' }, status);
    return remembered(plain, status) ?? classified(plain, status);
  };
}
