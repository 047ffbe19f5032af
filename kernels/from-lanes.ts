/**
 * The second half of the general way: lanes of 64 bits (float64, or integers of 64 bits) to little-endian words. `n`
 * counts samples; source and destination are different places. Functions return -1 or the index of the first value the
 * target cannot hold, where `clip` is 0. What takes float64 to integers multiplies by `factor` first.
 */
import { doubleToIbm, ibmClipped, UNHELD } from './ibm';
import { Three } from './three';

/**
 * 1.5 * 2^52: float64 has whole numbers only around it, so that adding it rounds, ties to even; the low 32 bits of the sum
 * are those of the rounded number in two's complement.
 */
const SHIFT: f64 = 6755399441055744.0;

class Whole {
  @inline static put(dst: usize, value: i64, width: i32): void {
    if (width == 1) store<u8>(dst, <u8>value);
    else if (width == 2) store<u16>(dst, <u16>value);
    else if (width == 3) Three.store(dst, <i32>value);
    else if (width == 4) store<u32>(dst, <u32>value);
    else store<i64>(dst, value);
  }

  /** Float64 times `factor` to the nearest of the integers `low <= i < top`, ties to even. */
  @inline static rounded(dst: usize, src: usize, n: i32, clip: i32, factor: f64, width: i32, low: f64, top: f64): i32 {
    const factors = f64x2.splat(factor);
    const lowest = f64x2.splat(low);
    const most = f64x2.splat(top - 1);
    let i = 0;
    if (width <= 4 && clip) {
      for (; i + 4 <= n; i += 4, src += 32, dst += 4 * width) {
        const a = Whole.number(f64x2.mul(v128.load(src), factors));
        const b = Whole.number(f64x2.mul(v128.load(src, 16), factors));
        Whole.putFour(dst, Whole.shifted(a, lowest, most), Whole.shifted(b, lowest, most), width);
      }
    }
    while (i < n) {
      if (width <= 4 && i + 4 <= n) {
        const a = f64x2.mul(v128.load(src), factors);
        const b = f64x2.mul(v128.load(src, 16), factors);
        const c = Whole.shifted(a, lowest, most);
        const d = Whole.shifted(b, lowest, most);
        // What fits is rounded alike with and without its limits.
        const fitA = f64x2.eq(f64x2.add(a, f64x2.splat(SHIFT)), c);
        const fitB = f64x2.eq(f64x2.add(b, f64x2.splat(SHIFT)), d);
        if (i64x2.all_true(v128.and(fitA, fitB))) {
          Whole.putFour(dst, c, d, width);
          src += 32;
          dst += 4 * width;
          i += 4;
          continue;
        }
      }
      // At most four one by one: the first that does not fit is among them, or they are the last.
      for (const stop = min(i + 4, n); i < stop; i++, src += 8, dst += width) {
        const value = nearest<f64>(load<f64>(src) * factor);
        let whole: i64;
        if (value >= low && value < top) whole = top > 9223372036854775808.0 ? <i64>(<u64>value) : <i64>value;
        else if (!clip) return i;
        else if (value != value) whole = 0;
        else if (value < low) whole = <i64>low;
        else whole = width == 8 ? (low < 0 ? i64.MAX_VALUE : -1) : <i64>(top - 1);
        Whole.put(dst, whole, width);
      }
    }
    return -1;
  }

  /** The same with 0 for NaN. */
  @inline static number(x: v128): v128 {
    return v128.and(x, f64x2.eq(x, x));
  }

  /**
   * Values within the limits, rounded and moved by SHIFT. Limits are whole numbers, so it is the same whether they are
   * applied before or after rounding.
   */
  @inline static shifted(x: v128, lowest: v128, most: v128): v128 {
    return f64x2.add(f64x2.pmax(f64x2.pmin(x, most), lowest), f64x2.splat(SHIFT));
  }

  /** The low halves of moved numbers, as words of one to four bytes. */
  @inline static putFour(dst: usize, a: v128, b: v128, width: i32): void {
    const four = i32x4.shuffle(a, b, 0, 2, 4, 6);
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
      Whole.put(dst, value, width);
    }
    return -1;
  }
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

export function int8_f64(dst: usize, src: usize, n: i32, clip: i32, factor: f64): i32 {
  return Whole.rounded(dst, src, n, clip, factor, 1, -128.0, 128.0);
}

export function int16_f64(dst: usize, src: usize, n: i32, clip: i32, factor: f64): i32 {
  return Whole.rounded(dst, src, n, clip, factor, 2, -32768.0, 32768.0);
}

export function int24_f64(dst: usize, src: usize, n: i32, clip: i32, factor: f64): i32 {
  return Whole.rounded(dst, src, n, clip, factor, 3, -8388608.0, 8388608.0);
}

export function int32_f64(dst: usize, src: usize, n: i32, clip: i32, factor: f64): i32 {
  return Whole.rounded(dst, src, n, clip, factor, 4, -2147483648.0, 2147483648.0);
}

export function int64_f64(dst: usize, src: usize, n: i32, clip: i32, factor: f64): i32 {
  return Whole.rounded(dst, src, n, clip, factor, 8, -9223372036854775808.0, 9223372036854775808.0);
}

export function uint8_f64(dst: usize, src: usize, n: i32, clip: i32, factor: f64): i32 {
  return Whole.rounded(dst, src, n, clip, factor, 1, 0.0, 256.0);
}

export function uint16_f64(dst: usize, src: usize, n: i32, clip: i32, factor: f64): i32 {
  return Whole.rounded(dst, src, n, clip, factor, 2, 0.0, 65536.0);
}

export function uint24_f64(dst: usize, src: usize, n: i32, clip: i32, factor: f64): i32 {
  return Whole.rounded(dst, src, n, clip, factor, 3, 0.0, 16777216.0);
}

export function uint32_f64(dst: usize, src: usize, n: i32, clip: i32, factor: f64): i32 {
  return Whole.rounded(dst, src, n, clip, factor, 4, 0.0, 4294967296.0);
}

export function uint64_f64(dst: usize, src: usize, n: i32, clip: i32, factor: f64): i32 {
  return Whole.rounded(dst, src, n, clip, factor, 8, 0.0, 18446744073709551616.0);
}

export function int8_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Whole.exact(dst, src, n, clip, unsigned, 1, -128, 127);
}

export function int16_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Whole.exact(dst, src, n, clip, unsigned, 2, -32768, 32767);
}

export function int24_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Whole.exact(dst, src, n, clip, unsigned, 3, -8388608, 8388607);
}

export function int32_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Whole.exact(dst, src, n, clip, unsigned, 4, -2147483648, 2147483647);
}

export function int64_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Whole.exact(dst, src, n, clip, unsigned, 8, i64.MIN_VALUE, i64.MAX_VALUE);
}

export function uint8_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Whole.exact(dst, src, n, clip, unsigned, 1, 0, 255);
}

export function uint16_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Whole.exact(dst, src, n, clip, unsigned, 2, 0, 65535);
}

export function uint24_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Whole.exact(dst, src, n, clip, unsigned, 3, 0, 16777215);
}

export function uint32_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Whole.exact(dst, src, n, clip, unsigned, 4, 0, 4294967295);
}

export function uint64_i64(dst: usize, src: usize, n: i32, clip: i32, unsigned: i32): i32 {
  return Whole.exact(dst, src, n, clip, unsigned, 8, 0, i64.MAX_VALUE);
}
