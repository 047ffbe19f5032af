/** Samples the slow way: each is an exact value m * 2^e of BigInt, decoded bit by bit and rounded once, to nearest even. */

/** Encodings by the names of the command line; typed in again, so that nothing comes from `src`. */
export const widths = {
  ibm32: 4,
  ieee32: 4,
  ieee64: 8,
  int8: 1,
  int16: 2,
  int24: 3,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint24: 3,
  uint32: 4,
  uint64: 8,
} as const;

export type Encoding = keyof typeof widths;

export const codes: Readonly<Record<Encoding, number>> = {
  ibm32: 1,
  int32: 2,
  int16: 3,
  ieee32: 5,
  ieee64: 6,
  int24: 7,
  int8: 8,
  int64: 9,
  uint32: 10,
  uint16: 11,
  uint64: 12,
  uint24: 15,
  uint8: 16,
};

export type Order = 'big' | 'little' | 'pairs';

/** The value (-1)^negative * m * 2^e. */
export type Exact = { readonly negative: boolean; readonly m: bigint; readonly e: number };

/** The bytes of one word turned from one order to another: to big-endian first, then to the other. */
export function turn(word: Uint8Array, from: Order, to: Order): Uint8Array {
  return from === to ? word.slice() : toOrder(toOrder(word, from), to);
}

/** Big-endian to `order`; every order is undone by doing it again. */
function toOrder(word: Uint8Array, order: Order): Uint8Array {
  if (order === 'big') return word.slice();
  if (order === 'little') return word.slice().reverse();
  if (word.length === 1) return word.slice();
  const swapped = word.slice();
  for (let i = 0; i + 1 < word.length; i += 2) [swapped[i], swapped[i + 1]] = [word[i + 1], word[i]];
  return swapped;
}

function bigOf(bytes: Uint8Array): bigint {
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function bytesOf(value: bigint, width: number): Uint8Array {
  const out = new Uint8Array(width);
  for (let i = width - 1, left = BigInt.asUintN(8 * width, value); i >= 0; i--, left >>= 8n)
    out[i] = Number(left & 255n);
  return out;
}

export function decode(word: Uint8Array, encoding: Encoding, order: Order): Exact {
  const bits = bigOf(turn(word, order, 'big'));
  const width = 8 * widths[encoding];
  if (encoding.startsWith('uint')) return { negative: false, m: bits, e: 0 };
  if (encoding.startsWith('int')) {
    const value = BigInt.asIntN(width, bits);
    return { negative: value < 0n, m: value < 0n ? -value : value, e: 0 };
  }
  const negative = bits >> BigInt(width - 1) === 1n;
  if (encoding === 'ibm32') {
    return { negative, m: bits & 0xffffffn, e: 4 * (Number((bits >> 24n) & 0x7fn) - 64) - 24 };
  }
  const [fraction, bias] = encoding === 'ieee32' ? [23, 127] : [52, 1023];
  const exponent = Number((bits >> BigInt(fraction)) & (encoding === 'ieee32' ? 0xffn : 0x7ffn));
  const low = bits & ((1n << BigInt(fraction)) - 1n);
  if (exponent === 2 * bias + 1) throw new Error('the reference does without infinities and NaN');
  if (exponent === 0) return { negative, m: low, e: 1 - bias - fraction };
  return { negative, m: low | (1n << BigInt(fraction)), e: exponent - bias - fraction };
}

/** The value times `scale`, rounded to float64 as a processor does. Only for values that float64 holds. */
export function scaled(value: Exact, scale: number): Exact {
  const product = Number(value.m) * 2 ** value.e * (value.negative ? -1 : 1) * scale;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, product);
  return decode(new Uint8Array(view.buffer), 'ieee64', 'big');
}

/** m * 2^e as a whole number of 2^step, to nearest even. */
function inSteps(m: bigint, e: number, step: number): bigint {
  if (e >= step) return m << BigInt(e - step);
  const shift = BigInt(step - e);
  const whole = m >> shift;
  const rest = m - (whole << shift);
  const half = 1n << (shift - 1n);
  return rest > half || (rest === half && whole % 2n === 1n) ? whole + 1n : whole;
}

/** The word of the value; undefined when it lies outside the encoding and `clip` does not allow its nearest limit. */
export function encode(value: Exact, encoding: Encoding, order: Order, clip: boolean): Uint8Array | undefined {
  const bits = encodeBits(value, encoding, clip);
  return bits === undefined ? undefined : turn(bytesOf(bits, widths[encoding]), 'big', order);
}

function encodeBits({ negative, m, e }: Exact, encoding: Encoding, clip: boolean): bigint | undefined {
  const width = BigInt(8 * widths[encoding]);
  const sign = negative ? 1n << (width - 1n) : 0n;
  const magnitude = m.toString(2).length + e;
  if (encoding === 'ieee32' || encoding === 'ieee64') {
    const [digits, least, bias] = encoding === 'ieee32' ? [24, -149, 127] : [53, -1074, 1023];
    let step = Math.max(least, magnitude - digits);
    let whole = inSteps(m, e, step);
    if (whole === 1n << BigInt(digits)) {
      whole >>= 1n;
      step++;
    }
    const hidden = 1n << BigInt(digits - 1);
    if (whole < hidden) return sign | whole;
    const exponent = BigInt(step + digits - 1 + bias);
    const top = BigInt(2 * bias + 1);
    return sign | (exponent >= top ? top << BigInt(digits - 1) : (exponent << BigInt(digits - 1)) | (whole - hidden));
  }
  if (encoding === 'ibm32') {
    if (m === 0n) return sign;
    let exponent = Math.max(0, 64 + Math.ceil(magnitude / 4));
    let fraction = inSteps(m, e, 4 * (exponent - 64) - 24);
    if (fraction === 1n << 24n) {
      fraction >>= 4n;
      exponent++;
    }
    if (exponent > 127) return clip ? sign | 0x7fffffffn : undefined;
    return sign | (BigInt(exponent) << 24n) | fraction;
  }
  const whole = inSteps(m, e, 0) * (negative ? -1n : 1n);
  const low = encoding.startsWith('u') ? 0n : -(1n << (width - 1n));
  const high = low + (1n << width) - 1n;
  if ((whole < low || whole > high) && !clip) return undefined;
  return whole < low ? low : whole > high ? high : whole;
}
