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

/** What is known of a folder's names. */
export type FolderView = {
  /** Whether nothing has come or gone since the names were read. */
  readonly fresh: boolean;
  /** Source names that may decide what `virtualName` means in this folder. */
  around(virtualName: string): readonly string[];
  /** Final names of the whole folder in their order; `make` is called with all source names when they are not known. */
  final(make: NameMaker): readonly OrderedName[];
  /** The same for one name. */
  named(virtualName: string, make: NameMaker): OrderedName | undefined;
  /** Makes the final names be made again: one of them was found not to hold. */
  forget(): void;
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
/** How long final names are believed without looking at all entries, in milliseconds: ten times what making them took. */
const shortestLife = 1000;
const longestLife = 10_000;
/** How old names may be, in seconds, for those in a hurry. */
const hurry = 0.5;
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

  function read(place: FolderPlace, stamp: Stamp): FolderNames {
    const read = Date.now() / 1000;
    // A folder that is changed while it is read may tell a name twice.
    const names = [...new Set(sources[place.base].list(place.path))];
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

  return (place, hurried) => {
    const { stamp } = sources[place.base].status(place.path);
    const before = known.get(place.node);
    const changed = Math.max(stamp.mtime + stamp.mtimeNs / 1e9, stamp.ctime + stamp.ctimeNs / 1e9);
    const same = before !== undefined && sameStamp(before.stamp, stamp) && before.read - changed > settled;
    const age = before === undefined ? Number.POSITIVE_INFINITY : Date.now() / 1000 - before.read;
    const folder = before !== undefined && (same || (hurried && age >= 0 && age < hurry)) ? before : read(place, stamp);
    return {
      fresh: same || folder !== before,
      around(virtualName) {
        folder.groups ??= groupNames(folder.names, extensionIn(place));
        return folder.groups.around(virtualName);
      },
      final: (make) => finalOf(folder, make),
      named(virtualName, make) {
        const final = finalOf(folder, make);
        folder.byName ??= new Map(final.map(({ name }, i) => [name, i]));
        const at = folder.byName.get(virtualName);
        return at === undefined ? undefined : final[at];
      },
      forget() {
        folder.final = undefined;
      },
    };
  };
}
