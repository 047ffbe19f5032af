/**
 * The mounted tree, as one thread sees it: names to nodes, attributes, folders, bytes.
 *
 * Every thread has a tree of its own over the same shared nodes. A view's node is one version of one source file, so
 * pages that the kernel keeps for a node never mix two versions; when the source changes, the name leads to another node
 * and the old one answers `stale`.
 */
import { runSync } from '../bytes/need.ts';
import type { Desk } from '../catalog/open.ts';
import { asSeisError } from '../catalog/open.ts';
import { SeisError } from '../error.ts';
import type { Target } from '../formats/format.ts';
import type { SourceFolder } from '../sources/folder.ts';
import { linkWay } from '../sources/links.ts';
import { type Status, sameFile, stampText } from '../sources/stamp.ts';
import { entryLooker, type FolderPlace } from './classify.ts';
import { folderListings } from './listing.ts';
import { entryNaming } from './naming.ts';
import { type Base, hash52, type NodeRecord } from './node.ts';
import { type Nodes, requireVersion, rootNode } from './nodes.ts';
import { openFiles } from './open-files.ts';
import { viewAttributes } from './view-attributes.ts';

/** What `stat` says of a node. */
export type Attributes = {
  readonly node: number;
  readonly inode: number;
  readonly kind: 'file' | 'folder' | 'link';
  readonly size: number;
  readonly status: Status;
};

/** A name in a folder, with its place in the stable order of that folder. */
export type Member = { readonly name: string; readonly cookie: number; readonly attributes: Attributes };

export type TreePlan = {
  readonly nodes: Nodes;
  readonly sources: Readonly<Record<Base, SourceFolder>>;
  readonly targets: readonly Target[];
  readonly desk: Desk;
  /** Files of other kinds: shown as they are, or left out. */
  readonly others: 'pass' | 'hide';
  /** Lends memory for one read. */
  readonly lend: (length: number) => Uint8Array;
};

export type Tree = {
  /** The entry of that name; `.` is the node itself, whatever its kind, and `..` the folder it lies in. */
  lookup(folder: number, name: string): Attributes;
  attributes(node: number): Attributes;
  linkText(node: number): Uint8Array;
  /**
   * Members of a folder after `cookie` (2 or less for all), in stable order; looked at one by one as they are taken.
   * Cookies 1 and 2 are left to the names `.` and `..`.
   */
  members(node: number, cookie: number): Generator<Member>;
  /** Makes sure that the node can be read now; throws `stale` when its source has changed. */
  open(node: number): void;
  /**
   * What the kernel may do with the node's pages: `keep` them for ever (views, whose bytes cannot change), keep them while
   * the file is open (`check`), or `never` keep any (status files, whose size is not known before they are read).
   */
  caching(node: number): 'keep' | 'check' | 'never';
  /** Fills `into` from byte `offset`, returns the number of bytes (less than asked only at the end). */
  read(node: number, offset: number, into: Uint8Array): number;
  /** Size of a file as of now. */
  size(node: number): number;
  attributeNames(node: number): readonly string[];
  attribute(node: number, name: string): string | undefined;
  /** Entries known so far. */
  count(): number;
  close(): void;
};

/** Name of the folder with the mount's own status files, at the root. */
export const statusFolderName = '.seisfs';

/** Folder names of several targets: the format, and a number where a format comes twice. */
export function targetFolders(targets: readonly Target[]): string[] {
  return targets.map((target, i) => {
    const before = targets.slice(0, i).filter((other) => other.format === target.format).length;
    return before === 0 ? target.format : `${target.format}-${before + 1}`;
  });
}

/** Adds the root (and the folders of several targets) to an empty table of nodes: once a mount, before any thread reads. */
export function plantRoot(nodes: Nodes, targets: readonly Target[]): void {
  const blank = { size: 0, stamp: undefined, error: undefined, path: '' } as const;
  const single = targets.length === 1 ? 0 : -1;
  const root = nodes.add({ ...blank, kind: 'folder', parent: 0, name: '', base: 'source', target: single });
  if (root !== rootNode) throw new SeisError('usage', 'the root must be the first node');
  nodes.add({ ...blank, kind: 'folder', parent: root, name: statusFolderName, base: 'status', target: -1 });
  if (targets.length > 1) {
    targetFolders(targets).forEach((name, target) => {
      nodes.add({ ...blank, kind: 'folder', parent: root, name, base: 'source', target });
    });
  }
}

/** Where in the order of a folder the names after `cookie` begin. */
function firstAfter(cookies: Float64Array, cookie: number): number {
  let low = 0;
  let high = cookies.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cookies[middle] <= cookie) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Offsets below this belong to names that are not the source's. */
const firstHash = 2 ** 32;

