/** Whose file is it? Hints order the formats, their scores decide, and an error is never taken for a "no". */
import type { Need } from '../bytes/need.ts';
import { SeisError } from '../error.ts';
import type { Format, Glimpse } from './format.ts';

/** Bytes of a file's head that every probe may look at. */
export const glimpseBytes = 8192;

/** The format whose file this is, or undefined: one range of at most `glimpseBytes`, and what probes ask for beyond. */
export function* recognise(formats: readonly Format[], size: number, extension: string): Need<Format | undefined> {
  if (size === 0) return undefined;
  const [head] = yield [
    { offset: 0, length: Math.min(size, glimpseBytes), into: new Uint8Array(Math.min(size, glimpseBytes)) },
  ];
  const glimpse: Glimpse = { size, extension, head };
  const hinted = formats.filter((f) => f.extensions.includes(extension));
  const others = formats.filter((f) => !f.extensions.includes(extension));
  let best: Format | undefined;
  let bestScore = 0;
  for (const format of [...hinted, ...others]) {
    const score = yield* format.probe(glimpse);
    if (score > bestScore) {
      best = format;
      bestScore = score;
    }
  }
  return best;
}

/** The format of that name; throws `usage` naming all. */
export function formatNamed(formats: readonly Format[], name: string): Format {
  const found = formats.find((f) => f.name === name);
  if (found) return found;
  throw new SeisError('usage', `there is no format '${name}'`, {
    mend: `the formats are ${formats.map((f) => f.name).join(', ')}`,
  });
}
