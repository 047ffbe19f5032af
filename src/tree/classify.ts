/** What one source entry becomes in one target's folder: found among the known nodes, or looked at and added. */
import { asSeisError, type Desk, openRecording, openView } from '../catalog/open.ts';
import { SeisError } from '../error.ts';
import type { Target } from '../formats/format.ts';
import type { OpenFile, SourceFolder } from '../sources/folder.ts';
import { linkWay } from '../sources/links.ts';
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

/**
 * Looks at the entry `name` of `place`. Undefined: nothing is shown there (a socket, a device, a name that vanished).
 * Throws only what concerns all entries: the table of nodes is full.
 */
export type EntryLooker = (place: FolderPlace, name: string) => Entry | undefined;

/**
 * A version is trusted to differ from the next one in its times only when it is this many milliseconds old: kernels
 * before 6.13 count time in ticks of up to 10 ms, and two changes within one tick look like one.
 */
const tick = 12;
/** How often a file that changes while it is looked at is looked at again, and how long it is then left alone, in ms. */
const attempts = 3;
const leftAlone = 1000;

/** Milliseconds until the stamp can be trusted; 0 at once, also where another machine's clock gave the times. */
function untilSettled(stamp: Stamp): number {
  const age = Date.now() - Math.max(stamp.ctime * 1000 + stamp.ctimeNs / 1e6, stamp.mtime * 1000 + stamp.mtimeNs / 1e6);
  return age < tick && age > -tick ? tick - age : 0;
}

const nobody = new Int32Array(new SharedArrayBuffer(4));

/** Sleeps; threads that serve have nothing else to do meanwhile. */
function pause(milliseconds: number): void {
  // The other clock may tick a little later.
  if (milliseconds > 0) Atomics.wait(nobody, 0, 0, milliseconds + 1);
}

/** The status of an entry that cannot be asked for it. */
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
  /** Until when a file that is written to all the time is not looked at again, by path. */
  const busyUntil = boundedMap<string, number>(4096);

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

  /** Opens the file and decides; the node is about the version that was opened. Throws `stale` when it changes meanwhile. */
  function decided(blank: NodeRecord, status: Status): Entry | undefined {
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
      if (untilSettled(file.stamp) > 0) throw new SeisError('stale', 'the file was changed just now');
      const recording = openRecording(desk, file, extensionOf(blank.name));
      if (recording === undefined) return passed({ ...blank, kind: 'pass', stamp: file.stamp }, opened);
      const view = openView(desk, file, recording.set, targets[blank.target]);
      return added({ ...blank, kind: 'view', stamp: file.stamp, size: view.layout.size }, opened);
    } catch (error) {
      const reason = asSeisError(error);
      if (reason.code === 'stale' || reason.code === 'limit') throw reason;
      return added({ ...blank, kind: 'refused', stamp: file.stamp, error: reason.toPlain() }, opened);
    } finally {
      file.close();
    }
  }

  /** Decides about a version that holds still; a file that never does is refused for now. */
  function classified(blank: NodeRecord, first: Status): Entry | undefined {
    let status = first;
    const place = `${blank.base}/${blank.path}`;
    const untouched = untilSettled(status.stamp) === 0 || performance.now() > (busyUntil.get(place) ?? 0);
    for (let attempt = untouched ? 1 : attempts; ; attempt++) {
      if (untouched) pause(untilSettled(status.stamp));
      try {
        return decided(blank, status);
      } catch (error) {
        const reason = asSeisError(error);
        if (reason.code !== 'stale') throw reason;
        if (attempt === attempts) {
          if (untouched) busyUntil.set(place, performance.now() + leftAlone);
          const plain = new SeisError('io', 'the file is being written to', { path: blank.path }).toPlain();
          return added({ ...blank, kind: 'refused', stamp: status.stamp, error: plain }, status);
        }
      }
      try {
        status = sources[blank.base].status(blank.path);
      } catch (error) {
        if (asSeisError(error).code === 'not-found') return undefined;
        throw error;
      }
      if (status.kind !== 'file') return undefined;
    }
  }

  /** The node of a regular file at `blank.path`, if this version of it is known. */
  function remembered(blank: NodeRecord, status: Status): Entry | undefined {
    const exact = nodes.find(blank.parent, blank.name, blank.target, status.stamp);
    if (exact !== undefined) {
      const record = nodes.get(exact);
      // What the system refused, a permission or a disk error, may work by now though the file is the same.
      const known = record.kind !== 'refused' || record.error?.code !== 'io';
      if (known && record.path === blank.path) return { node: exact, record, status };
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
    let path = own;
    try {
      status = folder.status(own);
      if (status.kind === 'folder') return added(blank, status);
      if (status.kind === 'link') {
        const way = linkWay(folder, own);
        if (way.file === undefined) {
          return added({ ...blank, kind: 'link', stamp: status.stamp, size: way.text.length }, status);
        }
        path = way.file;
        status = folder.status(path);
      }
    } catch (error) {
      const reason = asSeisError(error);
      if (reason.code === 'not-found') return undefined;
      return added({ ...blank, kind: 'refused', error: reason.toPlain() }, nowhere);
    }
    if (status.kind !== 'file') return undefined;
    const plain: NodeRecord = { ...blank, path };
    if (place.target < 0) return passed({ ...plain, kind: 'pass', stamp: status.stamp }, status);
    return remembered(plain, status) ?? classified(plain, status);
  };
}
