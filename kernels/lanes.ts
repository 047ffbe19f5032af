/**
 * The general way: little-endian words to lanes of 64 bits (float64, or integers of 64 bits) and back, a block at a
 * time. `n` counts samples; source and destination are different places. Functions that return a number return -1 or
 * the index of the first value the target cannot hold, where `clip` is 0.
 */
import { doubleToIbm, ibmClipped, UNHELD } from './ibm';

/** Words of three bytes, which no load or store has. */
class Three {
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
}

/** A 64-bit integer rounded to odd at 53 bits: rounding that to fewer bits is rounding the exact value. */
function toOdd(magnitude: u64): f64 {
  const excess = 11 - <i32>clz<u64>(magnitude);
  if (excess <= 0) return <f64>magnitude;
  let kept = magnitude >> <u64>excess;
  if (kept << (<u64>excess) != magnitude) kept |= 1;
  return <f64>(kept << (<u64>excess));
}

class Lanes {
  @inline static floats<T>(dst: usize, src: usize, n: i32): i32 {
    for (let i = 0; i < n; i++, src += sizeof<T>(), dst += 8) store<f64>(dst, <f64>load<T>(src));
    return -1;
  }

  @inline static integers<T>(dst: usize, src: usize, n: i32): i32 {
    for (let i = 0; i < n; i++, src += sizeof<T>(), dst += 8) store<i64>(dst, <i64>load<T>(src));
    return -1;
  }

  /** Mantissa times 2^(sign * gain); byte 1 of the big-endian word is not looked at. */
  @inline static gain(dst: usize, src: usize, n: i32, sign: i32): i32 {
    for (let i = 0; i < n; i++, src += 4, dst += 8) {
      const power = 1023 + sign * <i32>load<u8>(src, 2);
      store<f64>(dst, <f64>load<i16>(src) * reinterpret<f64>((<u64>power) << 52));
    }
    return -1;
  }

  @inline static put(dst: usize, value: i64, width: i32): void {
    if (width == 1) store<u8>(dst, <u8>value);
    else if (width == 2) store<u16>(dst, <u16>value);
    else if (width == 3) Three.store(dst, <i32>value);
    else if (width == 4) store<u32>(dst, <u32>value);
    else store<i64>(dst, value);
  }

  /** Float64 to the nearest of the integers `low <= i < top`, ties to even. */
  @inline static rounded(dst: usize, src: usize, n: i32, clip: i32, width: i32, low: f64, top: f64): i32 {
    let i = 0;
    while (i < n) {
      if (width <= 4 && i + 4 <= n) {
        const a = f64x2.nearest(v128.load(src));
        const b = f64x2.nearest(v128.load(src, 16));
        const above = v128.and(f64x2.ge(a, f64x2.splat(low)), f64x2.ge(b, f64x2.splat(low)));
        const below = v128.and(f64x2.lt(a, f64x2.splat(top)), f64x2.lt(b, f64x2.splat(top)));
        if (i64x2.all_true(v128.and(above, below))) {
          Lanes.putFour(dst, a, b, width, low);
          src += 32;
          dst += 4 * width;
          i += 4;
          continue;
        }
      }
      // At most four one by one, so that one value out of range does not slow all that follow.
      for (const stop = min(i + 4, n); i < stop; i++, src += 8, dst += width) {
        const value = nearest<f64>(load<f64>(src));
        let whole: i64;
        if (value >= low && value < top) whole = top > 9223372036854775808.0 ? <i64>(<u64>value) : <i64>value;
        else if (!clip) return i;
        else if (value != value) whole = 0;
        else if (value < low) whole = <i64>low;
        else whole = width == 8 ? (low < 0 ? i64.MAX_VALUE : -1) : <i64>(top - 1);
        Lanes.put(dst, whole, width);
      }
    }
    return -1;
  }

