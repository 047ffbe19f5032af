/**
 * Sample conversion the plain way, one word at a time: the definition that the WebAssembly kernels are compared with,
 * and what runs where there are none.
 *
 * A word is read into its big-endian form, becomes a number (float64 holds every value of every encoding but the
 * 64-bit integers, which become bigint), and is rounded once, to nearest with ties to even.
 */
import { SeisError } from '../error.ts';
import type { Converter, LossPolicy } from './contract.ts';
import { type SampleEncoding, type Stored, sampleEncodings } from './encodings.ts';
import { ibmLimit, ibmToNumber, numberToIbm, roundHalfEven } from './ibm.ts';
import { bytePlaces, checkOrder } from './order.ts';

/** The value of one sample; bigint for int64 and uint64 only. */
type Value = number | bigint;

/** Encodings with a target side. */
type Writable = Exclude<SampleEncoding, 'gain32mul' | 'gain32div'>;

/** Value of the big-endian word in the first bytes of `w`. NaN payloads are looked after by `copyNan`. */
const decode: { readonly [E in SampleEncoding]: (w: DataView) => Value } = {
  ibm32: (w) => ibmToNumber(w.getUint32(0)),
  ieee32: (w) => w.getFloat32(0),
  ieee64: (w) => w.getFloat64(0),
  int8: (w) => w.getInt8(0),
  int16: (w) => w.getInt16(0),
  int24: (w) => w.getInt8(0) * 0x10000 + w.getUint16(1),
  int32: (w) => w.getInt32(0),
  int64: (w) => w.getBigInt64(0),
  uint8: (w) => w.getUint8(0),
  uint16: (w) => w.getUint16(0),
  uint24: (w) => w.getUint8(0) * 0x10000 + w.getUint16(1),
  uint32: (w) => w.getUint32(0),
  uint64: (w) => w.getBigUint64(0),
  // Byte 1 of the word is unused and not looked at; the gain is unsigned, the two encodings are its two signs.
  gain32mul: (w) => w.getInt16(2) * 2 ** w.getUint8(1),
  gain32div: (w) => w.getInt16(2) * 2 ** -w.getUint8(1),
};

/** Writes a whole number that is in range. */
const encodeInteger: {
  readonly [E in Exclude<Writable, 'ibm32' | 'ieee32' | 'ieee64'>]: (w: DataView, v: bigint) => void;
} = {
  int8: (w, v) => w.setInt8(0, Number(v)),
  int16: (w, v) => w.setInt16(0, Number(v)),
  int24: (w, v) => setInt24(w, Number(v)),
  int32: (w, v) => w.setInt32(0, Number(v)),
  int64: (w, v) => w.setBigInt64(0, v),
  uint8: (w, v) => w.setUint8(0, Number(v)),
  uint16: (w, v) => w.setUint16(0, Number(v)),
  uint24: (w, v) => setInt24(w, Number(v)),
  uint32: (w, v) => w.setUint32(0, Number(v)),
  uint64: (w, v) => w.setBigUint64(0, v),
};

function setInt24(w: DataView, value: number): void {
  w.setInt8(0, value >> 16);
  w.setUint16(1, value & 0xffff);
}

/** Smallest and largest value of an integer encoding. */
export function integerRange(encoding: SampleEncoding): readonly [bigint, bigint] {
  const { kind, bytes } = sampleEncodings[encoding];
  const span = 1n << BigInt(8 * bytes);
  return kind === 'signed' ? [-span / 2n, span / 2n - 1n] : [0n, span - 1n];
}

/**
 * A 64-bit integer as float64, rounded to odd: with 53 bits kept, a later rounding to 24 bits gives what rounding the
 * exact value would, where rounding to nearest twice would not.
 */
function roundToOdd(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  const excess = BigInt(Math.max(0, magnitude.toString(2).length - 53));
  const kept = magnitude >> excess;
  const odd = kept << excess === magnitude ? kept : kept | 1n;
  const rounded = Number(odd << excess);
  return value < 0n ? -rounded : rounded;
}

