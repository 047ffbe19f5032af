/** Words in the three byte orders of seismic files, read and written at any place of a byte array. */

/**
 * `pairs`: big-endian with the two bytes of every 16-bit pair exchanged, so that a 32-bit word b0 b1 b2 b3 lies as
 * b1 b0 b3 b2 (the third value of the SEG-Y rev 2 byte-order constant, bytes 3297-3300). Not defined for odd widths.
 */
export const byteOrders = ['big', 'little', 'pairs'] as const;

export type ByteOrder = (typeof byteOrders)[number];

const scratch: DataView = new DataView(new ArrayBuffer(8));

/**
 * Place inside a word of `size` bytes of its byte number `i` counted from the most significant one.
 * One-byte words have one place in every order.
 */
export function placeOf(i: number, size: number, order: ByteOrder): number {
  if (order === 'little') return size - 1 - i;
  return order === 'pairs' && size % 2 === 0 ? i ^ 1 : i;
}

export function u16(bytes: Uint8Array, at: number, order: ByteOrder): number {
  return order === 'big' ? (bytes[at] << 8) | bytes[at + 1] : (bytes[at + 1] << 8) | bytes[at];
}

export function i16(bytes: Uint8Array, at: number, order: ByteOrder): number {
  return (u16(bytes, at, order) << 16) >> 16;
}

export function i32(bytes: Uint8Array, at: number, order: ByteOrder): number {
  return order === 'little'
    ? (u16(bytes, at + 2, order) << 16) | u16(bytes, at, order)
    : (u16(bytes, at, order) << 16) | u16(bytes, at + 2, order);
}

export function u32(bytes: Uint8Array, at: number, order: ByteOrder): number {
  return i32(bytes, at, order) >>> 0;
}

/** Both halves of a 64-bit word go to the scratch word, big-endian, from where it is read as any 64-bit type. */
function wide(bytes: Uint8Array, at: number, order: ByteOrder): DataView {
  const little = order === 'little';
  scratch.setInt32(0, i32(bytes, little ? at + 4 : at, order));
  scratch.setInt32(4, i32(bytes, little ? at : at + 4, order));
  return scratch;
}

export function i64(bytes: Uint8Array, at: number, order: ByteOrder): bigint {
  return wide(bytes, at, order).getBigInt64(0);
}

export function u64(bytes: Uint8Array, at: number, order: ByteOrder): bigint {
  return wide(bytes, at, order).getBigUint64(0);
}

export function f32(bytes: Uint8Array, at: number, order: ByteOrder): number {
  scratch.setInt32(0, i32(bytes, at, order));
  return scratch.getFloat32(0);
}

export function f64(bytes: Uint8Array, at: number, order: ByteOrder): number {
  return wide(bytes, at, order).getFloat64(0);
}

/** Writes the low 16 bits of `value`. */
export function put16(bytes: Uint8Array, at: number, value: number, order: ByteOrder): void {
  bytes[order === 'big' ? at : at + 1] = value >>> 8;
  bytes[order === 'big' ? at + 1 : at] = value;
}

/** Writes the low 32 bits of `value`. */
export function put32(bytes: Uint8Array, at: number, value: number, order: ByteOrder): void {
  const little = order === 'little';
  put16(bytes, little ? at + 2 : at, value >>> 16, order);
  put16(bytes, little ? at : at + 2, value, order);
}

/** Writes the low 64 bits of `value`. */
export function put64(bytes: Uint8Array, at: number, value: bigint, order: ByteOrder): void {
  scratch.setBigInt64(0, value);
  putScratch(bytes, at, order);
}

export function putF32(bytes: Uint8Array, at: number, value: number, order: ByteOrder): void {
  scratch.setFloat32(0, value);
  put32(bytes, at, scratch.getInt32(0), order);
}

export function putF64(bytes: Uint8Array, at: number, value: number, order: ByteOrder): void {
  scratch.setFloat64(0, value);
  putScratch(bytes, at, order);
}

function putScratch(bytes: Uint8Array, at: number, order: ByteOrder): void {
  const little = order === 'little';
  put32(bytes, little ? at + 4 : at, scratch.getInt32(0), order);
  put32(bytes, little ? at : at + 4, scratch.getInt32(4), order);
}
