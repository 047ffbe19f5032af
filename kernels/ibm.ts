/**
 * IBM hexadecimal floats to and from IEEE: value = (-1)^S * F * 16^(E-70), F of 24 bits, E of 7.
 *
 * `n` counts samples; `dst` may be `src` where both words have four bytes. What a vector cannot do in one way for all
 * its lanes (a result below 2^-124, F = 0 with a large E, a subnormal source) goes through the scalar function, a group
 * of sixteen samples at a time; true zeros stay in the vectors.
 */
import { BIG, LITTLE, Words } from './words';

/** Nearest float32 of an IBM word, as bits: exact in the normal range, subnormal below, infinite from 2^128 on. */
export function ibmToSingle(word: u32): u32 {
  const scale = (<i64>(((word >> 24) & 0x7f) * 4 + 1023 - 280)) << 52;
  const magnitude = <f64>(word & 0xffffff) * reinterpret<f64>(scale);
  return (word & 0x80000000) | reinterpret<u32>(<f32>magnitude);
}

/** 32-bit IBM to IEEE words. */
class ToSingle {
  /** F, doubled (25 bits) for little-endian words because one shift then serves F and E. */
  @inline static fraction(x: v128, order: i32): v128 {
    return order == BIG
      ? i8x16.swizzle(x, i8x16(3, 2, 1, -1, 7, 6, 5, -1, 11, 10, 9, -1, 15, 14, 13, -1))
      : v128.and(i32x4.shl(x, 1), i32x4.splat(0x01ffffff));
  }

  /**
   * F * 2^(4E - 280), sign aside, as a product with a power of two put together from the bits of E. Its exponent is
   * right for E from 39 to 101 (102 little-endian). Below, unsigned saturation leaves 0; above, the product is
   * infinite, not a number or negative. So exactly the results that are right lie in F <= bits <= infinity.
   */
  @inline static product(x: v128, f: v128, order: i32): v128 {
    const scale =
      order == BIG
        ? i16x8.sub_sat_u(i32x4.shl(x, 25), i32x4.splat(153 << 23))
        : i16x8.sub_sat_u(v128.xor(i32x4.shl(x, 1), f), i32x4.splat(154 << 23));
    return f32x4.mul(f32x4.convert_i32x4_s(f), scale);
  }

  @inline static signed(x: v128, p: v128, from: i32, to: i32): v128 {
    if (from == BIG && to == BIG) return v128.or(Words.lanes32(p, BIG), v128.and(x, i32x4.splat(0x80)));
    const sign = v128.and(from == BIG ? i32x4.shl(x, 24) : x, i32x4.splat(0x80000000));
    return Words.lanes32(v128.or(p, sign), to);
  }

  @inline static run(dst: usize, src: usize, n: i32, from: i32, to: i32): i32 {
    const end = src + ((<usize>n) << 2);
    while (src + 64 <= end) {
      const a = v128.load(src);
      const b = v128.load(src, 16);
      const c = v128.load(src, 32);
      const d = v128.load(src, 48);
      const fa = ToSingle.fraction(a, from);
      const fb = ToSingle.fraction(b, from);
      const fc = ToSingle.fraction(c, from);
      const fd = ToSingle.fraction(d, from);
      const pa = ToSingle.product(a, fa, from);
      const pb = ToSingle.product(b, fb, from);
      const pc = ToSingle.product(c, fc, from);
      const pd = ToSingle.product(d, fd, from);
      // The greatest bits - F, unsigned: what is negative or above infinity's bits is wrong.
      const worst = i32x4.max_u(
        i32x4.max_u(i32x4.sub(pa, fa), i32x4.sub(pb, fb)),
        i32x4.max_u(i32x4.sub(pc, fc), i32x4.sub(pd, fd)),
      );
      if (i32x4.bitmask(v128.or(worst, i32x4.add(worst, i32x4.splat(0x007fffff)))) == 0) {
        v128.store(dst, ToSingle.signed(a, pa, from, to));
        v128.store(dst, ToSingle.signed(b, pb, from, to), 16);
        v128.store(dst, ToSingle.signed(c, pc, from, to), 32);
        v128.store(dst, ToSingle.signed(d, pd, from, to), 48);
      } else {
        for (let i: usize = 0; i < 64; i += 4) {
          Words.store32(dst + i, ibmToSingle(Words.load32(src + i, from)), to);
        }
      }
      src += 64;
      dst += 64;
    }
    while (src < end) {
      Words.store32(dst, ibmToSingle(Words.load32(src, from)), to);
      src += 4;
      dst += 4;
    }
    return -1;
  }
}

export function ibm32_ieee32_bb(dst: usize, src: usize, n: i32): i32 {
  return ToSingle.run(dst, src, n, BIG, BIG);
}
export function ibm32_ieee32_bl(dst: usize, src: usize, n: i32): i32 {
  return ToSingle.run(dst, src, n, BIG, LITTLE);
}
export function ibm32_ieee32_lb(dst: usize, src: usize, n: i32): i32 {
  return ToSingle.run(dst, src, n, LITTLE, BIG);
}
export function ibm32_ieee32_ll(dst: usize, src: usize, n: i32): i32 {
  return ToSingle.run(dst, src, n, LITTLE, LITTLE);
}

