/** What folders contain, remembered by each thread for as long as the folder itself says that nothing was added or removed. */
import type { SourceFolder } from '../sources/folder.ts';
import { type Stamp, sameStamp } from '../sources/stamp.ts';
import { boundedMap } from './bounded-map.ts';
import type { Entry, FolderPlace } from './classify.ts';
import { groupNames, type NameGroups } from './names.ts';
import { type Base, hash52 } from './node.ts';

/** A name of a virtual folder: its place in the order of the folder, and the source entry behind it. */
export type OrderedName = { readonly cookie: number; readonly name: string; readonly source: string };

type FolderNames = {
  readonly stamp: Stamp;
  readonly read: number;
  readonly names: readonly string[];
  readonly groups: NameGroups;
  final: readonly OrderedName[] | undefined;
  /** When `final` must be made again, in milliseconds: a file may turn into a recording without its folder changing. */
  finalUntil: number;
};

export type FolderListings = {
  /** Source names that may decide what `virtualName` means in this folder. */
  around(place: FolderPlace, virtualName: string): readonly string[];
  /** Final names of the whole folder; `make` is called with all source names when what is remembered is too old. */
  final(place: FolderPlace, make: (names: readonly string[]) => OrderedName[]): readonly OrderedName[];
};

/**
 * A folder's time is trusted only when it lies this long before the moment of reading, in seconds: kernels before 6.13
 * count time in ticks of a few milliseconds, and two changes within one tick look like one.
 */
const settled = 0.05;
/** How long final names are believed, in milliseconds, or ten times what making them took. */
const finalLife = 1000;

/**
 * Orders names by a hash of the name: an offset into such a folder stays right when names come and go, needs no state
 * between two calls, and is the same in every thread.
 */
export function ordered(named: readonly { readonly name: string; readonly entry: Entry }[]): OrderedName[] {
  const list = named.map(({ name, entry }) => ({ cookie: hash52(name), name, source: entry.record.name }));
  list.sort((a, b) => a.cookie - b.cookie || (a.name < b.name ? -1 : 1));
  for (let i = 1; i < list.length; i++) {
    if (list[i].cookie <= list[i - 1].cookie) list[i].cookie = list[i - 1].cookie + 1;
  }
  return list;
}

export function folderListings(sources: Readonly<Record<Base, SourceFolder>>): FolderListings {
  const known = boundedMap<number, FolderNames>(64);

  function current(place: FolderPlace): FolderNames {
    const folder = sources[place.base];
    const { stamp } = folder.status(place.path);
    const before = known.get(place.node);
    const changed = stamp.mtime + stamp.mtimeNs / 1e9;
    if (before !== undefined && sameStamp(before.stamp, stamp) && before.read - changed > settled) return before;
    const read = Date.now() / 1000;
    const names = folder.list(place.path);
    const fresh = { stamp, read, names, groups: groupNames(names), final: undefined, finalUntil: 0 };
    known.set(place.node, fresh);
    return fresh;
  }

  return {
    around: (place, virtualName) => current(place).groups.around(virtualName),
    final(place, make) {
      const folder = current(place);
      const begun = performance.now();
      if (folder.final === undefined || begun > folder.finalUntil) {
        folder.final = make(folder.names);
        const ended = performance.now();
        folder.finalUntil = ended + Math.max(finalLife, 10 * (ended - begun));
      }
      return folder.final;
    },
  };
}