export function openTree(plan: TreePlan): Tree {
  const { nodes, sources, targets, desk, lend } = plan;
  const look = entryLooker(nodes, sources, targets, desk);
  const listings = folderListings(sources, ({ target }) => targets[target]?.extension);
  const naming = entryNaming({ look, listings, targets, others: plan.others, planted: (name) => planted.has(name) });
  const files = openFiles(sources, targets, desk);
  const several = targets.length > 1;
  /** Names at the root that are not the source's. */
  const planted = new Map<string, number>();
  const statusNode = nodes.find(rootNode, statusFolderName, -1) as number;
  planted.set(statusFolderName, statusNode);
  if (several) {
    targetFolders(targets).forEach((name, target) => {
      planted.set(name, nodes.find(rootNode, name, target) as number);
    });
  }

  function folderPlace(node: number): FolderPlace {
    const record = nodes.get(node);
    if (record.kind !== 'folder') throw new SeisError('io', 'not a folder', { system: 'ENOTDIR', path: record.path });
    return { node, base: record.base, path: record.path, target: record.target };
  }

  function attributesOf(node: number, record: NodeRecord, status: Status): Attributes {
    const kind = record.kind === 'folder' || record.kind === 'link' ? record.kind : 'file';
    const version =
      record.kind === 'view' && record.stamp
        ? stampText(record.stamp)
        : [status.stamp.device, ...status.stamp.inode].join('.');
    const size = record.kind === 'view' || record.kind === 'link' ? record.size : status.stamp.size;
    return { node, inode: hash52(`${record.base}/${record.target}/${record.path}/${version}`), kind, size, status };
  }

  /** The status now of the file behind a node; throws `not-found` when it is gone. */
  function statusNow(record: NodeRecord): Status {
    return sources[record.base].status(record.path);
  }

  /** The same for a node that a reader may hold: what is gone is `stale`, for a name it would be `not-found`. */
  function statusOfOpen(record: NodeRecord): Status {
    try {
      return statusNow(record);
    } catch (error) {
      if (!(error instanceof SeisError && error.code === 'not-found')) throw error;
      throw new SeisError('stale', 'the source was removed', { path: record.path }, error);
    }
  }

  /** Throws `stale` when something else lies by now where the node's file was; a view is of one version besides. */
  function requireSame(record: NodeRecord, { kind, stamp }: Status): void {
    if (record.kind === 'view' || record.kind === 'link') requireVersion(record, stamp);
    const wanted = record.kind === 'folder' || record.kind === 'link' ? record.kind : 'file';
    if (kind !== wanted || (wanted === 'file' && record.stamp !== undefined && !sameFile(record.stamp, stamp))) {
      throw new SeisError('stale', 'the source was replaced', { path: record.path });
    }
  }

  function attributes(node: number): Attributes {
    const record = nodes.get(node);
    const status = statusOfOpen(record);
    requireSame(record, status);
    return attributesOf(node, record, status);
  }

  return {
    lookup(folder, name) {
      // Asked when the mount is exported again and the exporting server has forgotten the way to a node.
      if (name === '.') return attributes(folder);
      if (name === '..') return attributes(nodes.get(folder).parent || rootNode);
      if (folder === rootNode) {
        const node = planted.get(name);
        if (node !== undefined) return attributes(node);
        if (several) throw new SeisError('not-found', `no entry '${name}'`);
      }
      const place = folderPlace(folder);
      const entry = naming.found(place, name);
      if (entry === undefined) throw new SeisError('not-found', `no entry '${name}'`, { path: place.path });
      return attributesOf(entry.node, entry.record, entry.status);
    },

    attributes,

    linkText(node) {
      const record = nodes.get(node);
      if (record.kind !== 'link') throw new SeisError('usage', 'not a symbolic link', { path: record.path });
      const way = linkWay(sources[record.base], record.path);
      if (way.file === undefined && way.text.length === record.size) return way.text;
      throw new SeisError('stale', 'the link leads elsewhere by now', { path: record.path });
    },

    *members(node, cookie) {
      if (node === rootNode) {
        let place = 2;
        for (const [name, id] of planted) {
          place++;
          if (place > cookie) yield { name, cookie: place, attributes: attributes(id) };
        }
        if (several) return;
      }
      const folder = folderPlace(node);
      const listing = listings(folder, cookie > firstHash);
      const { cookies, sources: entries } = listing.names;
      for (let i = firstAfter(cookies, cookie); i < entries.length; i++) {
        const called = naming.called(listing, folder, entries[i]);
        if (called === undefined) continue;
        const { name, entry } = called;
        yield { name, cookie: cookies[i], attributes: attributesOf(entry.node, entry.record, entry.status) };
      }
    },

    open(node) {
      const record = nodes.get(node);
      if (record.kind === 'view') requireVersion(record, statusNow(record).stamp);
      if (record.base === 'status') files.forget(node);
      files.get(node, record);
    },

    caching(node) {
      const { kind, base } = nodes.get(node);
      return kind === 'view' ? 'keep' : base === 'source' ? 'check' : 'never';
    },

    read(node, offset, into) {
      const record = nodes.get(node);
      const { file, view } = files.get(node, record);
      if (view === undefined) {
        const length = file.readUpTo(offset, into);
        // Status files are written anew again and again: none is kept open.
        if (record.base === 'status') files.forget(node);
        return length;
      }
      const size = view.layout.size;
      if (offset >= size) return 0;
      const window = offset + into.length <= size ? into : into.subarray(0, size - offset);
      try {
        runSync(view.layout.read(offset, window), [file], lend);
      } catch (error) {
        file.verify();
        throw asSeisError(error).with({ path: record.path });
      }
      file.verify();
      return window.length;
    },

    size: (node) => attributes(node).size,

    attributeNames: (node) => (nodes.get(node).kind === 'view' ? viewAttributes.names : []),

    attribute(node, name) {
      const record = nodes.get(node);
      if (record.kind !== 'view') return undefined;
      return viewAttributes.value(name, sources[record.base], record, files.get(node, record));
    },

    count: nodes.count,

    close: () => files.close(),
  };
}
