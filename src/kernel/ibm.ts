/** IBM hexadecimal floating point, 32 bits: value = (-1)^S * F/2^24 * 16^(E-64), without hidden bit, infinity or NaN. */

/** The largest magnitude: 16^63 * (1 - 2^-24). */
const LARGEST = 0x7fffffff;

const bits = new DataView(new ArrayBuffer(8));

/** Binary exponent of a finite float64: floor(log2|v|) for normal values, -1023 for zero and subnormal ones. */
function exponentOf(value: number): number {
  bits.setFloat64(0, value);
  return ((bits.getUint32(0) >>> 20) & 0x7ff) - 1023;
}

/**
 * Value of an IBM word (0 to 2^32-1), always exact: F has 24 bits and the exponents -280 to 228 lie inside float64's
 * range. Unnormalised fractions are read as they are; F = 0 is zero with the sign of the word, whatever its exponent.
 */
export function ibmToNumber(word: number): number {
  const magnitude = (word & 0x00ffffff) * 2 ** (4 * ((word >>> 24) & 0x7f) - 280);
  return word >>> 31 === 1 ? -magnitude : magnitude;
}

/**
 * Nearest IBM word of a float64, ties to the even fraction; the sign of zero is kept. Returns undefined for what IBM
 * cannot hold: infinities, NaN, and magnitudes that round to 2^252 or more. Below 16^-65 the result is unnormalised,
 * and zero from 2^-281 down.
 */
export function numberToIbm(value: number): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  const sign = value < 0 || Object.is(value, -0) ? 0x80000000 : 0;
  let exponent = Math.max(0, 65 + Math.floor(exponentOf(value) / 4));
  if (exponent > 127) return undefined;
  // A product with a power of two inside float64's range: exact, so that the only rounding is the next line's.
  let fraction = roundHalfEven(Math.abs(value) * 2 ** (280 - 4 * exponent));
  if (fraction === 0x1000000) {
    fraction = 0x100000;
    exponent++;
    if (exponent > 127) return undefined;
  }
  return sign + exponent * 0x1000000 + fraction;
}

/** The word of the largest IBM magnitude with the sign of `value`. */
export function ibmLimit(value: number): number {
  return value < 0 ? LARGEST + 0x80000000 : LARGEST;
}

/** `value` rounded to an integer, ties to even; a float64 from 2^52 on is an integer already. */
export function roundHalfEven(value: number): number {
  const magnitude = Math.abs(value);
  const whole = Math.floor(magnitude);
  const rest = magnitude - whole;
  const rounded = rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? whole + 1 : whole;
  return value < 0 ? -rounded : rounded;
}
