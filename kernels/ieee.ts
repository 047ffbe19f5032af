/**
 * IEEE floats of 32 and 64 bits, and 16- and 32-bit integers to float32, in one pass; `n` counts samples.
 *
 * WebAssembly leaves the bits of a NaN that comes out of arithmetic open, so NaN is converted as bits: quiet, with its
 * sign and the leading bits of its payload (IEEE 754-2019 section 6.2.3).
 */
import { BIG, LITTLE, Words } from './words';

/** Float64 bits of a float32's bits. */
export function widen(word: u32): u64 {
  const value = reinterpret<f32>(word);
  if (value == value) return reinterpret<u64>(<f64>value);
  return ((<u64>(word & 0x80000000)) << 32) | 0x7ff8000000000000 | ((<u64>(word & 0x3fffff)) << 29);
}

/** Float32 bits of a float64's bits: nearest, ties to even, infinite where float32 ends. */
export function narrow(word: u64): u32 {
  const value = reinterpret<f64>(word);
  if (value == value) return reinterpret<u32>(<f32>value);
  return (<u32>(word >> 32) & 0x80000000) | 0x7fc00000 | (<u32>(word >> 29) & 0x3fffff);
}

class Widen {
  @inline static run(dst: usize, src: usize, n: i32, from: i32, to: i32): i32 {
    const end = src + ((<usize>n) << 2);
    while (src + 32 <= end) {
      const a = Words.lanes32(v128.load(src), from);
      const b = Words.lanes32(v128.load(src, 16), from);
      if (!v128.any_true(v128.or(f32x4.ne(a, a), f32x4.ne(b, b)))) {
        const c = i32x4.shuffle(a, a, 2, 3, 2, 3);
        const d = i32x4.shuffle(b, b, 2, 3, 2, 3);
        v128.store(dst, Words.lanes64(f64x2.promote_low_f32x4(a), to));
        v128.store(dst, Words.lanes64(f64x2.promote_low_f32x4(c), to), 16);
        v128.store(dst, Words.lanes64(f64x2.promote_low_f32x4(b), to), 32);
        v128.store(dst, Words.lanes64(f64x2.promote_low_f32x4(d), to), 48);
      } else {
        for (let i: usize = 0; i < 8; i++) {
          Words.store64(dst + (i << 3), widen(Words.load32(src + (i << 2), from)), to);
        }
      }
      src += 32;
      dst += 64;
    }
    while (src < end) {
      Words.store64(dst, widen(Words.load32(src, from)), to);
      src += 4;
      dst += 8;
    }
    return -1;
  }
}

export function ieee32_ieee64_bb(dst: usize, src: usize, n: i32): i32 {
  return Widen.run(dst, src, n, BIG, BIG);
}
export function ieee32_ieee64_bl(dst: usize, src: usize, n: i32): i32 {
  return Widen.run(dst, src, n, BIG, LITTLE);
}
export function ieee32_ieee64_lb(dst: usize, src: usize, n: i32): i32 {
  return Widen.run(dst, src, n, LITTLE, BIG);
}
export function ieee32_ieee64_ll(dst: usize, src: usize, n: i32): i32 {
  return Widen.run(dst, src, n, LITTLE, LITTLE);
}

class Narrow {
  @inline static run(dst: usize, src: usize, n: i32, from: i32, to: i32): i32 {
    const end = src + ((<usize>n) << 3);
    while (src + 32 <= end) {
      const a = Words.lanes64(v128.load(src), from);
      const b = Words.lanes64(v128.load(src, 16), from);
      if (!v128.any_true(v128.or(f64x2.ne(a, a), f64x2.ne(b, b)))) {
        const four = i32x4.shuffle(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 1, 4, 5);
        v128.store(dst, Words.lanes32(four, to));
      } else {
        for (let i: usize = 0; i < 4; i++) {
          Words.store32(dst + (i << 2), narrow(Words.load64(src + (i << 3), from)), to);
        }
      }
      src += 32;
      dst += 16;
    }
    while (src < end) {
      Words.store32(dst, narrow(Words.load64(src, from)), to);
      src += 8;
      dst += 4;
    }
    return -1;
  }
}