/** Writes the value in encoding `to`; false when it cannot be held and may not be clipped. */
function encoder(to: Writable, clip: boolean): (w: DataView, value: Value) => boolean {
  if (to === 'ieee64') {
    return (w, value) => {
      w.setFloat64(0, Number(value));
      return true;
    };
  }
  if (to === 'ieee32') {
    return (w, value) => {
      w.setFloat32(0, typeof value === 'bigint' ? roundToOdd(value) : value);
      return true;
    };
  }
  if (to === 'ibm32') {
    return (w, value) => {
      const number = typeof value === 'bigint' ? roundToOdd(value) : value;
      const word = numberToIbm(number);
      if (word === undefined && !clip) return false;
      w.setUint32(0, word ?? (Number.isNaN(number) ? 0 : ibmLimit(number)));
      return true;
    };
  }
  const [low, high] = integerRange(to);
  const write = encodeInteger[to];
  return (w, value) => {
    let whole: bigint;
    if (typeof value === 'bigint') whole = value;
    else if (Number.isFinite(value)) whole = BigInt(roundHalfEven(value));
    else if (!clip) return false;
    else whole = Number.isNaN(value) ? 0n : value > 0 ? high : low;
    if ((whole < low || whole > high) && !clip) return false;
    write(w, whole < low ? low : whole > high ? high : whole);
    return true;
  };
}

/**
 * Turns the IEEE NaN in `w` into one of encoding `to`, quiet, with its sign and the leading bits of its payload:
 * IEEE 754-2019 section 6.2.3, done on the bits because a JavaScript number need not keep them.
 */
function copyNan(w: DataView, from: SampleEncoding, to: 'ieee32' | 'ieee64'): void {
  const narrow = BigInt(w.getUint32(0));
  const wide = from === 'ieee64' ? w.getBigUint64(0) : ((narrow >> 31n) << 63n) | ((narrow & 0x3fffffn) << 29n);
  const sign = wide >> 63n;
  const payload = wide & 0x7ffffffffffffn;
  if (to === 'ieee64') w.setBigUint64(0, (sign << 63n) | (0xfffn << 51n) | payload);
  else w.setUint32(0, Number((sign << 31n) | 0x7fc00000n | (payload >> 29n)));
}

/** Throws `usage` unless `count` words of `width` bytes at `at` lie inside `bytes`. */
export function checkRun(bytes: Uint8Array, at: number, width: number, count: number): void {
  if (!(at >= 0 && count >= 0 && at + count * width <= bytes.length)) {
    throw new SeisError(
      'usage',
      `samples: ${count} words of ${width} bytes at byte ${at} are outside an array of ${bytes.length} bytes`,
    );
  }
}

/** Throws `usage` unless `encoding` can be written. */
export function writable(encoding: SampleEncoding): Writable {
  if (encoding === 'gain32mul' || encoding === 'gain32div') {
    throw new SeisError('usage', `samples: ${encoding} can be read only`, { mend: 'give samples=ieee32 or another' });
  }
  return encoding;
}

/** Same encoding, nothing multiplied: the bytes of a word change places and are not looked at. */
function permuter(from: Stored, to: Stored): Converter {
  const width = sampleEncodings[from.encoding].bytes;
  const reads = bytePlaces(width, from.order);
  const writes = bytePlaces(width, to.order);
  const word = new Uint8Array(8);
  return (dst, dstAt, src, srcAt, count) => {
    checkRun(src, srcAt, width, count);
    checkRun(dst, dstAt, width, count);
    for (let i = 0; i < count * width; i += width) {
      for (let j = 0; j < width; j++) word[reads[j]] = src[srcAt + i + j];
      for (let j = 0; j < width; j++) dst[dstAt + i + j] = word[writes[j]];
    }
    return -1;
  };
}

/**
 * The plain converter of a pair, without asking whether the pair loses (`exactness.ts` does).
 * Throws `unsupported` for an order that is not defined and `usage` for a target that can only be read.
 */
export function referenceConverter(from: Stored, to: Stored, policy: LossPolicy): Converter {
  checkOrder(from);
  checkOrder(to);
  const target = writable(to.encoding);
  const scale = policy.scale ?? 1;
  if (from.encoding === target && scale === 1) return permuter(from, to);

  const fromWidth = sampleEncodings[from.encoding].bytes;
  const toWidth = sampleEncodings[target].bytes;
  const reads = bytePlaces(fromWidth, from.order);
  const writes = bytePlaces(toWidth, to.order);
  const read = decode[from.encoding];
  const write = encoder(target, policy.clip);
  const keepsNan = target === 'ieee32' || target === 'ieee64';
  const word = new Uint8Array(8);
  const view = new DataView(word.buffer);
  return (dst, dstAt, src, srcAt, count) => {
    checkRun(src, srcAt, fromWidth, count);
    checkRun(dst, dstAt, toWidth, count);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < fromWidth; j++) word[reads[j]] = src[srcAt + i * fromWidth + j];
      const value = read(view);
      const scaled = scale === 1 ? value : Number(value) * scale;
      if (keepsNan && Number.isNaN(scaled)) copyNan(view, from.encoding, target);
      else if (!write(view, scaled)) return i;
      for (let j = 0; j < toWidth; j++) dst[dstAt + i * toWidth + j] = word[writes[j]];
    }
    return -1;
  };
}
