/**
 * Changes of byte order, one pass, four vectors at a time. `n` counts words; `dst` may be `src`.
 *
 * The masks are constants of `i8x16.swizzle`: engines turn those into one byte shuffle, while a general
 * `i8x16.shuffle` costs several instructions.
 */

const SWAP2: i32 = 0;
const SWAP4: i32 = 1;
const SWAP8: i32 = 2;
const HALVES4: i32 = 3;
const HALVES8: i32 = 4;

/** One change of order: how it acts on a vector and on a single word. */
class Permute {
  @inline static vector(v: v128, kind: i32): v128 {
    if (kind == SWAP2) return i8x16.swizzle(v, i8x16(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
    if (kind == SWAP4) return i8x16.swizzle(v, i8x16(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
    if (kind == SWAP8) return i8x16.swizzle(v, i8x16(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8));
    if (kind == HALVES4) return i8x16.swizzle(v, i8x16(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
    return i8x16.swizzle(v, i8x16(6, 7, 4, 5, 2, 3, 0, 1, 14, 15, 12, 13, 10, 11, 8, 9));
  }

  @inline static word(dst: usize, src: usize, kind: i32): void {
    if (kind == SWAP2) store<u16>(dst, bswap<u16>(load<u16>(src)));
    else if (kind == SWAP4) store<u32>(dst, bswap<u32>(load<u32>(src)));
    else if (kind == SWAP8) store<u64>(dst, bswap<u64>(load<u64>(src)));
    else if (kind == HALVES4) store<u32>(dst, rotl<u32>(load<u32>(src), 16));
    else {
      const low = rotl<u32>(load<u32>(src), 16);
      const high = rotl<u32>(load<u32>(src, 4), 16);
      store<u32>(dst, high);
      store<u32>(dst, low, 4);
    }
  }

  @inline static run(dst: usize, src: usize, n: i32, width: usize, kind: i32): i32 {
    const end = src + <usize>n * width;
    while (src + 64 <= end) {
      const a = v128.load(src);
      const b = v128.load(src, 16);
      const c = v128.load(src, 32);
      const d = v128.load(src, 48);
      v128.store(dst, Permute.vector(a, kind));
      v128.store(dst, Permute.vector(b, kind), 16);
      v128.store(dst, Permute.vector(c, kind), 32);
      v128.store(dst, Permute.vector(d, kind), 48);
      src += 64;
      dst += 64;
    }
    while (src + 16 <= end) {
      v128.store(dst, Permute.vector(v128.load(src), kind));
      src += 16;
      dst += 16;
    }
    while (src < end) {
      Permute.word(dst, src, kind);
      src += width;
      dst += width;
    }
    return -1;
  }
}

/** 16-bit words, big <-> little; also wider words, big <-> pairs, counted in 16-bit pairs. */
export function swap2(dst: usize, src: usize, n: i32): i32 {
  return Permute.run(dst, src, n, 2, SWAP2);
}

/** 32-bit words, big <-> little. */
export function swap4(dst: usize, src: usize, n: i32): i32 {
  return Permute.run(dst, src, n, 4, SWAP4);
}

/** 64-bit words, big <-> little. */
export function swap8(dst: usize, src: usize, n: i32): i32 {
  return Permute.run(dst, src, n, 8, SWAP8);
}

/** 32-bit words, little <-> pairs. */
export function halves4(dst: usize, src: usize, n: i32): i32 {
  return Permute.run(dst, src, n, 4, HALVES4);
}

/** 64-bit words, little <-> pairs. */
export function halves8(dst: usize, src: usize, n: i32): i32 {
  return Permute.run(dst, src, n, 8, HALVES8);
}

/** Words of three bytes, five to a vector; its sixteenth byte stays as it is. */
class Five {
  @inline static swapped(v: v128): v128 {
    return i8x16.swizzle(v, i8x16(2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9, 14, 13, 12, 15));
  }
}

/**
 * 24-bit words, big <-> little. The sixteenth byte of a vector is the first of the next word: it is written as it was
 * read and then written again by the next vector. All loads of a step come before its stores, and the byte behind the
 * step is one that it has not changed, so that `dst` may be `src`.
 */
export function swap3(dst: usize, src: usize, n: i32): i32 {
  const end = src + <usize>n * 3;
  while (src + 61 <= end) {
    const a = v128.load(src);
    const b = v128.load(src, 15);
    const c = v128.load(src, 30);
    const d = v128.load(src, 45);
    v128.store(dst, Five.swapped(a));
    v128.store(dst, Five.swapped(b), 15);
    v128.store(dst, Five.swapped(c), 30);
    v128.store(dst, Five.swapped(d), 45);
    src += 60;
    dst += 60;
  }
  while (src + 16 <= end) {
    v128.store(dst, Five.swapped(v128.load(src)));
    src += 15;
    dst += 15;
  }
  while (src < end) {
    const first = load<u8>(src);
    store<u8>(dst, load<u8>(src, 2));
    store<u8>(dst, load<u8>(src, 1), 1);
    store<u8>(dst, first, 2);
    src += 3;
    dst += 3;
  }
  return -1;
}
