/** The known name that someone who mistyped probably meant. */

/** Number of letters to insert, delete, replace or exchange with their neighbour to come from `a` to `b`. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        next[j] = Math.min(next[j], before[j - 2] + 1);
      }
    }
    before = row;
    row = next;
  }
  return row[b.length];
}

/** The nearest of `known`, or undefined when none is near: half of its letters may differ, two at most. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const far = Math.min(2, Math.max(1, Math.floor(name.length / 2)));
  let best: string | undefined;
  let least = far + 1;
  for (const other of known) {
    const d = distance(name.toLowerCase(), other.toLowerCase());
    if (d < least) {
      least = d;
      best = other;
    }
  }
  return best;
}
