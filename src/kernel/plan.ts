/**
 * Which kernels turn one stored form into another: decided once, when a converter is made.
 *
 * Pairs that matter have a kernel of their own for big- and little-endian words. All others go block by block through
 * little-endian words and lanes of 64 bits: reorder, decode, scale, encode, reorder.
 */
import type { LossPolicy } from './contract.ts';
import { type ByteOrder, type SampleEncoding, type Stored, sampleEncodings } from './encodings.ts';
import type { Kernel, Kernels } from './kernels.ts';
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
  int24: ['ieee32'],
  int32: ['ieee32'],
  uint24: ['ieee32'],
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

/** The kernel of a pair that has its own; in the place of `pairs` it gets and gives little-endian words. */
function fusedKernel(kernels: Kernels, pair: Fused, from: ByteOrder, to: ByteOrder): Kernel {
  return kernels[`${pair}_${from === 'big' ? 'b' : 'l'}${to === 'big' ? 'b' : 'l'}`];
}

/** One end of a conversion: words put into another order, and the step between them and the lanes. */
type End = { readonly reorder: Run | undefined; readonly step: Run | undefined };

/** Words of an encoding to float64 lanes. `odd`: 64-bit integers are rounded so that they may be rounded once more. */
function toFloats(kernels: Kernels, from: SampleEncoding, order: ByteOrder, odd: boolean): End {
  const before = reorder(kernels, sampleEncodings[from].bytes, order, 'little');
  if (from === 'ieee64') return { reorder: before, step: undefined };
  if (from === 'ibm32' || from === 'ieee32') {
    const step = fusedKernel(kernels, `${from}_ieee64`, order, 'little');
    return { reorder: order === 'big' ? undefined : before, step };
  }
  const step = odd && (from === 'int64' || from === 'uint64') ? kernels[`f64_${from}_odd`] : kernels[`f64_${from}`];
  return { reorder: before, step };
}

/** Float64 lanes to words of an encoding. Integer encodings take the factor with them; for others lanes are multiplied. */
function fromFloats(kernels: Kernels, to: SampleEncoding, order: ByteOrder, scale: number, clip: number): End {
  const target = writable(to);
  const after = reorder(kernels, sampleEncodings[target].bytes, 'little', order);
  if (target === 'ieee64') return { reorder: after, step: undefined };
  if (target === 'ieee32') {
    const step = fusedKernel(kernels, 'ieee64_ieee32', 'little', order);
    return { reorder: order === 'big' ? undefined : after, step };
  }
  const encode = kernels[`${target}_f64`];
  return { reorder: after, step: (dst, src, count) => encode(dst, src, count, clip, scale) };
}

/** What is done to a block: reordering of the source's words, steps by way of lanes, reordering of the target's words. */
type Steps = { readonly before: Run | undefined; readonly steps: readonly Run[]; readonly after: Run | undefined };

/** The general way from one stored form to another. */
function stepsOf(kernels: Kernels, from: Stored, to: Stored, scale: number, clip: number): Steps {
  const { encoding: source } = from;
  const { encoding: target } = to;
  const isInteger = (encoding: SampleEncoding) => ['signed', 'unsigned'].includes(sampleEncodings[encoding].kind);
  const width = (encoding: SampleEncoding) => sampleEncodings[encoding].bytes;
  const short = sampleEncodings[source].exactBits <= 24 && fusedPair(source, 'ieee32');
  if (scale === 1 && target === 'ibm32' && isInteger(source) && short) {
    const encode = fusedKernel(kernels, 'ieee32_ibm32', 'little', orderOf(to));
    return {
      before: orderOf(from) === 'pairs' ? reorder(kernels, width(source), 'pairs', 'little') : undefined,
      steps: [fusedKernel(kernels, short, orderOf(from), 'little'), (dst, src, count) => encode(dst, src, count, clip)],
      after: orderOf(to) === 'pairs' ? reorder(kernels, width(target), 'little', 'pairs') : undefined,
    };
  }
  // Float64 holds integers of up to 32 bits, and its kernels work on vectors.
  if (scale === 1 && isInteger(source) && isInteger(target) && Math.max(width(source), width(target)) > 4) {
    const unsigned = source === 'uint64' ? 1 : 0;
    const encode = kernels[`${target as IntegerEncoding}_i64`];
    return {
      before: reorder(kernels, width(source), orderOf(from), 'little'),
      steps: [
        kernels[`i64_${source as IntegerEncoding}`],
        (dst, src, count) => encode(dst, src, count, clip, unsigned),
      ],
      after: reorder(kernels, width(target), 'little', orderOf(to)),
    };
  }
  const odd = scale === 1 && (target === 'ieee32' || target === 'ibm32');
  const multiply: Run = (dst, src, count) => kernels.f64_scale(dst, src, count, scale);
  const first = toFloats(kernels, source, orderOf(from), odd);
  const last = fromFloats(kernels, target, orderOf(to), scale, clip);
  const middle = scale === 1 || isInteger(target) ? undefined : multiply;
  const steps = [first.step, middle, last.step].filter((step) => step !== undefined);
  return { before: first.reorder, steps, after: last.reorder };
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
    return blockwise(stepsOf(kernels, from, to, scale, clip), scratch, source.width, target.width);
  }
  const kernel = fusedKernel(kernels, pair, source.order, target.order);
  const convert: Run = (dst, src, count) => kernel(dst, src, count, clip);
  if (source.order !== 'pairs' && target.order !== 'pairs') return convert;
  const before = source.order === 'pairs' ? reorder(kernels, source.width, 'pairs', 'little') : undefined;
  const after = target.order === 'pairs' ? reorder(kernels, target.width, 'little', 'pairs') : undefined;
  return blockwise({ before, steps: [convert], after }, scratch, source.width, target.width);
}

/** Runs the steps block by block; all but the last write into the lanes, so that `dst` may be `src`. */
function blockwise({ before, steps, after }: Steps, scratch: Scratch, fromWidth: number, toWidth: number): Run {
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