  /** Four whole numbers in range, as words of one to four bytes. */
  @inline static putFour(dst: usize, a: v128, b: v128, width: i32, low: f64): void {
    const signed = low < 0;
    const x = signed ? i32x4.trunc_sat_f64x2_s_zero(a) : i32x4.trunc_sat_f64x2_u_zero(a);
    const y = signed ? i32x4.trunc_sat_f64x2_s_zero(b) : i32x4.trunc_sat_f64x2_u_zero(b);
    const four = i64x2.shuffle(x, y, 0, 2);
    if (width == 4) v128.store(dst, four);
    else if (width == 3) {
      const packed = i8x16.swizzle(four, i8x16(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1));
      v128.store64_lane(dst, packed, 0);
      v128.store32_lane(dst, packed, 2, 8);
    } else if (width == 2) {
      v128.store64_lane(dst, i8x16.swizzle(four, i8x16(0, 1, 4, 5, 8, 9, 12, 13, -1, -1, -1, -1, -1, -1, -1, -1)), 0);
    } else {
      const packed = i8x16.swizzle(four, i8x16(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1));
      v128.store32_lane(dst, packed, 0);
    }
  }

  /** 64-bit integers to those of `low <= i <= high`; `unsigned` says that the lanes are uint64. */
  @inline static exact(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32, width: i32, low: i64, high: i64): i32 {
    for (let i = 0; i < n; i++, src += 8, dst += width) {
      let value = load<i64>(src);
      const above = unsigned && value < 0 ? true : value > high;
      if (above || value < low) {
        if (!clip) return i;
        value = above ? high : low;
      }
      Lanes.put(dst, value, width);
    }
    return -1;
  }
}

export function f64_int64_odd(dst: usize, src: usize, n: i32): i32 {
  for (let i = 0; i < n; i++, src += 8, dst += 8) {
    const value = load<i64>(src);
    store<f64>(dst, value < 0 ? -toOdd(<u64>-value) : toOdd(<u64>value));
  }
  return -1;
}

export function f64_uint64_odd(dst: usize, src: usize, n: i32): i32 {
  for (let i = 0; i < n; i++, src += 8, dst += 8) store<f64>(dst, toOdd(load<u64>(src)));
  return -1;
}

export function f64_gain32mul(dst: usize, src: usize, n: i32): i32 {
  return Lanes.gain(dst, src, n, 1);
}

export function f64_gain32div(dst: usize, src: usize, n: i32): i32 {
  return Lanes.gain(dst, src, n, -1);
}

/** Multiplies in float64; a NaN keeps its sign and payload and becomes quiet. */
export function f64_scale(dst: usize, src: usize, n: i32, factor: f64): i32 {
  for (let i = 0; i < n; i++, src += 8, dst += 8) {
    const value = load<f64>(src);
    if (value == value) store<f64>(dst, value * factor);
    else store<u64>(dst, load<u64>(src) | 0x0008000000000000);
  }
  return -1;
}

export function ibm32_f64(dst: usize, src: usize, n: i32, clip: i32): i32 {
  for (let i = 0; i < n; i++, src += 8, dst += 4) {
    const value = load<f64>(src);
    let word = doubleToIbm(value);
    if (word == UNHELD) {
      if (!clip) return i;
      word = ibmClipped(value);
    }
    store<u32>(dst, word);
  }
  return -1;
}

export function f64_int8(dst: usize, src: usize, n: i32): i32 {
  return Lanes.floats<i8>(dst, src, n);
}

export function f64_int16(dst: usize, src: usize, n: i32): i32 {
  return Lanes.floats<i16>(dst, src, n);
}

export function f64_int24(dst: usize, src: usize, n: i32): i32 {
  for (let i = 0; i < n; i++, src += 3, dst += 8) store<f64>(dst, <f64>Three.signed(src));
  return -1;
}

export function f64_int32(dst: usize, src: usize, n: i32): i32 {
  return Lanes.floats<i32>(dst, src, n);
}

export function f64_int64(dst: usize, src: usize, n: i32): i32 {
  return Lanes.floats<i64>(dst, src, n);
}

export function f64_uint8(dst: usize, src: usize, n: i32): i32 {
  return Lanes.floats<u8>(dst, src, n);
}

export function f64_uint16(dst: usize, src: usize, n: i32): i32 {
  return Lanes.floats<u16>(dst, src, n);
}

export function f64_uint24(dst: usize, src: usize, n: i32): i32 {
  for (let i = 0; i < n; i++, src += 3, dst += 8) store<f64>(dst, <f64>Three.unsigned(src));
  return -1;
}

