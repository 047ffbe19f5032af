/** What a benchmark is and what it finds; how two things are measured in turn, so that their ratio holds on a noisy machine. */

/** What has to be reached. `ratio` holds for the median over the rounds, the others for the median of our figure. */
export type Goal = { readonly ratio: number } | { readonly atLeast: number } | { readonly atMost: number };

/** Figures of both sides, one a round; rounds of the same number were measured one right after the other. */
export type Turns = { readonly ours: readonly number[]; readonly peer: readonly number[] };

/** One line of the table. */
export type Row = {
  readonly what: string;
  readonly peer: string;
  readonly unit: string;
  /** Which way is better: more of a rate, less of a time or of memory. */
  readonly better: 'more' | 'less';
  /** `peer` is empty where nothing is measured beside. */
  readonly turns: Turns;
  readonly goal: Goal | undefined;
  /** What else came out, in a few words. */
  readonly note?: string;
};

/** A line that could not be measured, and why. */
export type Missing = { readonly what: string; readonly peer: string; readonly missing: string };

export type Line = Row | Missing;

/** What a benchmark needs from outside. */
export type Need = 'mount' | 'fio' | 'bindfs' | 'segyio';

/** How much is measured. */
export type Extent = {
  /** Rounds of each pair, beside a first one that only warms up. */
  readonly rounds: number;
  /** Length of one measurement whose length can be chosen. */
  readonly seconds: number;
  /** Small sources and short runs: shows that everything works, the figures mean nothing. */
  readonly quick: boolean;
  /** Path of a locally built `passthrough_ll`, where there is one. */
  readonly passthrough: string | undefined;
};

export type Benchmark = {
  /** For `--only`. */
  readonly name: string;
  readonly needs: readonly Need[];
  measure(extent: Extent): Promise<readonly Line[]>;
};

export type Measure = () => number | Promise<number>;

/** Measures A B A B ..., after one round of both that does not count. */
export async function inTurn(rounds: number, ours: Measure, peer: Measure): Promise<Turns> {
  await ours();
  await peer();
  const turns = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    turns.ours.push(await ours());
    turns.peer.push(await peer());
  }
  return turns;
}

/** The same for something without a peer. */
export async function alone(rounds: number, ours: Measure): Promise<Turns> {
  await ours();
  const figures: number[] = [];
  for (let round = 0; round < rounds; round++) figures.push(await ours());
  return { ours: figures, peer: [] };
}

/** The middle value; of an even number of them the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How many times better than the peer we were, round by round: above 1 is in our favour, whichever way is better. */
export function ratios({ turns: { ours, peer }, better }: Pick<Row, 'turns' | 'better'>): readonly number[] {
  return peer.map((figure, round) => (better === 'more' ? ours[round] / figure : figure / ours[round]));
}

/** Whether the goal was reached; undefined where there is none. */
export function met(row: Row): boolean | undefined {
  const { goal } = row;
  if (goal === undefined) return undefined;
  if ('ratio' in goal) return median(ratios(row)) >= goal.ratio;
  const figure = median(row.turns.ours);
  return 'atLeast' in goal ? figure >= goal.atLeast : figure <= goal.atMost;
}
