/** Which sample interval a SEG-Y file has: the file header's, the trace header's where that is missing or impossible. */
import { SeisError } from '../../../error.ts';
import type { Warn } from '../warnings.ts';
import type { FileHeader } from './file-header.ts';
import type { TraceFacts } from './trace-facts.ts';

/** Bytes 3217-3218 were printed signed before rev 2: a larger number is doubted when the traces say otherwise. */
const mostSigned = 0x7fff;

/** `varies`: a trace header that was looked at gives another interval. */
export type IntervalFinding = { readonly interval: number | undefined; readonly varies: boolean };

/**
 * Bytes 3273-3280 (from rev 2 on), else 3217-3218, else the first trace header that gives one of those looked at.
 * Throws `malformed` for an extended interval that is none.
 */
export function findInterval(
  header: FileHeader,
  given: number | undefined,
  facts: readonly TraceFacts[],
  warn: Warn,
): IntervalFinding {
  const inTraces = facts.map((fact) => fact.interval).filter((interval) => interval !== 0);
  const interval = given ?? declared(header, inTraces[0] ?? 0, warn);
  const other = inTraces.find((found) => found !== interval);
  if (given === undefined && interval !== undefined && other !== undefined && Math.abs(other - interval) >= 1) {
    warn(
      'interval-contradicts',
      `the sample interval is ${interval}; trace headers also give ${other}`,
      header.base + 3216,
    );
  }
  return { interval, varies: other !== undefined };
}

function declared(header: FileHeader, inTraces: number, warn: Warn): number | undefined {
  const { extInterval, interval, base } = header;
  if (extInterval !== 0) {
    if (extInterval > 0 && extInterval < Number.POSITIVE_INFINITY) return extInterval;
    throw new SeisError('malformed', `segy: bytes 3273-3280: extended sample interval ${extInterval}`, {
      format: 'segy',
      byte: base + 3272,
      mend: 'give the interval in microseconds: --source-option dt=N',
    });
  }
  const doubted = interval > mostSigned && inTraces !== 0 && inTraces <= mostSigned;
  if (interval !== 0 && !doubted) return interval;
  if (inTraces === 0) {
    warn('interval-missing', 'neither bytes 3217-3218 nor the trace headers give a sample interval', base + 3216);
    return undefined;
  }
  warn(
    'interval-assumed',
    `bytes 3217-3218 give ${interval}; ${inTraces} is taken from the trace headers`,
    base + 3216,
  );
  return inTraces;
}
