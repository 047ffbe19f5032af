/** One word of each of many headers, gathered into a column: by a kernel where the headers lie in an arena, else plainly. */
import { SeisError } from '../error.ts';
import type { Arena } from './arena.ts';
import type { ByteOrder } from './encodings.ts';
import { makeKernels } from './kernels.ts';

/**
 * Takes the word of `width` bytes at `src[at]` and every `stride` bytes from there, `count` in all, and lays them into
 * `dst` from `dst[dstAt]` on, in little-endian order: what typed arrays of the machines that seisfs runs on have.
 * Throws `usage` when either run does not lie inside its array.
 */
export type Gather = (
  width: number,
  order: ByteOrder,
  src: Uint8Array,
  at: number,
  stride: number,
  count: number,
  dst: Uint8Array,
  dstAt: number,
) => void;

function check(
  width: number,
  src: Uint8Array,
  at: number,
  stride: number,
  count: number,
  dst: Uint8Array,
  dstAt: number,
) {
  const inside =
    count >= 0 &&
    at >= 0 &&
    dstAt >= 0 &&
    stride >= 0 &&
    dstAt + count * width <= dst.length &&
    (count === 0 || at + (count - 1) * stride + width <= src.length);
  if (!inside) {
    throw new SeisError('usage', `${count} words of ${width} bytes from ${at} by ${stride} do not lie in their arrays`);
  }
}

/** Where byte `j` of the little-endian word lies in `order`. */
function placeIn(order: ByteOrder, width: number, j: number): number {
  if (order === 'little') return j;
  const big = width - 1 - j;
  return order === 'pairs' && width % 2 === 0 ? big ^ 1 : big;
}

/** Gathers between any arrays, byte by byte: the definition that the kernels are compared with. */
export const plainGather: Gather = (width, order, src, at, stride, count, dst, dstAt) => {
  check(width, src, at, stride, count, dst, dstAt);
  for (let j = 0; j < width; j++) {
    const place = at + placeIn(order, width, j);
    for (let k = 0; k < count; k++) dst[dstAt + k * width + j] = src[place + k * stride];
  }
};

/** As the kernels know the orders. */
const orderNumbers: Readonly<Record<ByteOrder, number>> = { little: 0, big: 1, pairs: 2 };

/** Bytes of a column that a kernel makes before they are copied out of the arena. */
const stageBytes = 8192;

/** A gatherer for headers that lie in `arena`, of which it takes 8 KiB; what lies elsewhere is gathered plainly. */
export function wasmGather(arena: Arena): Gather {
  const { gather2, gather4, gather8 } = makeKernels(arena.memory);
  const kernels = new Map([
    [2, gather2],
    [4, gather4],
    [8, gather8],
  ]);
  const stage = arena.take(stageBytes);
  return (width, order, src, at, stride, count, dst, dstAt) => {
    const kernel = kernels.get(width);
    if (kernel === undefined || src.buffer !== arena.bytes.buffer) {
      plainGather(width, order, src, at, stride, count, dst, dstAt);
      return;
    }
    check(width, src, at, stride, count, dst, dstAt);
    const block = stageBytes / width;
    for (let first = 0; first < count; first += block) {
      const length = Math.min(block, count - first);
      kernel(stage.byteOffset, src.byteOffset + at + first * stride, length, stride, orderNumbers[order]);
      dst.set(length === block ? stage : stage.subarray(0, length * width), dstAt + first * width);
    }
  };
}
