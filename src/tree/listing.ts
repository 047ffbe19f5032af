/** What folders contain, remembered by each thread for as long as the folder itself says that nothing was added or removed. */
import type { SourceFolder } from '../sources/folder.ts';
import { type Stamp, sameStamp } from '../sources/stamp.ts';
import { boundedMap } from './bounded-map.ts';
import type { FolderPlace } from './classify.ts';
import { groupNames, type NameGroups } from './names.ts';
import { type Base, hash52 } from './node.ts';

/** Entries of the source folder in the order of the virtual folder, and their places in it. */
export type OrderedNames = { readonly cookies: Float64Array; readonly sources: readonly string[] };

/**
 * What an entry is called, and the extension that it was given for it (undefined: none, it passes). The name holds while
 * the entry is still to be given the same.
 */
export type Naming = { readonly source: string; readonly name: string; readonly extension: string | undefined };

/** The names of a large group of entries, as they were found. */
export type Namings = {
  readonly bySource: ReadonlyMap<string, Naming>;
  readonly byName: ReadonlyMap<string, Naming>;
};

type Resolved = Namings & { readonly until: number };

type FolderNames = {
  readonly stamp: Stamp;
  readonly read: number;
  readonly names: OrderedNames;
  groups: NameGroups | undefined;
  /** Names of large groups, by their first member. */
  readonly resolved: Map<string, Resolved>;
};

/** What is known of a folder's names. */
export type FolderView = {
  /** Whether nothing has come or gone since the names were read. */
  readonly fresh: boolean;
  /** Source names that may decide what `virtualName` means in this folder. */
  around(virtualName: string): readonly string[];
  /** Source names that may decide what the entry `source` is called, itself included. */
  beside(source: string): readonly string[];
  /** All source names, in the order of the virtual folder. */
  readonly names: OrderedNames;
  /** The names of one of the groups above, remembered for a while; `make` is called when they are not known. */
  resolved(group: readonly string[], make: (names: readonly string[]) => readonly Naming[]): Namings;
  /** Makes the names of a group be made again: one of them was found not to hold. */
  forget(group: readonly string[]): void;
};

/**
 * Looks at a folder. `hurried` allows names that were read up to `hurry` ago, so that a large folder that changes all the
 * time is not read again for each of its names: whoever does not find a name there asks once more, without hurry.
 */
export type FolderListings = (place: FolderPlace, hurried: boolean) => FolderView;

/**
 * A folder's time is trusted only when it lies this long before the moment of reading, in seconds: kernels before 6.13
 * count time in ticks of a few milliseconds, and two changes within one tick look like one.
 */
const settled = 0.05;
/** How long the names of a large group are believed, in milliseconds: ten times what making them took. */
const shortestLife = 1000;
const longestLife = 10_000;
/** How old names may be, in seconds, for those in a hurry. */
const hurry = 0.5;
/** Folders and names that one thread remembers. */
const foldersKept = 64;
const namesKept = 100_000;

/**
 * Orders entries by a hash of their source names: an offset into such a folder stays right when names come and go, needs
 * no state between two calls, is the same in every thread, and does not change when a file turns into a recording.
 */
export function ordered(names: readonly string[]): OrderedNames {
  const hashes = Float64Array.from(names, hash52);
  const order = Uint32Array.from(names, (_, i) => i);
  order.sort((a, b) => hashes[a] - hashes[b] || (names[a] < names[b] ? -1 : 1));
  const cookies = Float64Array.from(order, (i) => hashes[i]);
  for (let i = 1; i < cookies.length; i++) {
    if (cookies[i] <= cookies[i - 1]) cookies[i] = cookies[i - 1] + 1;
  }
  return { cookies, sources: Array.from(order, (i) => names[i]) };
}

/** `extensionIn` says which extension recordings get in a folder; undefined where nothing is converted. */
export function folderListings(
  sources: Readonly<Record<Base, SourceFolder>>,
  extensionIn: (place: FolderPlace) => string | undefined,
): FolderListings {
  const known = boundedMap<number, FolderNames>(foldersKept, (folder) => {
    total -= folder.names.sources.length;
  });
  let total = 0;

  function read(place: FolderPlace, stamp: Stamp): FolderNames {
    const read = Date.now() / 1000;
    // A folder that is changed while it is read may tell a name twice.
    const names = ordered([...new Set(sources[place.base].list(place.path))]);
    const fresh = { stamp, read, names, groups: undefined, resolved: new Map() };
    if (total + names.sources.length > namesKept) known.clear();
    known.set(place.node, fresh);
    total += names.sources.length;
    return fresh;
  }

  function groupsOf(place: FolderPlace, folder: FolderNames): NameGroups {
    folder.groups ??= groupNames(folder.names.sources, extensionIn(place));
    return folder.groups;
  }

  return (place, hurried) => {
    const { stamp } = sources[place.base].status(place.path);
    const before = known.get(place.node);
    const changed = Math.max(stamp.mtime + stamp.mtimeNs / 1e9, stamp.ctime + stamp.ctimeNs / 1e9);
    const same = before !== undefined && sameStamp(before.stamp, stamp) && before.read - changed > settled;
    const age = before === undefined ? Number.POSITIVE_INFINITY : Date.now() / 1000 - before.read;
    const folder = before !== undefined && (same || (hurried && age >= 0 && age < hurry)) ? before : read(place, stamp);
    return {
      fresh: same || folder !== before,
      around: (virtualName) => groupsOf(place, folder).around(virtualName),
      beside: (source) => groupsOf(place, folder).beside(source),
      names: folder.names,
      resolved(group, make) {
        const begun = performance.now();
        const before = folder.resolved.get(group[0]);
        if (before !== undefined && begun < before.until) return before;
        const namings = make(group);
        const ended = performance.now();
        const resolved = {
          bySource: new Map(namings.map((naming) => [naming.source, naming])),
          byName: new Map(namings.map((naming) => [naming.name, naming])),
          until: ended + Math.min(longestLife, Math.max(shortestLife, 10 * (ended - begun))),
        };
        folder.resolved.set(group[0], resolved);
        return resolved;
      },
      forget(group) {
        folder.resolved.delete(group[0]);
      },
    };
  };
}
