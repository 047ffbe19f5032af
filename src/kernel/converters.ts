/** The two makers of converters: plain ones for everywhere, and WebAssembly ones over the arena of a thread. */
import type { Converters } from './contract.ts';
import { exactnessOf } from './exactness.ts';
import { referenceConverter } from './reference.ts';

/** Converters in plain TypeScript, for any arrays. */
export const plainConverters: Converters = {
  make(from, to, policy) {
    exactnessOf(from, to, policy);
    return referenceConverter(from, to, policy);
  },
};