/** IBM to 64-bit IEEE words: always exact, one product with a signed power of two. */
class ToDouble {
  @inline static fraction(x: v128, order: i32): v128 {
    return order == BIG
      ? i8x16.swizzle(x, i8x16(3, 2, 1, -1, 7, 6, 5, -1, 11, 10, 9, -1, 15, 14, 13, -1))
      : v128.and(x, i32x4.splat(0x00ffffff));
  }

  /** High halves of (-1)^S * 2^(4E - 280), its low ones being 0: S at bit 31, 4E - 280 + 1023 from bit 20 on. */
  @inline static scale(x: v128, order: i32): v128 {
    const e = i32x4.shr_u(i32x4.shl(x, order == BIG ? 25 : 1), 3);
    const sign = v128.and(order == BIG ? i32x4.shl(x, 24) : x, i32x4.splat(0x80000000));
    const exponent = order == BIG ? e : v128.and(e, i32x4.splat(0x1fc00000));
    return v128.or(i32x4.add(exponent, i32x4.splat(743 << 20)), sign);
  }

  @inline static run(dst: usize, src: usize, n: i32, from: i32, to: i32): i32 {
    const end = src + ((<usize>n) << 2);
    const zero = i32x4.splat(0);
    while (src + 32 <= end) {
      const x = v128.load(src);
      const y = v128.load(src, 16);
      const f = ToDouble.fraction(x, from);
      const g = ToDouble.fraction(y, from);
      const s = ToDouble.scale(x, from);
      const t = ToDouble.scale(y, from);
      const a = f64x2.mul(f64x2.convert_low_i32x4_s(f), i32x4.shuffle(zero, s, 0, 4, 1, 5));
      const b = f64x2.mul(f64x2.convert_low_i32x4_s(i64x2.shuffle(f, f, 1, 1)), i32x4.shuffle(zero, s, 2, 6, 3, 7));
      const c = f64x2.mul(f64x2.convert_low_i32x4_s(g), i32x4.shuffle(zero, t, 0, 4, 1, 5));
      const d = f64x2.mul(f64x2.convert_low_i32x4_s(i64x2.shuffle(g, g, 1, 1)), i32x4.shuffle(zero, t, 2, 6, 3, 7));
      v128.store(dst, Words.lanes64(a, to));
      v128.store(dst, Words.lanes64(b, to), 16);
      v128.store(dst, Words.lanes64(c, to), 32);
      v128.store(dst, Words.lanes64(d, to), 48);
      src += 32;
      dst += 64;
    }
    while (src < end) {
      const word = Words.load32(src, from);
      const scale = ((<u64>(((word >> 24) & 0x7f) * 4 + 743)) << 52) | ((<u64>(word & 0x80000000)) << 32);
      Words.store64(dst, reinterpret<u64>(<f64>(word & 0xffffff) * reinterpret<f64>(scale)), to);
      src += 4;
      dst += 8;
    }
    return -1;
  }
}

export function ibm32_ieee64_bb(dst: usize, src: usize, n: i32): i32 {
  return ToDouble.run(dst, src, n, BIG, BIG);
}
export function ibm32_ieee64_bl(dst: usize, src: usize, n: i32): i32 {
  return ToDouble.run(dst, src, n, BIG, LITTLE);
}
export function ibm32_ieee64_lb(dst: usize, src: usize, n: i32): i32 {
  return ToDouble.run(dst, src, n, LITTLE, BIG);
}
export function ibm32_ieee64_ll(dst: usize, src: usize, n: i32): i32 {
  return ToDouble.run(dst, src, n, LITTLE, LITTLE);
}

/** What stands for "IBM cannot hold this"; no result of a rounding (F = 0 with the largest E). */
export const UNHELD: u32 = 0x7f000000;

/**
 * Nearest IBM word of a float64, ties to the even fraction, zero with its sign; UNHELD for NaN, infinities and what
 * rounds to 2^252 or more. Below 16^-65 the fraction is unnormalised.
 */
export function doubleToIbm(value: f64): u32 {
  const bits = reinterpret<u64>(value);
  const sign = <u32>(bits >> 32) & 0x80000000;
  const binary = (<i32>(bits >> 52) & 0x7ff) - 1023;
  if (binary > 251) return UNHELD;
  let exponent = max<i32>(0, 65 + (binary >> 2));
  // A product with a power of two in float64's range is exact: the only rounding is `nearest`.
  const scale = reinterpret<f64>((<u64>(280 - 4 * exponent + 1023)) << 52);
  let fraction = <u32>nearest<f64>(abs<f64>(value) * scale);
  if (fraction == 0x1000000) {
    fraction = 0x100000;
    exponent++;
    if (exponent > 127) return UNHELD;
  }
  return sign | (((<u32>exponent) << 24) + fraction);
}

