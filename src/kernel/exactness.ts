/** What a pair of encodings loses, derived from their ranges and digits, and what the user must allow for it. */
import { SeisError } from '../error.ts';
import type { Exactness, LossPolicy } from './contract.ts';
import { type SampleEncoding, type Stored, sampleEncodings } from './encodings.ts';
import { writable } from './reference.ts';

/**
 * `identical`: the same encoding, only the order of bytes may differ. `lossless`: every value survives. `in-range`:
 * every value the target's exponents reach survives; beyond them it is rounded (below) or infinite or refused (above).
 * `lossy`: everything else.
 */
export type PairClass = 'identical' | 'lossless' | 'in-range' | 'lossy';

/**
 * Significant bits of any value of an encoding with exponents (`digits`), bits any value may have to survive in it
 * (`holds`: less for IBM, whose leading hexadecimal digit may be 1), and its powers of two: the smallest step and the
 * bound that no magnitude passes (two's complement reaches it with its most negative number).
 */
type Reach = { readonly digits: number; readonly holds: number; readonly step: number; readonly below: number };

const reaches: { readonly [E in SampleEncoding]?: Reach } = {
  ibm32: { digits: 24, holds: 21, step: -280, below: 252 },
  ieee32: { digits: 24, holds: 24, step: -149, below: 128 },
  ieee64: { digits: 53, holds: 53, step: -1074, below: 1024 },
  gain32mul: { digits: 15, holds: 0, step: 0, below: 270 },
  gain32div: { digits: 15, holds: 0, step: -255, below: 15 },
};

/** Encodings that SEG-Y has before revision 2.0, for what a refusal recommends. */
const everyRevision: ReadonlySet<SampleEncoding> = new Set<SampleEncoding>([
  'ibm32',
  'ieee32',
  'int8',
  'int16',
  'int32',
]);

/** Encodings that have infinities and NaN. */
const nonFinite: ReadonlySet<SampleEncoding> = new Set<SampleEncoding>(['ieee32', 'ieee64']);

/** What converting `from` to `to` can lose, whatever the samples are. */
export function pairClass(from: SampleEncoding, to: SampleEncoding): PairClass {
  if (from === to) return 'identical';
  const source = reaches[from];
  const target = reaches[to];
  const { kind, exactBits } = sampleEncodings[to];
  if (source === undefined) {
    if (sampleEncodings[from].kind === 'signed' && kind === 'unsigned') return 'lossy';
    return sampleEncodings[from].exactBits <= exactBits ? 'lossless' : 'lossy';
  }
  if (target === undefined || source.digits > target.holds) return 'lossy';
  if (nonFinite.has(from) && !nonFinite.has(to)) return 'lossy';
  return source.step >= target.step && source.below <= target.below ? 'lossless' : 'in-range';
}

/** Whether some value of `from`, perhaps multiplied, lies outside what `to` can hold even after rounding. */
function canClip(from: SampleEncoding, to: SampleEncoding, scale: number): boolean {
  if (nonFinite.has(to)) return false;
  if (scale !== 1) return true;
  const reach = reaches[from];
  const below = reach?.below ?? sampleEncodings[from].exactBits;
  const bound = reaches[to]?.below ?? sampleEncodings[to].exactBits;
  const negative = sampleEncodings[from].kind !== 'unsigned' && sampleEncodings[to].kind === 'unsigned';
  return (nonFinite.has(from) && from !== to) || negative || below > bound;
}

/**
 * How much of the samples survives, as a view states it. Same encoding and order, nothing multiplied: `identical`;
 * a pair that keeps all values, or all within the target's exponents (see `rangeCaveat`): `lossless`; with rounding
 * allowed: `rounded`; with clipping allowed where the pair can clip: `clipped`.
 * Throws `unrepresentable` when the pair loses and the policy gives neither scale nor clip, `usage` for a scale that
 * is zero or not finite and for a target that can only be read.
 */
export function exactnessOf(from: Stored, to: Stored, policy: LossPolicy): Exactness {
  const scale = policy.scale ?? 1;
  if (!Number.isFinite(scale) || scale === 0) {
    throw new SeisError('usage', `samples: scale ${scale} is not a number other than zero`, { mend: 'give scale=1' });
  }
  const target = writable(to.encoding);
  const pair = pairClass(from.encoding, target);
  if (pair === 'lossy' && policy.scale === undefined && !policy.clip) throw refusal(from.encoding, target);
  if (policy.clip && canClip(from.encoding, target, scale)) return 'clipped';
  if (pair === 'lossy' || scale !== 1) return 'rounded';
  return pair === 'identical' && from.order === to.order ? 'identical' : 'lossless';
}

/** One sentence on what an `in-range` pair does beyond the target's exponents; undefined for all other pairs. */
export function rangeCaveat(from: SampleEncoding, to: SampleEncoding): string | undefined {
  if (pairClass(from, to) !== 'in-range') return undefined;
  const reach = reaches[to];
  if (reach === undefined) return undefined;
  const above = nonFinite.has(to) ? 'become infinite' : 'cannot be read';
  return `${from} to ${to} is exact for magnitudes from 2^${reach.step + reach.holds - 1} to below 2^${reach.below}; smaller ones are rounded to nearest, larger ones ${above}`;
}

function refusal(from: SampleEncoding, to: SampleEncoding): SeisError {
  const allow = canClip(from, to, 1) ? 'scale=1 allows rounding, clip=yes clipping' : 'scale=1 allows rounding';
  const holder = sampleEncodings[from].kind === 'gain' ? 'ieee64' : from;
  const oldest = everyRevision.has(holder) ? '' : ' from revision 2.0 on';
  return new SeisError('unrepresentable', `samples: ${to} cannot hold every value of ${from}`, {
    mend: `SEG-Y with samples=${holder}${oldest} holds them, ${allow}`,
  });
}
