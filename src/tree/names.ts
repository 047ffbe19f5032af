/**
 * What a virtual file is called: as its source with the target's extension, and longer where two would get the same name.
 *
 * The rule looks at all siblings at once, so that names do not depend on which was scanned first. Level 0 replaces the
 * extension (`b.segd` -> `b.sgy`); level n appends the target's extension n times to the whole name (`b.segd.sgy`).
 * A file that passes through keeps its name whatever happens; of converted files that would share a name, those at the
 * lowest level all move up one level, until no two share a name.
 */

import { hash32 } from './node.ts';

/** One entry of a source folder, and what it becomes: its own name when `extension` is undefined. */
export type Claim = { readonly name: string; readonly extension: string | undefined };

/** The part before the last dot; a leading dot begins a name, not an extension. */
export function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** The extension in lower case without its dot, or `''`. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}

/** Name at a level. */
function nameAt(claim: Claim, level: number): string {
  if (claim.extension === undefined) return claim.name;
  return level === 0 ? stemOf(claim.name) + claim.extension : claim.name + claim.extension.repeat(level);
}

/** The final name of every claim, in order. Claims have different source names, so the names end up different. */
export function resolveNames(claims: readonly Claim[]): string[] {
  const levels: number[] = new Array(claims.length).fill(0);
  for (;;) {
    const holders = new Map<string, number[]>();
    claims.forEach((claim, i) => {
      const name = nameAt(claim, levels[i]);
      const others = holders.get(name);
      if (others) others.push(i);
      else holders.set(name, [i]);
    });
    let moved = false;
    for (const group of holders.values()) {
      if (group.length < 2) continue;
      const movable = group.filter((i) => claims[i].extension !== undefined);
      if (movable.length === 0) throw new RangeError(`two entries of one folder are called ${claims[group[0]].name}`);
      const lowest = Math.min(...movable.map((i) => levels[i]));
      for (const i of movable) {
        if (levels[i] === lowest) levels[i]++;
      }
      moved = true;
    }
    if (!moved) return claims.map((claim, i) => nameAt(claim, levels[i]));
  }
}

/** Groups the names of a folder into those that may influence each other's virtual names. */
export type NameGroups = {
  /** All source names that could decide what `virtualName` means, itself included where it exists. */
  around(virtualName: string): readonly string[];
  /** All source names that could decide what the entry `name` is called, itself included. */
  beside(name: string): readonly string[];
};

/** A name without all the target's extensions at its end: what the names of all levels above 0 have in common. */
function bare(name: string, extension: string): string {
  let end = name.length;
  while (extension !== '' && name.endsWith(extension, end)) end -= extension.length;
  return name.slice(0, end);
}

/**
 * Indexes the names of a folder for a target's `extension`; undefined where nothing is converted. Every name that an
 * entry may get is, without extensions, its stem or its whole name; so entries can only meet where one of these two is the
 * same, and those that may meet directly or through others form a group. `shot.0001.segy` and `shot.0002.segy` do not;
 * `shot.0001` and `shot.0002` do, because both would like to be `shot.sgy`.
 */
export function groupNames(names: readonly string[], extension: string | undefined): NameGroups {
  if (extension === undefined) {
    const known = new Set(names);
    const alone = (name: string): readonly string[] => (known.has(name) ? [name] : []);
    return { around: alone, beside: alone };
  }
  // Union-find over hashes of bare names, in numbers only, because every thread keeps it for every large folder: each
  // slot leads to a nearer one of its group, the last one to itself. Hashes that meet make a group larger than it need be.
  const slots = 2 ** Math.ceil(Math.log2(Math.max(64, 8 * names.length)));
  const leads = Int32Array.from({ length: slots }, (_, i) => i);
  function first(key: string): number {
    let at = hash32(key, 0) & (slots - 1);
    while (leads[at] !== at) {
      leads[at] = leads[leads[at]];
      at = leads[at];
    }
    return at;
  }
  for (const name of names) {
    const whole = first(bare(name, extension));
    leads[whole] = first(bare(stemOf(name), extension));
  }
  const groupOf = Int32Array.from(names, (name) => first(bare(name, extension)));
  const byGroup = Uint32Array.from(names, (_, i) => i).sort((a, b) => groupOf[a] - groupOf[b] || a - b);
  function members(name: string): readonly string[] {
    const group = first(bare(name, extension as string));
    let low = 0;
    let high = byGroup.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (groupOf[byGroup[middle]] < group) low = middle + 1;
      else high = middle;
    }
    const found: string[] = [];
    for (; low < byGroup.length && groupOf[byGroup[low]] === group; low++) found.push(names[byGroup[low]]);
    return found;
  }
  return { around: members, beside: members };
}
