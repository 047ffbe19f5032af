/** How sure it is that a file is SU: both byte orders are weighed, and a varying file is followed for a few traces. */
import type { Need } from '../../../bytes/need.ts';
import { bytesAt } from '../../../bytes/need.ts';
import type { Glimpse, Score } from '../../format.ts';
import { traceHeaderBytes } from '../fields/revisions.ts';
import { walkTraces } from '../read/walk.ts';
import { wrapperOf } from '../read/wrapped.ts';
import { strangerOf } from '../strangers.ts';
import type { Evidence } from './evidence.ts';
import { leastBelieved, weigh } from './evidence.ts';

/** Traces of differing length that are followed before the file is believed; a file that ends earlier must have a few. */
const followed = 16;
const fewest = 4;

/** Below any score of SEG-Y with a textual header: an SU file has none. */
const scores = { everything: 75, enough: 58, varying: 50 } as const;

/** Scores a file; asks for at most 2 x 18 ranges for its checked headers and samples, and 16 headers more when they differ. */
export function* probeSu(glimpse: Glimpse): Need<Score> {
  const { size } = glimpse;
  if (size <= traceHeaderBytes) return 0;
  const head =
    glimpse.head.length >= traceHeaderBytes
      ? glimpse.head.slice(0, traceHeaderBytes)
      : (yield* bytesAt(0, traceHeaderBytes)).slice();
  if (strangerOf(head) !== undefined || wrapperOf(head, size) !== undefined) return 0;
  const big = yield* weigh(head, size, 'big', undefined);
  const little = yield* weigh(head, size, 'little', undefined);
  const best = big.score >= little.score ? big : little;
  if (big.score === little.score || best.score === 0) return 0;
  if (best.alike && best.score >= leastBelieved) return best.score === 11 ? scores.everything : scores.enough;
  return best.score >= 6 && !best.alike && (yield* follows(best, size)) ? scores.varying : 0;
}

/** Whether the first traces, each as long as its header says, follow each other and look like traces. */
function* follows(evidence: Evidence, size: number): Need<boolean> {
  const walked = yield* walkTraces({
    format: 'su',
    ...evidence.shape,
    samples: 0,
    order: evidence.order,
    most: followed,
    limit: followed,
  });
  const { columns, end, failure, plausible } = walked;
  return failure === undefined && plausible === 1 && (columns.count >= fewest || (columns.count > 1 && end === size));
}
