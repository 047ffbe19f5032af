/**
 * How a codec asks for bytes without doing input or output: it yields the ranges it needs and is resumed with the bytes.
 *
 * One codec then serves a blocking thread (`runSync`), object storage or a browser (`runAsync`), and a test that counts.
 * Yield once per block of traces, never per field: a yield costs tens of nanoseconds, a promise several hundred.
 */
import { SeisError } from '../error.ts';

/** Bytes `[offset, offset + length)` of a source. */
export type ByteRange = {
  readonly offset: number;
  readonly length: number;
  /** Where the bytes go; exactly `length` long. Without it the driver lends a buffer that lives until the next yield. */
  readonly into?: Uint8Array;
  /** Which source, for virtual files made of several; 0 when left out. */
  readonly source?: number;
};

/** A computation that yields the ranges it needs and ends with a `T`; resumed with one buffer a range, in order. */
export type Need<T> = Generator<readonly ByteRange[], T, readonly Uint8Array[]>;

/** Something to read from at random, blocking. `read` fills `into` completely or throws a SeisError. */
export type SyncSource = {
  readonly size: number;
  read(offset: number, into: Uint8Array): void;
};

/** The same over promises. */
export type AsyncSource = {
  readonly size: number;
  read(offset: number, into: Uint8Array): Promise<void>;
};

/** Lends a buffer of `length` bytes that stays valid until the next yield. */
export type Lend = (length: number) => Uint8Array;

const lendFresh: Lend = (length) => new Uint8Array(length);

/** Refuses a range that does not lie inside its source: a codec's arithmetic or a file that ends early. */
function checkRange(range: ByteRange, size: number): void {
  if (!(range.offset >= 0 && range.length >= 0 && range.offset + range.length <= size)) {
    throw new SeisError(
      'truncated',
      `bytes ${range.offset + 1} to ${range.offset + range.length} are needed, the file has ${size}`,
      { byte: range.offset },
    );
  }
}

/** Runs `need` to its end on blocking sources. Throws what the codec or a source throws. */
export function runSync<T>(need: Need<T>, sources: readonly SyncSource[], lend: Lend = lendFresh): T {
  let step = need.next();
  while (!step.done) {
    const ranges = step.value;
    const filled: Uint8Array[] = new Array(ranges.length);
    for (let i = 0; i < ranges.length; i++) {
      const range = ranges[i];
      const source = sources[range.source ?? 0];
      checkRange(range, source.size);
      const into = range.into ?? lend(range.length);
      if (range.length > 0) source.read(range.offset, into);
      filled[i] = into;
    }
    step = need.next(filled);
  }
  return step.value;
}

/** Runs `need` to its end on asynchronous sources; the ranges of one yield are read at the same time. */
export async function runAsync<T>(need: Need<T>, sources: readonly AsyncSource[]): Promise<T> {
  let step = need.next();
  while (!step.done) {
    const filled = await Promise.all(
      step.value.map(async (range) => {
        const source = sources[range.source ?? 0];
        checkRange(range, source.size);
        const into = range.into ?? new Uint8Array(range.length);
        if (range.length > 0) await source.read(range.offset, into);
        return into;
      }),
    );
    step = need.next(filled);
  }
  return step.value;
}

/** The bytes `[offset, offset + length)` of the first source, as a sub-computation: `yield* bytesAt(0, 3600)`. */
export function* bytesAt(offset: number, length: number): Need<Uint8Array> {
  const [bytes] = yield [{ offset, length }];
  return bytes;
}
