/** The memory of one thread: fixed in size, shared with the kernels, given out from both ends. Browsers have it too. */
import { SeisError } from '../error.ts';

/** As much of the WebAssembly namespace as is used, because this folder is compiled without the types of any platform. */
declare const WebAssembly: {
  readonly Memory: new (limits: {
    readonly initial: number;
    readonly maximum: number;
  }) => { readonly buffer: ArrayBuffer };
};

/** The memory that the kernels import; its size never changes, so that views of it stay valid. */
export type KernelMemory = { readonly buffer: ArrayBuffer };

/** Memory of a thread. Blocks are aligned to 16 bytes and hold whatever was there before. */
export type Arena = {
  readonly memory: KernelMemory;
  /** All of it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** A block for good. Throws `limit` when the arena is full. */
  take(length: number): Uint8Array<ArrayBuffer>;
  /** A block until the next `reset`. Throws `limit` when the arena is full. */
  lend(length: number): Uint8Array<ArrayBuffer>;
  /** Gives all lent blocks back. */
  reset(): void;
};

const PAGE = 65536;
const ALIGNMENT = 16;

/** Bytes of an arena when nobody says otherwise. */
export const defaultArenaBytes: number = 24 * 1024 * 1024;

/**
 * Makes an arena of `size` bytes, rounded up to pages of 64 KiB; at most 4 GiB. Permanent blocks grow from the low
 * end, lent ones from the high end, so that a block taken late survives a reset.
 */
export function createArena(size: number = defaultArenaBytes): Arena {
  const pages = Math.ceil(size / PAGE);
  if (!(pages >= 1 && pages <= 65536)) {
    throw new SeisError('limit', `arena: ${size} bytes are asked for, 1 to ${65536 * PAGE} are possible`);
  }
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const bytes = new Uint8Array(memory.buffer);
  // Address 0 stays unused: it reads as "no pointer" in WebAssembly.
  let low = ALIGNMENT;
  let high = bytes.length;

  function checked(length: number): number {
    const room = Math.ceil(length / ALIGNMENT) * ALIGNMENT;
    if (!(length >= 0 && room <= high - low)) {
      throw new SeisError('limit', `arena: ${length} bytes are asked for, ${high - low} of ${bytes.length} are free`);
    }
    return room;
  }

  return {
    memory,
    bytes,
    take(length) {
      const at = low;
      low += checked(length);
      return bytes.subarray(at, at + length);
    },
    lend(length) {
      high -= checked(length);
      return bytes.subarray(high, high + length);
    },
    reset() {
      high = bytes.length;
    },
  };
}
