/**
 * The first half of the general way: little-endian words to lanes of 64 bits (float64, or integers of 64 bits), a block
 * at a time. `n` counts samples; source and destination are different places.
 */
import { Three } from './three';
import { LITTLE } from './words';

/** A 64-bit integer rounded to odd at 53 bits: rounding that to fewer bits is rounding the exact value. */
function toOdd(magnitude: u64): f64 {
  const excess = 11 - <i32>clz<u64>(magnitude);
  if (excess <= 0) return <f64>magnitude;
  let kept = magnitude >> <u64>excess;
  if (kept << (<u64>excess) != magnitude) kept |= 1;
  return <f64>(kept << (<u64>excess));
}

class Lanes {
  /** Four 32-bit integers as float64. */
  @inline static store(dst: usize, four: v128, signed: bool): void {
    const high = i32x4.shuffle(four, four, 2, 3, 2, 3);
    v128.store(dst, signed ? f64x2.convert_low_i32x4_s(four) : f64x2.convert_low_i32x4_u(four));
    v128.store(dst, signed ? f64x2.convert_low_i32x4_s(high) : f64x2.convert_low_i32x4_u(high), 16);
  }

  /** Four words of one, two or four bytes as 32-bit integers. */
  @inline static four<T>(src: usize): v128 {
    if (sizeof<T>() == 4) return v128.load(src);
    if (sizeof<T>() == 2) {
      const x = v128.load64_zero(src);
      return isSigned<T>() ? i32x4.extend_low_i16x8_s(x) : i32x4.extend_low_i16x8_u(x);
    }
    const x = v128.load32_zero(src);
    return isSigned<T>()
      ? i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(x))
      : i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(x));
  }

  @inline static floats<T>(dst: usize, src: usize, n: i32): i32 {
    let left = n;
    if (sizeof<T>() <= 4) {
      for (; left >= 4; left -= 4, src += 4 * sizeof<T>(), dst += 32) {
        Lanes.store(dst, Lanes.four<T>(src), isSigned<T>());
      }
    }
    for (; left > 0; left--, src += sizeof<T>(), dst += 8) store<f64>(dst, <f64>load<T>(src));
    return -1;
  }

  /** Words of three bytes; a vector is loaded as sixteen bytes, of which twelve are used. */
  @inline static threes(dst: usize, src: usize, n: i32, signed: bool): i32 {
    let left = n;
    for (; left >= 6; left -= 4, src += 12, dst += 32) Lanes.store(dst, Three.four(src, LITTLE, signed), true);
    for (; left > 0; left--, src += 3, dst += 8) {
      store<f64>(dst, <f64>(signed ? Three.signed(src) : Three.unsigned(src)));
    }
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
  const factors = f64x2.splat(factor);
  let left = n;
  for (; left >= 2; left -= 2, src += 16, dst += 16) {
    const x = v128.load(src);
    const quiet = v128.or(x, i64x2.splat(0x0008000000000000));
    v128.store(dst, v128.bitselect(f64x2.mul(x, factors), quiet, f64x2.eq(x, x)));
  }
  if (left > 0) {
    const value = load<f64>(src);
    if (value == value) store<f64>(dst, value * factor);
    else store<u64>(dst, load<u64>(src) | 0x0008000000000000);
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
  return Lanes.threes(dst, src, n, true);
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
  return Lanes.threes(dst, src, n, false);
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
