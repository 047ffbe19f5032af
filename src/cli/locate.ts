/** What stands at a byte of a recording: the header word, the sample, the character, and its value. */
import { definedIn, type Field, getWord, wordTypes } from '../bytes/fields.ts';
import { decodeText } from '../bytes/text.ts';
import type { Recording } from '../catalog/open.ts';
import type { HeaderWords, Stretch } from '../formats/format.ts';
import { plainConverters } from '../kernel/converters.ts';
import { type Stored, sampleEncodings } from '../kernel/encodings.ts';
import type { Frames } from '../model/trace-set.ts';

/** A run of bytes that has one meaning. */
export type Unit = {
  readonly what: string;
  /** 0-based offset in the file. */
  readonly offset: number;
  readonly length: number;
  /** 0-based. */
  readonly trace: number | undefined;
  /** How it is stored: `int32 big`; undefined where the bytes are no value. */
  readonly stored: string | undefined;
  /** The value of its bytes, for people. */
  value(bytes: Uint8Array): string | undefined;
};

/** The unit that holds byte `offset`, `0 <= offset <` the size of the file. */
export function locate({ format, set }: Recording, offset: number): Unit {
  const stretch = format.stretches(set).find((s) => offset < s.offset + s.length);
  if (stretch?.what === 'traces') return inTraces();
  if (stretch?.words !== undefined) {
    return wordAt(stretch.words, stretch.what, offset, stretch.offset, undefined);
  }
  return plainByte(stretch, offset);

  function inTraces(): Unit {
    const { frames, count, encoding, order } = set;
    const trace = traceAt(frames, count, offset);
    const start = frames.offset(trace);
    const inside = offset - start;
    const header = frames.headerBytes(trace);
    if (inside >= header) {
      const { bytes } = sampleEncodings[encoding];
      const sample = Math.floor((inside - header) / bytes);
      return {
        what: `sample ${sample + 1}`,
        offset: start + header + sample * bytes,
        length: bytes,
        trace,
        stored: `${encoding} ${order}`,
        value: (from) => sampleValue({ encoding, order }, from),
      };
    }
    const words = format.headerWords?.(set);
    if (words !== undefined && inside < words.block.length)
      return wordAt(words, words.block.title, offset, start, trace);
    const what = `additional trace header, byte ${inside + 1} of the trace`;
    return { what, offset, length: 1, trace, stored: undefined, value: () => undefined };
  }

  function wordAt(words: HeaderWords, title: string, at: number, start: number, trace: number | undefined): Unit {
    const { block } = words;
    const byte = at - start + block.first;
    const found = Object.entries(block.words).find(([, field]) => holds(words, field, byte));
    if (found === undefined) {
      return {
        what: `${title}: byte ${byte}, unassigned`,
        offset: at,
        length: 1,
        trace,
        stored: undefined,
        value: () => undefined,
      };
    }
    const [name, field] = found;
    const { bytes: length } = wordTypes[field.type];
    return {
      what: `${title}: ${name} (${length === 1 ? `byte ${field.byte}` : `bytes ${field.byte}-${field.byte + length - 1}`})`,
      offset: start + field.byte - block.first,
      length,
      trace,
      stored: field.type === 'text8' ? 'text' : `${field.type} ${set.order}`,
      value(bytes) {
        const value = getWord(block, name, bytes, block.first - field.byte, set.order);
        return value instanceof Uint8Array ? JSON.stringify(decodeText(value, 'ascii')) : String(value);
      },
    };
  }
}

function holds({ block, revision }: HeaderWords, field: Field, byte: number): boolean {
  return definedIn(block, field, revision) && byte >= field.byte && byte < field.byte + wordTypes[field.type].bytes;
}

function plainByte(stretch: Stretch | undefined, offset: number): Unit {
  const text = stretch?.text;
  const inside = offset - (stretch?.offset ?? 0);
  const place =
    text === undefined ? `byte ${inside + 1}` : `line ${Math.floor(inside / 80) + 1}, column ${(inside % 80) + 1}`;
  return {
    what: stretch === undefined ? 'nothing' : `${stretch.what}: ${place}`,
    offset,
    length: 1,
    trace: undefined,
    stored: text === undefined || text === 'blank' ? undefined : text,
    value: (bytes) => (text === undefined || text === 'blank' ? undefined : JSON.stringify(decodeText(bytes, text))),
  };
}

function traceAt(frames: Frames, count: number, offset: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = Math.floor((low + high + 1) / 2);
    if (frames.offset(middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The value of one sample; 64-bit integers keep all their digits. */
function sampleValue(from: Stored, bytes: Uint8Array): string {
  const { encoding } = from;
  const wide = encoding === 'int64' || encoding === 'uint64';
  const word = new Uint8Array(8);
  const to = wide ? encoding : 'ieee64';
  plainConverters.make(from, { encoding: to, order: 'big' }, { scale: undefined, clip: false })(word, 0, bytes, 0, 1);
  const view = new DataView(word.buffer);
  if (encoding === 'int64') return String(view.getBigInt64(0));
  if (encoding === 'uint64') return String(view.getBigUint64(0));
  const value = view.getFloat64(0);
  return Object.is(value, -0) ? '-0' : String(value);
}