/** What `clip` puts in the place of what IBM cannot hold: the largest magnitude with its sign, 0 for NaN. */
export function ibmClipped(value: f64): u32 {
  if (value != value) return 0;
  return value < 0 ? 0xffffffff : 0x7fffffff;
}

/** 32-bit IEEE to IBM words. Rounding never carries out of F: fractions of 24 bits are not rounded. */
class FromSingle {
  /** Lanes below the least normal number: zero, which converts, and subnormals, which the scalar function does. */
  @inline static small(magnitude: v128): v128 {
    return i32x4.gt_s(i32x4.splat(0x00800000), magnitude);
  }

  /** Right for normal values and zero. With E' = exponent + 1, IBM's E is E'/4 + 33 and F = 1.m * 2^(20 + E' mod 4). */
  @inline static convert(x: v128, magnitude: v128, raised: v128, small: v128): v128 {
    const value = i32x4.add(v128.and(raised, i32x4.splat(0x01ffffff)), i32x4.splat(147 << 23));
    const f = i32x4.trunc_sat_f32x4_s(f32x4.nearest(value));
    const e = v128.and(i32x4.shr_u(raised, 1), i32x4.splat(0x7f000000));
    const word = i32x4.add(i32x4.add(e, i32x4.splat(33 << 24)), f);
    return v128.or(v128.andnot(word, small), v128.xor(x, magnitude));
  }

  @inline static one(dst: usize, src: usize, from: i32, to: i32, clip: i32): bool {
    const value = <f64>reinterpret<f32>(Words.load32(src, from));
    let word = doubleToIbm(value);
    if (word == UNHELD) {
      if (!clip) return false;
      word = ibmClipped(value);
    }
    Words.store32(dst, word, to);
    return true;
  }

  @inline static run(dst: usize, src: usize, n: i32, from: i32, to: i32, clip: i32): i32 {
    const start = src;
    const end = src + ((<usize>n) << 2);
    while (src + 64 <= end) {
      const a = Words.lanes32(v128.load(src, 0), from);
      const b = Words.lanes32(v128.load(src, 16), from);
      const c = Words.lanes32(v128.load(src, 32), from);
      const d = Words.lanes32(v128.load(src, 48), from);
      const ma = v128.and(a, i32x4.splat(0x7fffffff));
      const mb = v128.and(b, i32x4.splat(0x7fffffff));
      const mc = v128.and(c, i32x4.splat(0x7fffffff));
      const md = v128.and(d, i32x4.splat(0x7fffffff));
      const ra = i32x4.add(ma, i32x4.splat(0x00800000));
      const rb = i32x4.add(mb, i32x4.splat(0x00800000));
      const rc = i32x4.add(mc, i32x4.splat(0x00800000));
      const rd = i32x4.add(md, i32x4.splat(0x00800000));
      const sa = FromSingle.small(ma);
      const sb = FromSingle.small(mb);
      const sc = FromSingle.small(mc);
      const sd = FromSingle.small(md);
      // Raising an infinity or NaN by one exponent reaches the sign bit.
      const subnormal = v128.or(
        v128.or(v128.and(sa, ma), v128.and(sb, mb)),
        v128.or(v128.and(sc, mc), v128.and(sd, md)),
      );
      if (!v128.any_true(subnormal) && i32x4.bitmask(v128.or(v128.or(ra, rb), v128.or(rc, rd))) == 0) {
        v128.store(dst, Words.lanes32(FromSingle.convert(a, ma, ra, sa), to), 0);
        v128.store(dst, Words.lanes32(FromSingle.convert(b, mb, rb, sb), to), 16);
        v128.store(dst, Words.lanes32(FromSingle.convert(c, mc, rc, sc), to), 32);
        v128.store(dst, Words.lanes32(FromSingle.convert(d, md, rd, sd), to), 48);
        src += 64;
        dst += 64;
      } else {
        for (const stop = src + 64; src < stop; src += 4, dst += 4) {
          if (!FromSingle.one(dst, src, from, to, clip)) return <i32>((src - start) >> 2);
        }
      }
    }
    for (; src < end; src += 4, dst += 4) {
      if (!FromSingle.one(dst, src, from, to, clip)) return <i32>((src - start) >> 2);
    }
    return -1;
  }
}

export function ieee32_ibm32_bb(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return FromSingle.run(dst, src, n, BIG, BIG, clip);
}
export function ieee32_ibm32_bl(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return FromSingle.run(dst, src, n, BIG, LITTLE, clip);
}
export function ieee32_ibm32_lb(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return FromSingle.run(dst, src, n, LITTLE, BIG, clip);
}
export function ieee32_ibm32_ll(dst: usize, src: usize, n: i32, clip: i32): i32 {
  return FromSingle.run(dst, src, n, LITTLE, LITTLE, clip);
}