export function ieee64_ieee32_bb(dst: usize, src: usize, n: i32): i32 {
  return Narrow.run(dst, src, n, BIG, BIG);
}
export function ieee64_ieee32_bl(dst: usize, src: usize, n: i32): i32 {
  return Narrow.run(dst, src, n, BIG, LITTLE);
}
export function ieee64_ieee32_lb(dst: usize, src: usize, n: i32): i32 {
  return Narrow.run(dst, src, n, LITTLE, BIG);
}
export function ieee64_ieee32_ll(dst: usize, src: usize, n: i32): i32 {
  return Narrow.run(dst, src, n, LITTLE, LITTLE);
}

class Shorts {
  @inline static run(dst: usize, src: usize, n: i32, from: i32, to: i32): i32 {
    const end = src + ((<usize>n) << 1);
    while (src + 16 <= end) {
      const x = v128.load(src);
      let low: v128;
      let high: v128;
      if (from == BIG) {
        low = i32x4.shr_s(i8x16.swizzle(x, i8x16(-1, -1, 1, 0, -1, -1, 3, 2, -1, -1, 5, 4, -1, -1, 7, 6)), 16);
        high = i32x4.shr_s(i8x16.swizzle(x, i8x16(-1, -1, 9, 8, -1, -1, 11, 10, -1, -1, 13, 12, -1, -1, 15, 14)), 16);
      } else {
        low = i32x4.extend_low_i16x8_s(x);
        high = i32x4.extend_high_i16x8_s(x);
      }
      v128.store(dst, Words.lanes32(f32x4.convert_i32x4_s(low), to));
      v128.store(dst, Words.lanes32(f32x4.convert_i32x4_s(high), to), 16);
      src += 16;
      dst += 32;
    }
    while (src < end) {
      Words.store32(dst, reinterpret<u32>(<f32>(<i16>Words.load16(src, from))), to);
      src += 2;
      dst += 4;
    }
    return -1;
  }
}

export function int16_ieee32_bb(dst: usize, src: usize, n: i32): i32 {
  return Shorts.run(dst, src, n, BIG, BIG);
}
export function int16_ieee32_bl(dst: usize, src: usize, n: i32): i32 {
  return Shorts.run(dst, src, n, BIG, LITTLE);
}
export function int16_ieee32_lb(dst: usize, src: usize, n: i32): i32 {
  return Shorts.run(dst, src, n, LITTLE, BIG);
}
export function int16_ieee32_ll(dst: usize, src: usize, n: i32): i32 {
  return Shorts.run(dst, src, n, LITTLE, LITTLE);
}

class Longs {
  @inline static run(dst: usize, src: usize, n: i32, from: i32, to: i32): i32 {
    const end = src + ((<usize>n) << 2);
    while (src + 32 <= end) {
      const a = Words.lanes32(v128.load(src), from);
      const b = Words.lanes32(v128.load(src, 16), from);
      v128.store(dst, Words.lanes32(f32x4.convert_i32x4_s(a), to));
      v128.store(dst, Words.lanes32(f32x4.convert_i32x4_s(b), to), 16);
      src += 32;
      dst += 32;
    }
    while (src < end) {
      Words.store32(dst, reinterpret<u32>(<f32>(<i32>Words.load32(src, from))), to);
      src += 4;
      dst += 4;
    }
    return -1;
  }
}

export function int32_ieee32_bb(dst: usize, src: usize, n: i32): i32 {
  return Longs.run(dst, src, n, BIG, BIG);
}
export function int32_ieee32_bl(dst: usize, src: usize, n: i32): i32 {
  return Longs.run(dst, src, n, BIG, LITTLE);
}
export function int32_ieee32_lb(dst: usize, src: usize, n: i32): i32 {
  return Longs.run(dst, src, n, LITTLE, BIG);
}
export function int32_ieee32_ll(dst: usize, src: usize, n: i32): i32 {
  return Longs.run(dst, src, n, LITTLE, LITTLE);
}
