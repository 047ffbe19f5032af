/** Whether a target has room for a recording: trace length, interval, extended text, additional headers, trailers. */
import { type ErrorDetail, SeisError } from '../../../error.ts';
import type { Warning } from '../../../model/trace-set.ts';
import { type Limits, legal } from '../legal.ts';
import type { SegyRecording, SuRecording } from '../recording.ts';

/** Whether the target's interval words hold `interval`, microseconds. Unknown is written as 0, which every target holds. */
export function holdsInterval(limits: Limits, interval: number | undefined): boolean {
  if (interval === undefined) return true;
  const { whole, most } = limits.interval;
  return interval > 0 && interval <= most && (!whole || (Number.isInteger(interval) && interval >= 1));
}

/** What of a recording does not go into a target and is left out. */
export type Dropped = {
  readonly extendedTexts: boolean;
  readonly additionalHeaders: boolean;
  readonly trailers: boolean;
  readonly warnings: readonly Warning[];
};

/**
 * Throws `unrepresentable` when `set` does not fit a target that is called `name` in messages (`segy: revision 1`),
 * naming the target that would hold it. With `drop`, extended text, additional headers and trailers are left out
 * with a warning instead.
 */
export function checkCapacity(name: string, limits: Limits, set: SegyRecording | SuRecording, drop: boolean): Dropped {
  const headers = set.format === 'segy' ? set.additionalHeaders : 0;
  const holder = `segy:revision=${headers > legal.segy['2.1'].additionalHeaders ? '2.0' : '2.1'}`;
  const refuse = (what: string, detail: ErrorDetail): never => {
    throw new SeisError('unrepresentable', `${name}: ${what}`, {
      format: limits === legal.su ? 'su' : 'segy',
      ...detail,
    });
  };

  if (set.maxSamples > limits.maxSamples) {
    let trace = 0;
    while (trace < set.count && set.frames.samples(trace) <= limits.maxSamples) trace++;
    const byte = set.frames.offset(trace);
    const found = `${set.frames.samples(trace)} samples, more than the ${limits.maxSamples} it can hold`;
    refuse(`trace ${trace + 1} at byte ${byte + 1}: ${found}`, { trace, byte, mend: `${holder} holds them` });
  }
  if (!holdsInterval(limits, set.interval)) {
    const { whole, most } = limits.interval;
    const room = whole ? `no whole number from 1 to ${most}` : 'no interval';
    refuse(`the sample interval of ${set.interval} us is ${room}`, { mend: `${holder} holds it` });
  }

  const warnings: Warning[] = [];
  const leaveOut = (what: string, byte: number): true => {
    if (!drop) {
      const mend = `${holder} holds them, drop=yes leaves them out`;
      refuse(`byte ${byte + 1}: it cannot hold ${what}`, { byte, mend });
    }
    warnings.push({ code: 'dropped', message: `${what} are left out: ${name} cannot hold them`, byte });
    return true;
  };
  if (set.format === 'su') return { extendedTexts: false, additionalHeaders: false, trailers: false, warnings };

  const texts = set.text.offsets.length - 1;
  const { additionalHeaders, trailers } = set;
  return {
    extendedTexts:
      texts > 0 && !limits.extendedTexts && leaveOut(`${texts} extended textual headers`, set.text.offsets[1]),
    additionalHeaders:
      additionalHeaders > limits.additionalHeaders &&
      leaveOut(`${additionalHeaders} additional trace headers`, set.firstTrace),
    trailers: trailers.count > 0 && !limits.trailers && leaveOut(`${trailers.count} data trailers`, trailers.offset),
    warnings,
  };
}
