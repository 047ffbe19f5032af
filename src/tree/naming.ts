/** What the entries of a folder are called, and which entry a name means: decided by those that may want the same name. */
import type { Target } from '../formats/format.ts';
import type { Entry, EntryLooker, FolderPlace } from './classify.ts';
import type { FolderListings, FolderView, Naming, Namings } from './listing.ts';
import { type Claim, resolveNames } from './names.ts';
import { rootNode } from './nodes.ts';

export type EntryNaming = {
  /** The entry that is called `name` in a folder. */
  found(place: FolderPlace, name: string): Entry | undefined;
  /** What the entry `source` of a folder is called, if it is shown. */
  called(listing: FolderView, place: FolderPlace, source: string): { name: string; entry: Entry } | undefined;
};

export type NamingPlan = {
  readonly look: EntryLooker;
  readonly listings: FolderListings;
  readonly targets: readonly Target[];
  readonly others: 'pass' | 'hide';
  /** Whether a name at the root is the mount's own. */
  readonly planted: (name: string) => boolean;
};

/** So many entries are looked at to decide about one name without remembering what came out. */
const nearEnough = 16;

export function entryNaming({ look, listings, targets, others, planted }: NamingPlan): EntryNaming {
  const shown = (entry: Entry): boolean =>
    entry.record.kind !== 'refused' &&
    (entry.record.kind !== 'pass' || others === 'pass' || entry.record.base === 'status');

  function claimOf(entry: Entry): Claim {
    const { name, kind, target } = entry.record;
    return { name, extension: kind === 'view' ? targets[target].extension : undefined };
  }

  /** Shown entries of a folder among the given source names, with their names. */
  function named(place: FolderPlace, names: readonly string[]): (Naming & { readonly entry: Entry })[] {
    const entries: Entry[] = [];
    for (const name of names) {
      if (place.node === rootNode && planted(name)) continue;
      const entry = look(place, name);
      if (entry !== undefined && shown(entry)) entries.push(entry);
    }
    const claims = entries.map(claimOf);
    const final = resolveNames(claims);
    return entries.map((entry, i) => ({
      source: claims[i].name,
      name: final[i],
      extension: claims[i].extension,
      entry,
    }));
  }

  /** The one entry of a group that `choose` chooses by its name. */
  function chosen(
    listing: FolderView,
    place: FolderPlace,
    group: readonly string[],
    choose: (names: Namings) => Naming | undefined,
  ): { readonly name: string; readonly entry: Entry } | undefined {
    // So many could decide about the name: what was found out about all of them is used again, if it holds.
    for (let attempt = 1; ; attempt++) {
      const known = choose(listing.resolved(group, (names) => named(place, names)));
      const entry = known === undefined ? undefined : look(place, known.source);
      const holds = entry !== undefined && shown(entry) && claimOf(entry).extension === known?.extension;
      if (entry !== undefined && known !== undefined && holds) return { name: known.name, entry };
      if (known === undefined || attempt === 2) return undefined;
      listing.forget(group);
    }
  }

  /** The entry that is called `name` in a folder. */
  function found(place: FolderPlace, name: string): Entry | undefined {
    const hurried = listings(place, true);
    return foundIn(hurried, place, name) ?? (hurried.fresh ? undefined : foundIn(listings(place, false), place, name));
  }

  function foundIn(listing: FolderView, place: FolderPlace, name: string): Entry | undefined {
    const group = listing.around(name);
    if (group.length <= nearEnough) return named(place, group).find((member) => member.name === name)?.entry;
    return chosen(listing, place, group, ({ byName }) => byName.get(name))?.entry;
  }

  /** What the entry `source` of a folder is called, if it is shown. */
  function called(listing: FolderView, place: FolderPlace, source: string): { name: string; entry: Entry } | undefined {
    const group = listing.beside(source);
    if (group.length <= nearEnough) return named(place, group).find((member) => member.source === source);
    return chosen(listing, place, group, ({ bySource }) => bySource.get(source));
  }

  return { found, called };
}
