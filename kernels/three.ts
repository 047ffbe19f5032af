/** Words of three bytes, which no load or store has; and their conversion to float32, which holds all of them. */
import { BIG, LITTLE, Words } from './words';

/** One word, or four of the sixteen bytes of a vector. */
export class Three {
  @inline static signed(p: usize): i32 {
    return ((<i32>load<i8>(p, 2)) << 16) | <i32>load<u16>(p);
  }

  @inline static unsigned(p: usize): i32 {
    return ((<i32>load<u8>(p, 2)) << 16) | <i32>load<u16>(p);
  }

  @inline static store(p: usize, word: i32): void {
    store<u16>(p, <u16>word);
    store<u8>(p, <u8>(word >> 16), 2);
  }

  /** Four words from the first twelve of the sixteen bytes at `p`, as 32-bit integers. */
  @inline static four(p: usize, order: i32, signed: bool): v128 {
    const x = v128.load(p);
    const high =
      order == BIG
        ? i8x16.swizzle(x, i8x16(-1, 2, 1, 0, -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9))
        : i8x16.swizzle(x, i8x16(-1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11));
    return signed ? i32x4.shr_s(high, 8) : i32x4.shr_u(high, 8);
  }
}

class Single {
  @inline static one(p: usize, order: i32, signed: bool): i32 {
    const low = <i32>(order == BIG ? load<u8>(p, 2) : load<u8>(p));
    const middle = <i32>load<u8>(p, 1);
    const top = order == BIG ? load<u8>(p) : load<u8>(p, 2);
    return ((signed ? <i32>(<i8>top) : <i32>top) << 16) | (middle << 8) | low;
  }

  @inline static run(dst: usize, src: usize, n: i32, from: i32, to: i32, signed: bool): i32 {
    const end = src + <usize>n * 3;
    while (src + 28 <= end) {
      const a = f32x4.convert_i32x4_s(Three.four(src, from, signed));
      const b = f32x4.convert_i32x4_s(Three.four(src + 12, from, signed));
      v128.store(dst, Words.lanes32(a, to));
      v128.store(dst, Words.lanes32(b, to), 16);
      src += 24;
      dst += 32;
    }
    for (; src < end; src += 3, dst += 4) {
      Words.store32(dst, reinterpret<u32>(<f32>Single.one(src, from, signed)), to);
    }
    return -1;
  }
}

export function int24_ieee32_bb(dst: usize, src: usize, n: i32): i32 {
  return Single.run(dst, src, n, BIG, BIG, true);
}
export function int24_ieee32_bl(dst: usize, src: usize, n: i32): i32 {
  return Single.run(dst, src, n, BIG, LITTLE, true);
}
export function int24_ieee32_lb(dst: usize, src: usize, n: i32): i32 {
  return Single.run(dst, src, n, LITTLE, BIG, true);
}
export function int24_ieee32_ll(dst: usize, src: usize, n: i32): i32 {
  return Single.run(dst, src, n, LITTLE, LITTLE, true);
}
export function uint24_ieee32_bb(dst: usize, src: usize, n: i32): i32 {
  return Single.run(dst, src, n, BIG, BIG, false);
}
export function uint24_ieee32_bl(dst: usize, src: usize, n: i32): i32 {
  return Single.run(dst, src, n, BIG, LITTLE, false);
}
export function uint24_ieee32_lb(dst: usize, src: usize, n: i32): i32 {
  return Single.run(dst, src, n, LITTLE, BIG, false);
}
export function uint24_ieee32_ll(dst: usize, src: usize, n: i32): i32 {
  return Single.run(dst, src, n, LITTLE, LITTLE, false);
}
