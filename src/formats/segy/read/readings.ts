/** The readings of a SEG-Y file's shape that its headers allow, most literal first. */
import type { Need } from '../../../bytes/need.ts';
import type { FileHeader } from './file-header.ts';
import type { Shape } from './shape.ts';
import type { Beginning, Ending } from './texts.ts';
import { factBytes, traceFacts } from './trace-facts.ts';

/** A shape with the readings it is made of. */
export type Reading = {
  readonly shape: Shape;
  readonly beginning: Beginning;
  readonly ending: Ending;
  /** Made of nothing but what the header says. */
  readonly literal: boolean;
  /** What the first trace header says about its samples; 0 nothing. */
  readonly firstSamples: number;
  /** Whether the first trace header looks like one. */
  readonly plausible: boolean;
};

/**
 * Every combination of beginning, ending, number of additional headers and number of samples (the file header's, then
 * the first trace header's) under which a first trace header fits the file. `fixed`: the user gave the samples.
 */
export function* findReadings(
  header: FileHeader,
  beginnings: readonly Beginning[],
  endings: readonly Ending[],
  sampleBytes: number,
  fixed: boolean,
): Need<readonly Reading[]> {
  const { order } = header.order;
  const starts = beginnings.flatMap((beginning) =>
    header.additionalHeaders.map((additional) => ({ beginning, headers: 1 + additional })),
  );
  const fitting = starts.filter(
    ({ beginning, headers }) => beginning.first + headers * 240 <= endings[endings.length - 1].end,
  );
  const bytes = yield fitting.map(({ beginning, headers }) => ({
    offset: beginning.first,
    length: factBytes(headers),
  }));
  return fitting.flatMap(({ beginning, headers }, i) => {
    const facts = traceFacts(bytes[i], 0, headers, order);
    const counts = fixed ? [header.samples] : [...new Set([header.samples, facts.samples])];
    return endings.flatMap((ending) =>
      counts.map((samples) => ({
        shape: { first: beginning.first, end: ending.end, headers, samples, sampleBytes },
        beginning,
        ending,
        literal:
          beginning === beginnings[0] &&
          ending === endings[0] &&
          headers === 1 + header.additionalHeaders[0] &&
          samples === header.samples,
        firstSamples: facts.samples,
        plausible: facts.plausible,
      })),
    );
  });
}
