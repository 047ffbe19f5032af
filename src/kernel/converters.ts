/** The two makers of converters: plain ones for everywhere, and WebAssembly ones over the arena of a thread. */
import type { Arena } from './arena.ts';
import type { Converter, Converters } from './contract.ts';
import { type Stored, sampleEncodings } from './encodings.ts';
import { exactnessOf } from './exactness.ts';
import { type Kernels, makeKernels } from './kernels.ts';
import { checkOrder } from './order.ts';
import { planRun, type Run, type Scratch, scratchBytes } from './plan.ts';
import { checkRun, referenceConverter } from './reference.ts';

/** Converters in plain TypeScript, for any arrays. */
export const plainConverters: Converters = {
  make(from, to, policy) {
    exactnessOf(from, to, policy);
    return referenceConverter(from, to, policy);
  },
};

/** Bytes of a staging block: a level-1 cache holds one for each side. */
const STAGE = 16384;

/** The kernels of an arena and where they work. */
type Workshop = {
  readonly kernels: Kernels;
  readonly scratch: Scratch;
  readonly stageIn: Uint8Array;
  readonly stageOut: Uint8Array;
};

const workshops = new WeakMap<Arena, Workshop>();

function workshopOf(arena: Arena): Workshop {
  const known = workshops.get(arena);
  if (known !== undefined) return known;
  const address = () => arena.take(scratchBytes).byteOffset;
  const workshop = {
    kernels: makeKernels(arena.memory),
    scratch: { words: address(), lanes: address(), results: address() },
    stageIn: arena.take(STAGE),
    stageOut: arena.take(STAGE),
  };
  workshops.set(arena, workshop);
  return workshop;
}

/**
 * Converters that run in WebAssembly where the samples lie in `arena`, and otherwise by way of a block of it.
 * Takes about 45 KB of the arena at the first call; converters of one arena must not be used from two threads.
 */
export function wasmConverters(arena: Arena): Converters {
  const workshop = workshopOf(arena);
  return {
    make(from, to, policy) {
      exactnessOf(from, to, policy);
      checkOrder(from);
      checkOrder(to);
      const run = planRun(workshop.kernels, workshop.scratch, from, to, policy);
      return run === undefined ? copier(from) : overArena(arena, workshop, run, from, to);
    },
  };
}

/** For the same encoding in the same order. */
function copier(stored: Stored): Converter {
  const width = sampleEncodings[stored.encoding].bytes;
  return (dst, dstAt, src, srcAt, count) => {
    checkRun(src, srcAt, width, count);
    checkRun(dst, dstAt, width, count);
    dst.set(src.subarray(srcAt, srcAt + count * width), dstAt);
    return -1;
  };
}

function overArena(arena: Arena, workshop: Workshop, run: Run, from: Stored, to: Stored): Converter {
  const fromWidth = sampleEncodings[from.encoding].bytes;
  const toWidth = sampleEncodings[to.encoding].bytes;
  const buffer = arena.bytes.buffer;
  const { stageIn, stageOut } = workshop;
  const block = Math.floor(STAGE / Math.max(fromWidth, toWidth));

  /** By way of the arena, block by block; what lies in it already is not copied. */
  const staged: Converter = (dst, dstAt, src, srcAt, count) => {
    for (let first = 0; first < count; first += block) {
      const length = Math.min(block, count - first);
      const readAt = srcAt + first * fromWidth;
      const writeAt = dstAt + first * toWidth;
      let input = src.byteOffset + readAt;
      if (src.buffer !== buffer) {
        stageIn.set(src.subarray(readAt, readAt + length * fromWidth));
        input = stageIn.byteOffset;
      }
      const inside = dst.buffer === buffer;
      const bad = run(inside ? dst.byteOffset + writeAt : stageOut.byteOffset, input, length);
      if (!inside) dst.set(stageOut.subarray(0, (bad < 0 ? length : bad) * toWidth), writeAt);
      if (bad >= 0) return first + bad;
    }
    return -1;
  };

  return (dst, dstAt, src, srcAt, count) => {
    checkRun(src, srcAt, fromWidth, count);
    checkRun(dst, dstAt, toWidth, count);
    return dst.buffer === buffer && src.buffer === buffer
      ? run(dst.byteOffset + dstAt, src.byteOffset + srcAt, count)
      : staged(dst, dstAt, src, srcAt, count);
  };
}
