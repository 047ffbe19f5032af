/** What folders contain, remembered by each thread for as long as the folder itself says that nothing was added or removed. */
import type { SourceFolder } from '../sources/folder.ts';
import { type Stamp, sameStamp } from '../sources/stamp.ts';
import { boundedMap } from './bounded-map.ts';
import type { Entry, FolderPlace } from './classify.ts';
import { groupNames, type NameGroups } from './names.ts';
import { type Base, hash52 } from './node.ts';

/**
 * A name of a virtual folder: its place in the order of the folder, the source entry behind it, and the extension that it
 * was given (undefined: none, it passes). The name holds while the entry is still to be given the same.
 */
export type OrderedName = {
  readonly cookie: number;
  readonly name: string;
  readonly source: string;
  readonly extension: string | undefined;
};

/** An entry with its final name. */
export type NamedEntry = { readonly name: string; readonly entry: Entry; readonly extension: string | undefined };

/** Makes the final names of these source names. */
export type NameMaker = (names: readonly string[]) => readonly NamedEntry[];

type FolderNames = {
  readonly stamp: Stamp;
  readonly read: number;
  readonly names: readonly string[];
  groups: NameGroups | undefined;
  final: readonly OrderedName[] | undefined;
  /** Places in `final` by name, made when a name is first asked for. */
  byName: ReadonlyMap<string, number> | undefined;
  /** When `final` must be made again, in milliseconds: a file may turn into a recording without its folder changing. */
  finalUntil: number;
};

export type FolderListings = {
  /** Source names that may decide what `virtualName` means in this folder. */
  around(place: FolderPlace, virtualName: string): readonly string[];
  /**
   * Final names of the whole folder in their order; `make` is called with all source names when they are not known. Who
   * is in the middle of a listing (`going`) may be given names of up to a second ago: they are in the same order, and a
   * folder that changes all the time is not read and named again for each few names.
   */
  final(place: FolderPlace, make: NameMaker, going: boolean): readonly OrderedName[];
  /** The same for one name. */
  named(place: FolderPlace, virtualName: string, make: NameMaker): OrderedName | undefined;
  /** Makes the final names of a folder be made again: one of them was found not to hold. */
  forget(place: FolderPlace): void;
};

/**
 * A folder's time is trusted only when it lies this long before the moment of reading, in seconds: kernels before 6.13
 * count time in ticks of a few milliseconds, and two changes within one tick look like one.
 */
const settled = 0.05;
/** How long final names are believed without looking at all entries, in milliseconds: ten times what making them took. */
const shortestLife = 1000;
const longestLife = 10_000;
/** Folders and names that one thread remembers. */
const foldersKept = 64;
const namesKept = 100_000;

/**
 * Orders names by a hash of the name: an offset into such a folder stays right when names come and go, needs no state
 * between two calls, and is the same in every thread.
 */
export function ordered(named: readonly NamedEntry[]): OrderedName[] {
  const list = named.map(({ name, entry, extension }) => ({
    cookie: hash52(name),
    name,
    source: entry.record.name,
    extension,
  }));
  list.sort((a, b) => a.cookie - b.cookie || (a.name < b.name ? -1 : 1));
  for (let i = 1; i < list.length; i++) {
    if (list[i].cookie <= list[i - 1].cookie) list[i].cookie = list[i - 1].cookie + 1;
  }
  return list;
}

/** `extensionIn` says which extension recordings get in a folder; undefined where nothing is converted. */
export function folderListings(
  sources: Readonly<Record<Base, SourceFolder>>,
  extensionIn: (place: FolderPlace) => string | undefined,
): FolderListings {
  const known = boundedMap<number, FolderNames>(foldersKept, (folder) => {
    total -= folder.names.length;
  });
  let total = 0;

  function current(place: FolderPlace): FolderNames {
    const folder = sources[place.base];
    const { stamp } = folder.status(place.path);
    const before = known.get(place.node);
    const changed = Math.max(stamp.mtime + stamp.mtimeNs / 1e9, stamp.ctime + stamp.ctimeNs / 1e9);
    if (before !== undefined && sameStamp(before.stamp, stamp) && before.read - changed > settled) return before;
    const read = Date.now() / 1000;
    // A folder that is changed while it is read may tell a name twice.
    const names = [...new Set(folder.list(place.path))];
    const fresh = { stamp, read, names, groups: undefined, final: undefined, byName: undefined, finalUntil: 0 };
    if (total + names.length > namesKept) known.clear();
    known.set(place.node, fresh);
    total += names.length;
    return fresh;
  }

  function finalOf(folder: FolderNames, make: NameMaker): readonly OrderedName[] {
    const begun = performance.now();
    if (folder.final === undefined || begun > folder.finalUntil) {
      folder.final = ordered(make(folder.names));
      folder.byName = undefined;
      const ended = performance.now();
      folder.finalUntil = ended + Math.min(longestLife, Math.max(shortestLife, 10 * (ended - begun)));
    }
    return folder.final;
  }

  return {
    around(place, virtualName) {
      const folder = current(place);
      folder.groups ??= groupNames(folder.names, extensionIn(place));
      return folder.groups.around(virtualName);
    },
    final(place, make, going) {
      const before = going ? known.get(place.node) : undefined;
      if (before?.final !== undefined && Date.now() / 1000 - before.read < shortestLife / 1000) return before.final;
      return finalOf(current(place), make);
    },
    named(place, virtualName, make) {
      const folder = current(place);
      const final = finalOf(folder, make);
      folder.byName ??= new Map(final.map(({ name }, i) => [name, i]));
      const at = folder.byName.get(virtualName);
      return at === undefined ? undefined : final[at];
    },
    forget(place) {
      const folder = known.get(place.node);
      if (folder !== undefined) folder.final = undefined;
    },
  };
}
