/** Which sample interval a SEG-Y file has: the file header's, the trace header's where that is missing or impossible. */
import { SeisError } from '../../../error.ts';
import type { Warn } from '../warnings.ts';
import type { FileHeader } from './file-header.ts';
import type { TraceFacts } from './trace-facts.ts';

/** Bytes 3217-3218 were printed signed before rev 2: a larger number is doubted when the traces say otherwise. */
const mostSigned = 0x7fff;

export type IntervalFinding = { readonly interval: number | undefined; readonly varies: boolean };

/** `facts` are the trace headers that were looked at. Throws `malformed` for an extended interval that is none. */
export function findInterval(
  header: FileHeader,
  given: number | undefined,
  facts: readonly TraceFacts[],
  warn: Warn,
): IntervalFinding {
  const inTraces = facts.map((fact) => fact.interval).filter((interval) => interval !== 0);
  const first = inTraces[0] ?? 0;
  const varies = inTraces.some((interval) => interval !== first);
  if (given !== undefined) return { interval: given, varies };
  const { extInterval, interval } = header;
  if (extInterval !== 0) {
    if (!(extInterval > 0 && extInterval < Number.POSITIVE_INFINITY)) {
      throw new SeisError('malformed', `segy: bytes 3273-3280: extended sample interval ${extInterval}`, {
        format: 'segy',
        byte: header.base + 3272,
        mend: 'give the interval in microseconds: --source-option dt=N',
      });
    }
    return { interval: extInterval, varies };
  }
  const doubted = interval > mostSigned && first !== 0 && first <= mostSigned;
  if (interval !== 0 && !doubted) {
    if (first !== 0 && (varies || first !== interval)) {
      warn(
        'interval-contradicts',
        `bytes 3217-3218 give a sample interval of ${interval}, trace headers ${first}`,
        header.base + 3216,
      );
    }
    return { interval, varies };
  }
  if (first === 0) {
    warn(
      'interval-missing',
      'neither bytes 3217-3218 nor the trace headers give a sample interval',
      header.base + 3216,
    );
    return { interval: undefined, varies };
  }
  warn(
    'interval-assumed',
    `bytes 3217-3218 give a sample interval of ${interval}; ${first} is taken from the trace headers`,
    header.base + 3216,
  );
  return { interval: first, varies };
}
