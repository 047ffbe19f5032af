/** What the rest of the house sees of sample conversion: the words, the policy and the two function types. */
import type { Stored } from './encodings.ts';

/** How much of a virtual file equals its source, by samples; the words stand in `user.seisfs.exactness`. */
export type Exactness = 'identical' | 'lossless' | 'rounded' | 'clipped';

/**
 * The work of one sample conversion, handed down so that formats know nothing of kernels' memory: converts `count`
 * samples at `src[srcAt]` to `dst[dstAt]`. `dst` and `src` may be the same place when both widths are equal, else they
 * do not overlap. Returns -1, or the number of the first sample the target cannot hold under the policy; samples
 * before it are then converted and the rest of the `count` samples at `dst` is unspecified. Throws `usage` when either
 * run does not lie inside its array.
 */
export type Converter = (dst: Uint8Array, dstAt: number, src: Uint8Array, srcAt: number, count: number) => number;

/** Makes converters; a thread gives one that runs in its arena, a test the plain one. */
export type Converters = {
  /** Throws `unrepresentable` when the pair loses and the policy does not allow it. */
  make(from: Stored, to: Stored, policy: LossPolicy): Converter;
};

/**
 * What the user allowed to be lost. `scale` multiplies every sample in float64 before it is rounded to the target;
 * giving it, even as 1, allows rounding. `clip` replaces what the target cannot hold: by its nearest limit, NaN by 0.
 */
export type LossPolicy = { readonly scale: number | undefined; readonly clip: boolean };