export function f64_uint32(dst: usize, src: usize, n: i32): i32 {
  return Lanes.floats<u32>(dst, src, n);
}

export function f64_uint64(dst: usize, src: usize, n: i32): i32 {
  return Lanes.floats<u64>(dst, src, n);
}

export function i64_int8(dst: usize, src: usize, n: i32): i32 {
  return Lanes.integers<i8>(dst, src, n);
}

export function i64_int16(dst: usize, src: usize, n: i32): i32 {
  return Lanes.integers<i16>(dst, src, n);
}

export function i64_int24(dst: usize, src: usize, n: i32): i32 {
  for (let i = 0; i < n; i++, src += 3, dst += 8) store<i64>(dst, <i64>Three.signed(src));
  return -1;
}

export function i64_int32(dst: usize, src: usize, n: i32): i32 {
  return Lanes.integers<i32>(dst, src, n);
}

export function i64_int64(dst: usize, src: usize, n: i32): i32 {
  return Lanes.integers<i64>(dst, src, n);
}

export function i64_uint8(dst: usize, src: usize, n: i32): i32 {
  return Lanes.integers<u8>(dst, src, n);
}

export function i64_uint16(dst: usize, src: usize, n: i32): i32 {
  return Lanes.integers<u16>(dst, src, n);
}

export function i64_uint24(dst: usize, src: usize, n: i32): i32 {
  for (let i = 0; i < n; i++, src += 3, dst += 8) store<i64>(dst, <i64>Three.unsigned(src));
  return -1;
}

export function i64_uint32(dst: usize, src: usize, n: i32): i32 {
  return Lanes.integers<u32>(dst, src, n);
}

export function i64_uint64(dst: usize, src: usize, n: i32): i32 {
  return Lanes.integers<u64>(dst, src, n);
}

export function int8_f64(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return Lanes.rounded(dst, src, n, clip, 1, -128.0, 128.0);
}

export function int16_f64(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return Lanes.rounded(dst, src, n, clip, 2, -32768.0, 32768.0);
}

export function int24_f64(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return Lanes.rounded(dst, src, n, clip, 3, -8388608.0, 8388608.0);
}

export function int32_f64(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return Lanes.rounded(dst, src, n, clip, 4, -2147483648.0, 2147483648.0);
}

export function int64_f64(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return Lanes.rounded(dst, src, n, clip, 8, -9223372036854775808.0, 9223372036854775808.0);
}

export function uint8_f64(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return Lanes.rounded(dst, src, n, clip, 1, 0.0, 256.0);
}

export function uint16_f64(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return Lanes.rounded(dst, src, n, clip, 2, 0.0, 65536.0);
}

export function uint24_f64(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return Lanes.rounded(dst, src, n, clip, 3, 0.0, 16777216.0);
}

export function uint32_f64(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return Lanes.rounded(dst, src, n, clip, 4, 0.0, 4294967296.0);
}

export function uint64_f64(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return Lanes.rounded(dst, src, n, clip, 8, 0.0, 18446744073709551616.0);
}

export function int8_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Lanes.exact(dst, src, n, clip, unsigned, 1, -128, 127);
}

export function int16_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Lanes.exact(dst, src, n, clip, unsigned, 2, -32768, 32767);
}

export function int24_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Lanes.exact(dst, src, n, clip, unsigned, 3, -8388608, 8388607);
}

export function int32_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Lanes.exact(dst, src, n, clip, unsigned, 4, -2147483648, 2147483647);
}

export function int64_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Lanes.exact(dst, src, n, clip, unsigned, 8, i64.MIN_VALUE, i64.MAX_VALUE);
}

export function uint8_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Lanes.exact(dst, src, n, clip, unsigned, 1, 0, 255);
}

export function uint16_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Lanes.exact(dst, src, n, clip, unsigned, 2, 0, 65535);
}

export function uint24_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Lanes.exact(dst, src, n, clip, unsigned, 3, 0, 16777215);
}

export function uint32_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Lanes.exact(dst, src, n, clip, unsigned, 4, 0, 4294967295);
}

export function uint64_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Lanes.exact(dst, src, n, clip, unsigned, 8, 0, i64.MAX_VALUE);
}
