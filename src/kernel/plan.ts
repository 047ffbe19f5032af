/**
 * Which kernels turn one stored form into another: decided once, when a converter is made.
 *
 * Pairs that matter have a kernel of their own for big- and little-endian words. All others go block by block through
 * little-endian words and lanes of 64 bits: reorder, decode, scale, encode, reorder.
 */
import type { LossPolicy } from './contract.ts';
import { type ByteOrder, type SampleEncoding, type Stored, sampleEncodings } from './encodings.ts';
import type { Kernels } from './kernels.ts';
import { writable } from './reference.ts';

/** Converts `count` samples between two addresses; -1, or the index of the first that the target cannot hold. */
export type Run = (dst: number, src: number, count: number) => number;

/** Samples a block of the general way. */
const BLOCK = 512;

/** Addresses of three blocks of 64-bit words that the general way works in. */
export type Scratch = { readonly words: number; readonly lanes: number; readonly results: number };

/** Bytes of one of them. */
export const scratchBytes: number = BLOCK * 8;

/** Pairs with a kernel of their own, one for each of the four orders. */
const fused = {
  ibm32: ['ieee32', 'ieee64'],
  ieee32: ['ibm32', 'ieee64'],
  ieee64: ['ieee32'],
  int16: ['ieee32'],
  int32: ['ieee32'],
} as const;

type Fused = { [F in keyof typeof fused]: `${F}_${(typeof fused)[F][number]}` }[keyof typeof fused];

function fusedPair(from: SampleEncoding, to: SampleEncoding): Fused | undefined {
  const targets: { readonly [E in SampleEncoding]?: readonly SampleEncoding[] } = fused;
  return targets[from]?.includes(to) ? (`${from}_${to}` as Fused) : undefined;
}

/** The order by another name where that says the same: one byte has no order, two swapped ones are little-endian. */
function orderOf(stored: Stored): ByteOrder {
  const width = sampleEncodings[stored.encoding].bytes;
  return width === 1 || (width === 2 && stored.order === 'pairs') ? 'little' : stored.order;
}

/** The change of byte order of words of `width` bytes; undefined where there is nothing to change. */
function reorder(kernels: Kernels, width: number, from: ByteOrder, to: ByteOrder): Run | undefined {
  if (from === to) return undefined;
  if (from !== 'pairs' && to !== 'pairs') {
    if (width === 2) return kernels.swap2;
    if (width === 3) return kernels.swap3;
    return width === 4 ? kernels.swap4 : kernels.swap8;
  }
  if (from === 'big' || to === 'big') return (dst, src, count) => kernels.swap2(dst, src, (count * width) / 2);
  return width === 4 ? kernels.halves4 : kernels.halves8;
}

/** Little-endian words to float64 lanes; undefined for words that are such lanes. */
function toFloats(kernels: Kernels, from: SampleEncoding, odd: boolean): Run | undefined {
  if (from === 'ieee64') return undefined;
  if (from === 'ibm32' || from === 'ieee32') return kernels[`${from}_ieee64_ll`];
  if (odd && (from === 'int64' || from === 'uint64')) return kernels[`f64_${from}_odd`];
  return kernels[`f64_${from}`];
}

/** Float64 lanes to little-endian words; undefined where the lanes are the words. */
function fromFloats(kernels: Kernels, to: SampleEncoding, clip: number): Run | undefined {
  const target = writable(to);
  if (target === 'ieee64') return undefined;
  if (target === 'ieee32') return kernels.ieee64_ieee32_ll;
  const encode = kernels[`${target}_f64`];
  return (dst, src, count) => encode(dst, src, count, clip);
}

/** The steps from little-endian words of one encoding to those of another. */
function stepsOf(
  kernels: Kernels,
  from: SampleEncoding,
  to: SampleEncoding,
  scale: number,
  clip: number,
): readonly Run[] {
  const isFloat = (encoding: SampleEncoding) => ['float', 'gain'].includes(sampleEncodings[encoding].kind);
  if (scale === 1 && !isFloat(from) && !isFloat(to)) {
    const unsigned = from === 'uint64' ? 1 : 0;
    const decode = kernels[`i64_${from as IntegerEncoding}`];
    const encode = kernels[`${to as IntegerEncoding}_i64`];
    return [decode, (dst, src, count) => encode(dst, src, count, clip, unsigned)];
  }
  const odd = scale === 1 && (to === 'ieee32' || to === 'ibm32');
  const multiply: Run = (dst, src, count) => kernels.f64_scale(dst, src, count, scale);
  const steps = [toFloats(kernels, from, odd), scale === 1 ? undefined : multiply, fromFloats(kernels, to, clip)];
  return steps.filter((step) => step !== undefined);
}

type IntegerEncoding = Exclude<SampleEncoding, 'ibm32' | 'ieee32' | 'ieee64' | 'gain32mul' | 'gain32div'>;

/**
 * The run of kernels for a pair whose encodings or orders differ, or that is multiplied; undefined where bytes are
 * only to be copied. Expects that the orders are defined.
 */
export function planRun(
  kernels: Kernels,
  scratch: Scratch,
  from: Stored,
  to: Stored,
  policy: LossPolicy,
): Run | undefined {
  const scale = policy.scale ?? 1;
  const clip = policy.clip ? 1 : 0;
  const source = { width: sampleEncodings[from.encoding].bytes, order: orderOf(from) };
  const target = { width: sampleEncodings[to.encoding].bytes, order: orderOf(to) };
  if (from.encoding === to.encoding && scale === 1) return reorder(kernels, source.width, source.order, target.order);

  const pair = scale === 1 ? fusedPair(from.encoding, to.encoding) : undefined;
  if (pair === undefined) {
    const steps = stepsOf(kernels, from.encoding, to.encoding, scale, clip);
    const before = reorder(kernels, source.width, source.order, 'little');
    const after = reorder(kernels, target.width, 'little', target.order);
    return blockwise(before, steps, after, scratch, source.width, target.width);
  }
  const kernel = kernels[`${pair}_${source.order === 'big' ? 'b' : 'l'}${target.order === 'big' ? 'b' : 'l'}`];
  const convert: Run = (dst, src, count) => kernel(dst, src, count, clip);
  if (source.order !== 'pairs' && target.order !== 'pairs') return convert;
  const before = source.order === 'pairs' ? reorder(kernels, source.width, 'pairs', 'little') : undefined;
  const after = target.order === 'pairs' ? reorder(kernels, target.width, 'little', 'pairs') : undefined;
  return blockwise(before, [convert], after, scratch, source.width, target.width);
}

/** Runs the steps block by block; all but the last write into the lanes, so that `dst` may be `src`. */
function blockwise(
  before: Run | undefined,
  steps: readonly Run[],
  after: Run | undefined,
  scratch: Scratch,
  fromWidth: number,
  toWidth: number,
): Run {
  const last = steps.length - 1;
  return (dst, src, count) => {
    for (let first = 0; first < count; first += BLOCK) {
      const length = Math.min(BLOCK, count - first);
      const out = dst + first * toWidth;
      let at = src + first * fromWidth;
      if (before !== undefined) {
        before(scratch.words, at, length);
        at = scratch.words;
      }
      for (let i = 0; i < last; i++) {
        steps[i](scratch.lanes, at, length);
        at = scratch.lanes;
      }
      const bad = steps[last](after === undefined ? out : scratch.results, at, length);
      if (after !== undefined) after(out, scratch.results, bad < 0 ? length : bad);
      if (bad >= 0) return first + bad;
    }
    return -1;
  };
}
