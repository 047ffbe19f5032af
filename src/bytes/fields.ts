/** A header block as one table: from it follow typed reading and writing of its words and the change of its byte order. */
import { SeisError } from '../error.ts';
import type { ByteOrder } from './order.ts';
import { f32, f64, i16, i32, i64, placeOf, put16, put32, put64, putF32, putF64, u16, u32, u64 } from './order.ts';

/** Width in bytes and range of each word type. `text8` is eight characters that no change of byte order touches. */
export const wordTypes = {
  u8: { bytes: 1, min: 0, max: 0xff },
  i16: { bytes: 2, min: -0x8000, max: 0x7fff },
  u16: { bytes: 2, min: 0, max: 0xffff },
  i32: { bytes: 4, min: -0x80000000, max: 0x7fffffff },
  u32: { bytes: 4, min: 0, max: 0xffffffff },
  i64: { bytes: 8, min: -9223372036854775808n, max: 9223372036854775807n },
  u64: { bytes: 8, min: 0n, max: 18446744073709551615n },
  f32: { bytes: 4, min: undefined, max: undefined },
  f64: { bytes: 8, min: undefined, max: undefined },
  text8: { bytes: 8, min: undefined, max: undefined },
} as const;

export type WordType = keyof typeof wordTypes;

/** What a word of a type is in TypeScript: 64-bit integers are bigint, text is its bytes as they lie. */
export type WordValue<T extends WordType> = T extends 'i64' | 'u64' ? bigint : T extends 'text8' ? Uint8Array : number;

/** One row of a field table. */
export type Field = {
  /** Number of the first byte, counted as the specification counts. */
  readonly byte: number;
  readonly type: WordType;
  readonly meaning: string;
  /** First and last revision that defines the word; absent: all of them. */
  readonly since?: string;
  readonly until?: string;
};

/** A header: `first` is the specification's number of its first byte, `revisions` its history, oldest first. */
export type Block<W extends Readonly<Record<string, Field>> = Readonly<Record<string, Field>>> = {
  readonly title: string;
  readonly first: number;
  readonly length: number;
  readonly revisions: readonly string[];
  readonly words: W;
};

type Names<B extends Block> = Extract<keyof B['words'], string>;
type ValueIn<B extends Block, N extends Names<B>> = WordValue<B['words'][N]['type']>;

/** Whether `revision` of the block defines a word. */
export function definedIn(block: Block, field: Field, revision: string): boolean {
  const at = block.revisions.indexOf(revision);
  return (
    (field.since === undefined || at >= block.revisions.indexOf(field.since)) &&
    (field.until === undefined || at <= block.revisions.indexOf(field.until))
  );
}

/** Reads the word `name` of the block that begins at `bytes[at]`. */
export function getWord<const B extends Block, N extends Names<B>>(
  block: B,
  name: N,
  bytes: Uint8Array,
  at: number,
  order: ByteOrder,
): ValueIn<B, N> {
  const field: Field = block.words[name];
  return readTyped(field.type, bytes, at + field.byte - block.first, order) as ValueIn<B, N>;
}

function readTyped(type: WordType, bytes: Uint8Array, at: number, order: ByteOrder): number | bigint | Uint8Array {
  switch (type) {
    case 'u8':
      return bytes[at];
    case 'i16':
      return i16(bytes, at, order);
    case 'u16':
      return u16(bytes, at, order);
    case 'i32':
      return i32(bytes, at, order);
    case 'u32':
      return u32(bytes, at, order);
    case 'i64':
      return i64(bytes, at, order);
    case 'u64':
      return u64(bytes, at, order);
    case 'f32':
      return f32(bytes, at, order);
    case 'f64':
      return f64(bytes, at, order);
    case 'text8':
      return bytes.subarray(at, at + 8);
  }
}

/** Whether a word of this type holds `value`: integers in range, any float, eight bytes of text. */
export function fits(type: WordType, value: number | bigint | Uint8Array): boolean {
  if (value instanceof Uint8Array) return type === 'text8' && value.length === 8;
  const { min, max } = wordTypes[type];
  if (min === undefined) return type !== 'text8' && typeof value === 'number';
  return (typeof value === 'bigint' || Number.isInteger(value)) && value >= min && value <= max;
}

/**
 * Writes the word `name` of the block that begins at `bytes[at]`.
 * Throws `unrepresentable` when the value does not fit the word: nothing is ever wrapped round.
 */
export function setWord<const B extends Block, N extends Names<B>>(
  block: B,
  name: N,
  bytes: Uint8Array,
  at: number,
  value: ValueIn<B, N>,
  order: ByteOrder,
): void {
  const field: Field = block.words[name];
  if (!fits(field.type, value)) {
    const { min, max } = wordTypes[field.type];
    const room = min === undefined ? field.type : `${min} to ${max}`;
    throw new SeisError(
      'unrepresentable',
      `${block.title}: bytes ${field.byte}: ${String(value)} does not fit ${name} (${room})`,
    );
  }
  writeTyped(field.type, bytes, at + field.byte - block.first, value, order);
}

function writeTyped(
  type: WordType,
  bytes: Uint8Array,
  at: number,
  value: number | bigint | Uint8Array,
  order: ByteOrder,
): void {
  if (value instanceof Uint8Array) bytes.set(value, at);
  else if (type === 'u8') bytes[at] = Number(value);
  else if (type === 'f32') putF32(bytes, at, Number(value), order);
  else if (type === 'f64') putF64(bytes, at, Number(value), order);
  else if (wordTypes[type].bytes === 2) put16(bytes, at, Number(value), order);
  else if (wordTypes[type].bytes === 4) put32(bytes, at, Number(value), order);
  else put64(bytes, at, BigInt(value), order);
}

/**
 * For every byte of a block in order `to`, the place where it lies in order `from`, as the words defined in
 * `revision` lie. Bytes that no word covers are taken as 16-bit words, the commonest width in these headers and the
 * only one on which little-endian and pair-swapped agree; single bytes and text stay where they are.
 */
export function permutation(block: Block, revision: string, from: ByteOrder, to: ByteOrder): Uint16Array {
  const places = new Uint16Array(block.length);
  const covered = new Uint8Array(block.length);

  function place(start: number, size: number, moved: boolean): void {
    for (let i = 0; i < size; i++) {
      places[start + (moved ? placeOf(i, size, to) : i)] = start + (moved ? placeOf(i, size, from) : i);
      covered[start + i] = 1;
    }
  }

  for (const field of Object.values(block.words)) {
    if (definedIn(block, field, revision)) {
      place(field.byte - block.first, wordTypes[field.type].bytes, field.type !== 'text8');
    }
  }
  for (let i = 0; i < block.length; ) {
    if (covered[i] === 1) i++;
    else {
      const size = i % 2 === 0 && covered[i + 1] === 0 ? 2 : 1;
      place(i, size, true);
      i += size;
    }
  }
  return places;
}

/** `dst[dstAt + i] = src[srcAt + places[i]]`: a whole header put into another byte order. The two do not overlap. */
export function permute(places: Uint16Array, dst: Uint8Array, dstAt: number, src: Uint8Array, srcAt: number): void {
  for (let i = 0; i < places.length; i++) dst[dstAt + i] = src[srcAt + places[i]];
}
