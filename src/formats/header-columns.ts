/**
 * Trace header words of many traces as columns: one typed array a word, filled block by block.
 *
 * Short traces are read whole, many in one range; of long ones only the bytes from the first to the last wanted word are
 * asked for. A block and what is made of it fit into a level-2 cache.
 */
import { definedIn, type Field, type WordType, wordTypes } from '../bytes/fields.ts';
import type { Need } from '../bytes/need.ts';
import { SeisError } from '../error.ts';
import { type Gather, plainGather } from '../kernel/gather.ts';
import type { Frames, TraceSet } from '../model/trace-set.ts';
import type { HeaderWords, Recording } from './format.ts';

/** The values of one word, a trace an element; of `text8` eight bytes a trace, as they lie. */
export type HeaderColumn =
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

const arrays: Readonly<Record<WordType, new (memory: ArrayBufferLike) => HeaderColumn>> = {
  u8: Uint8Array,
  i16: Int16Array,
  u16: Uint16Array,
  i32: Int32Array,
  u32: Uint32Array,
  i64: BigInt64Array,
  u64: BigUint64Array,
  f32: Float32Array,
  f64: Float64Array,
  text8: Uint8Array,
};

/** Columns by the name of their word. */
export type HeaderColumns = Readonly<Record<string, HeaderColumn>>;

/** Names of the words that the header has in its revision, in the order of their bytes. */
export function wordNames({ block, revision }: HeaderWords): readonly string[] {
  return Object.entries(block.words)
    .filter(([, field]) => definedIn(block, field, revision))
    .map(([name]) => name);
}

/** The row of a word. Throws `usage` for a name that the header does not have in its revision. */
export function wordNamed(words: HeaderWords, name: string): Field {
  const { block, revision } = words;
  const field = Object.hasOwn(block.words, name) ? block.words[name] : undefined;
  if (field !== undefined && definedIn(block, field, revision)) return field;
  throw new SeisError('usage', `the ${block.title} has no word '${name}'`, {
    mend: `its words are ${wordNames(words).join(', ')}`,
  });
}

/**
 * Empty columns of `count` traces for the words of those names. `memory` gives zeroed memory, for columns that threads
 * share. Throws `usage` as `wordNamed` does.
 */
export function makeColumns(
  words: HeaderWords,
  names: readonly string[],
  count: number,
  memory: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes),
): HeaderColumns {
  return Object.fromEntries(
    names.map((name) => {
      const { type } = wordNamed(words, name);
      return [name, new arrays[type](memory(count * wordTypes[type].bytes))];
    }),
  );
}

/** Throws `usage` unless `columns` can take the words of their names of `count` traces. */
export function checkColumns(words: HeaderWords, columns: HeaderColumns, count: number): void {
  for (const [name, column] of Object.entries(columns)) {
    const { type } = wordNamed(words, name);
    if (column instanceof arrays[type] && column.byteLength >= count * wordTypes[type].bytes) continue;
    throw new SeisError(
      'usage',
      `column '${name}' is a ${column.constructor.name} of ${column.length} elements, ${count} traces need a ${arrays[type].name} of ${(count * wordTypes[type].bytes) / column.BYTES_PER_ELEMENT}`,
    );
  }
}

/** Bytes of the source that are looked at at once; with the columns they fill they stay in a level-2 cache. */
export const blockBytes: number = 256 * 1024;
/** Of longer traces only the headers are read: one range more costs what copying this many bytes costs. */
const longTrace = 4096;

/** What headers are gathered with: where they are read to, `blockBytes` long, and who takes the words from there. */
export type Bench = { readonly block: Uint8Array; readonly gather: Gather };

/** A bench for everywhere; threads make faster ones over their arena. */
export function plainBench(): Bench {
  return { block: new Uint8Array(blockBytes), gather: plainGather };
}

/** Where the wanted words lie: from byte `start` of each header, `length` bytes. */
type Span = { readonly start: number; readonly length: number };

/** As much of a trace set as its header words need; it can be handed to a thread that knows no formats. */
export type HeaderPlaces = Pick<TraceSet, 'order'> & { readonly frames: Pick<Frames, 'regular' | 'offset'> };

/**
 * Fills columns from element `at` on (0 when left out) with the words of the traces `[first, first + count)`.
 * Asks for one range a block of short traces, one a trace of long ones.
 */
export type FillColumns = (first: number, count: number, at?: number) => Need<void>;

/** What fills `columns`, prepared once. A bench serves one filler. */
export function columnFiller(
  { frames, order }: HeaderPlaces,
  words: HeaderWords,
  columns: HeaderColumns,
  bench: Bench = plainBench(),
): FillColumns {
  const fields = Object.keys(columns).map((name) => wordNamed(words, name));
  if (fields.length === 0) return function* () {};
  const origin = words.block.first;
  const start = Math.min(...fields.map(({ byte }) => byte)) - origin;
  const end = Math.max(...fields.map(({ byte, type }) => byte + wordTypes[type].bytes)) - origin;
  const span = { start, length: end - start };
  const gather = bench.gather(
    fields.map(({ byte, type }, i) => {
      const column = Object.values(columns)[i];
      return {
        at: byte - origin - start,
        width: wordTypes[type].bytes,
        // Text lies as it is meant in every order.
        order: type === 'text8' ? 'little' : order,
        into: new Uint8Array(column.buffer, column.byteOffset, column.byteLength),
      };
    }),
  );
  return function* (first, count, at = 0) {
    if (count <= 0) return;
    const long = (frames.offset(first + count) - frames.offset(first)) / count > longTrace;
    const read = long ? readHeaders(frames, span, bench.block) : readTraces(frames, span, bench.block);
    for (let done = 0; done < count; ) {
      const { traces, stride } = yield* read(first + done, count - done);
      gather(bench.block, stride, traces, at + done);
      done += traces;
    }
  };
}

/** Reads what the block holds of the headers of the next `count` traces; says how many, and how far apart they lie. */
type Read = (first: number, count: number) => Need<{ readonly traces: number; readonly stride: number }>;

/** Headers alone, one range each. */
function readHeaders(frames: HeaderPlaces['frames'], { start, length }: Span, block: Uint8Array): Read {
  const slots = Array.from({ length: Math.min(1024, Math.floor(block.length / length)) }, (_, k) => ({
    offset: 0,
    length,
    into: block.subarray(k * length, (k + 1) * length),
  }));
  return function* (first, count) {
    const traces = Math.min(slots.length, count);
    for (let k = 0; k < traces; k++) slots[k].offset = frames.offset(first + k) + start;
    yield traces === slots.length ? slots : slots.slice(0, traces);
    return { traces, stride: length };
  };
}

/** Whole traces in one range; where they differ in length, their headers are moved together. */
function readTraces(frames: HeaderPlaces['frames'], { start, length }: Span, block: Uint8Array): Read {
  return function* (first, count) {
    const origin = frames.offset(first);
    const stride = frames.offset(first + 1) - origin;
    let traces = 1;
    if (frames.regular) traces = Math.min(count, 1 + Math.floor((block.length - length) / stride));
    else while (traces < count && frames.offset(first + traces) - origin + length <= block.length) traces++;
    const bytes = frames.offset(first + traces - 1) - origin + length;
    yield [{ offset: origin + start, length: bytes, into: block.subarray(0, bytes) }];
    if (frames.regular) return { traces, stride };
    for (let k = 1; k < traces; k++) {
      const place = frames.offset(first + k) - origin;
      block.copyWithin(k * length, place, place + length);
    }
    return { traces, stride: length };
  };
}

/** Which header words are wanted, of which traces; without names all that the header has, without numbers all traces. */
export type HeaderRequest = {
  readonly words?: readonly string[];
  /** 0-based. */
  readonly first?: number;
  readonly count?: number;
};

/** The words of the headers with which the traces of a recording begin. Throws `unsupported` where they have none. */
export function headerWordsOf({ format, set }: Recording): HeaderWords {
  const words = format.headerWords?.(set);
  if (words !== undefined) return words;
  throw new SeisError('unsupported', `${format.name}: traces of this format have no header words`);
}

/** The traces of a request, by number. Throws `usage` for traces that are not there. */
export function tracesOf(
  { set }: Recording,
  { first = 0, count = set.count - first }: HeaderRequest,
): [number, number] {
  if (
    Number.isSafeInteger(first) &&
    Number.isSafeInteger(count) &&
    first >= 0 &&
    count >= 0 &&
    first + count <= set.count
  ) {
    return [first, count];
  }
  throw new SeisError(
    'usage',
    `traces ${first} to ${first + count} are asked for, counted from 0, there are ${set.count}`,
  );
}

/** Header words as columns, one typed array a word. Throws `usage` for a word or a trace that is not there. */
export function* headerColumns(recording: Recording, request: HeaderRequest = {}): Need<HeaderColumns> {
  const words = headerWordsOf(recording);
  const [first, count] = tracesOf(recording, request);
  const columns = makeColumns(words, request.words ?? wordNames(words), count);
  yield* columnFiller(recording.set, words, columns)(first, count);
  return columns;
}
