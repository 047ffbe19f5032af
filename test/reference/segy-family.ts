/**
 * The reference model of the SEG-Y and SU targets: the whole output file, made word by word from the source's bytes and
 * from facts about them that a test knows. Shares no code and no table with `src`; byte numbers are the specification's.
 */
import { codes, decode, type Encoding, encode, type Order, scaled, turn, widths } from './sample-values.ts';

export type Revision = '0' | '1' | '2.0' | '2.1';

/** What is true of a source, known from how it was made. */
export type Facts = {
  readonly format: 'segy' | 'su';
  readonly revision: Revision;
  readonly encoding: Encoding;
  readonly order: Order;
  readonly text: 'ebcdic' | 'ascii' | 'zero';
  /** 128 with a tape label, else 0. */
  readonly base: number;
  readonly extTexts: number;
  readonly trailers: number;
  /** Offset of each trace header, samples and additional headers of each trace. */
  readonly offsets: readonly number[];
  readonly samples: readonly number[];
  readonly additional: readonly number[];
  readonly interval: number;
};

export type SegyWish = {
  readonly revision: Revision;
  readonly samples: Encoding;
  readonly order: 'big' | 'little';
  readonly text: 'ebcdic' | 'ascii';
  readonly scale?: number;
  readonly clip: boolean;
};

export type SuWish = {
  readonly order: 'big' | 'little';
  readonly scale?: number;
  readonly clip: boolean;
  readonly words: 'own' | 'keep';
};

/** Runs of [width, how many] words; width 0 marks single bytes that no order touches. */
type Runs = readonly (readonly [number, number])[];

const common: Runs = [
  [4, 7],
  [2, 4],
  [4, 8],
  [2, 2],
  [4, 4],
  [2, 46],
];
const standard: Runs = [...common, [4, 5], [2, 2], [4, 1], [2, 8], [4, 1], [2, 2]];
const extension1: Runs = [
  [8, 17],
  [4, 2],
  [8, 1],
  [4, 1],
  [2, 2],
  [8, 2],
  [2, 28],
  [0, 8],
];

function standardRuns(facts: Facts): Runs {
  if (facts.format === 'su') return [...common, [4, 7], [2, 2], [2, 14]];
  return [...standard, Number(facts.revision) >= 2 ? [0, 8] : [2, 4]];
}

function binaryRuns(revision: Revision): Runs {
  const start: Runs = [
    [4, 3],
    [2, 24],
  ];
  if (revision === '0') return [...start, [2, 170]];
  if (revision === '1') return [...start, [2, 120], [1, 2], [2, 49]];
  const counts: Runs = revision === '2.0' ? [[4, 1]] : [[2, 2]];
  return [...start, [4, 3], [8, 2], [4, 3], [2, 100], [1, 2], [2, 2], ...counts, [2, 1], [8, 2], [4, 1], [2, 34]];
}

function reordered(bytes: Uint8Array, runs: Runs, from: Order, to: Order): Uint8Array {
  const out = bytes.slice();
  let at = 0;
  for (const [width, count] of runs) {
    for (let i = 0; i < count; i++) {
      if (width > 1) out.set(turn(bytes.slice(at, at + width), from, to), at);
      at += Math.max(width, 1);
    }
  }
  return out;
}

/** Writes `value` in `width` bytes at the specification's byte number, which counts from `first`. */
function put(bytes: Uint8Array, first: number, byte: number, width: number, value: number, order: Order): void {
  const big = new Uint8Array(width);
  for (let i = width - 1, left = BigInt(value); i >= 0; i--, left >>= 8n) big[i] = Number(left & 255n);
  bytes.set(turn(big, 'big', order), byte - first);
}

function putDouble(bytes: Uint8Array, first: number, byte: number, value: number, order: Order): void {
  const big = new Uint8Array(8);
  new DataView(big.buffer).setFloat64(0, value);
  bytes.set(turn(big, 'big', order), byte - first);
}

const short = (value: number): number => (Number.isInteger(value) && value <= 65535 ? value : 0);

/** The characters that the file maker writes; the code of everything else is tested where the tables are. */
const ebcdicPairs: readonly (readonly [string, number])[] = [
  ['ABCDEFGHI', 0xc1],
  ['JKLMNOPQR', 0xd1],
  ['STUVWXYZ', 0xe2],
  ['abcdefghi', 0x81],
  ['jklmnopqr', 0x91],
  ['stuvwxyz', 0xa2],
  ['0123456789', 0xf0],
  [' ', 0x40],
  ['.', 0x4b],
  ['(', 0x4d],
  [')', 0x5d],
  [':', 0x7a],
  ['-', 0x60],
  [',', 0x6b],
];

function translated(block: Uint8Array, from: Facts['text'], to: 'ebcdic' | 'ascii'): Uint8Array {
  if (from === to || from === 'zero') return block.slice();
  const pairs = ebcdicPairs.flatMap(([text, first]) =>
    Array.from(text, (c, i) => [c.charCodeAt(0), first + i] as const),
  );
  const table = new Map(pairs.map(([ascii, ebcdic]) => (to === 'ascii' ? [ebcdic, ascii] : [ascii, ebcdic])));
  return block.map((byte) => {
    const other = table.get(byte);
    if (other === undefined) throw new Error(`the reference does not know the character ${byte}`);
    return other;
  });
}

/** The samples of one trace in another encoding. */
function convertedSamples(
  source: Uint8Array,
  facts: Facts,
  trace: number,
  to: { encoding: Encoding; order: Order; scale?: number | undefined; clip: boolean },
): Uint8Array {
  const from = widths[facts.encoding];
  const first = facts.offsets[trace] + 240 * (1 + facts.additional[trace]);
  const out = new Uint8Array(facts.samples[trace] * widths[to.encoding]);
  for (let i = 0; i < facts.samples[trace]; i++) {
    const word = source.slice(first + i * from, first + (i + 1) * from);
    const value = decode(word, facts.encoding, facts.order);
    const wanted = to.scale === undefined ? value : scaled(value, to.scale);
    const made = encode(wanted, to.encoding, to.order, to.clip);
    if (made === undefined) throw new Error(`trace ${trace} sample ${i} does not fit ${to.encoding}`);
    out.set(made, i * widths[to.encoding]);
  }
  return out;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** What the target keeps of extended text, additional headers and trailers: as much as its revision has room for. */
function kept(facts: Facts, revision: Revision): { texts: number; additional: boolean; trailers: number } {
  const two = Number(revision) >= 2;
  return {
    texts: revision === '0' ? 0 : facts.extTexts,
    additional: two,
    trailers: two ? facts.trailers : 0,
  };
}

/** The whole SEG-Y file. `made` is the textual header of a source that has none. */
export function referenceSegy(source: Uint8Array, facts: Facts, wish: SegyWish, made?: Uint8Array): Uint8Array {
  const { revision, order } = wish;
  const two = Number(revision) >= 2;
  const keeps = kept(facts, revision);
  const block = (at: number): Uint8Array => source.slice(at, at + 3200);
  const text = made ?? translated(block(facts.base), facts.text, wish.text);
  const texts: Uint8Array[] = [];
  for (let i = 0; i < keeps.texts; i++) {
    const extended = block(facts.base + 3600 + 3200 * i);
    texts.push(facts.text === 'zero' ? extended : translated(extended, facts.text, wish.text));
  }
  const traces = facts.offsets.map((_, trace) => segyTrace(source, facts, wish, trace, keeps.additional));
  const trailers: Uint8Array[] = [];
  const last = facts.offsets.length - 1;
  const lastBytes = 240 * (1 + facts.additional[last]) + facts.samples[last] * widths[facts.encoding];
  const end = facts.offsets[last] + lastBytes;
  for (let i = 0; i < keeps.trailers; i++) trailers.push(block(end + 3200 * i));

  const alike = new Set(facts.samples).size <= 1 && new Set(facts.additional).size <= 1;
  const most = Math.max(...facts.samples);
  const samples = alike || facts.format === 'su' ? most : Math.min(most, facts.samples[0]);
  const binary = binaryHeader(source, facts, wish);
  const word = (byte: number, width: number, value: number): void => put(binary, 3201, byte, width, value, order);
  word(3217, 2, short(facts.interval));
  word(3221, 2, short(samples));
  word(3225, 2, codes[wish.samples]);
  if (revision !== '0') {
    binary[300] = Number(revision[0]);
    binary[301] = revision === '2.1' ? 1 : 0;
    word(3503, 2, alike ? 1 : 0);
    word(3505, 2, keeps.texts);
  }
  if (two) {
    word(3269, 4, samples);
    putDouble(binary, 3201, 3273, facts.interval, order);
    word(3297, 4, 0x01020304);
    const additional = Math.max(...facts.additional);
    if (revision === '2.0') word(3507, 4, additional);
    else word(3507, 2, additional);
    word(3513, 8, facts.offsets.length);
    word(3521, 8, 3600 + 3200 * keeps.texts);
    word(3529, 4, keeps.trailers);
  }
  return join([text, binary, ...texts, ...traces, ...trailers]);
}

/** The source's binary header in the target's order, with the words zeroed that only one of the revisions has. */
function binaryHeader(source: Uint8Array, facts: Facts, wish: SegyWish): Uint8Array {
  if (facts.format === 'su') return new Uint8Array(400);
  const bytes = source.slice(facts.base + 3200, facts.base + 3600);
  const binary = reordered(bytes, binaryRuns(facts.revision), facts.order, wish.order);
  const zero = (first: number, last: number): void => {
    binary.fill(0, first - 3201, last - 3200);
  };
  const sourceTwo = Number(facts.revision) >= 2;
  const targetTwo = Number(wish.revision) >= 2;
  if (sourceTwo !== targetTwo) {
    zero(3261, 3300);
    zero(3507, 3532);
  } else if (sourceTwo && facts.revision !== wish.revision) zero(3507, 3510);
  if ((facts.revision === '0') !== (wish.revision === '0')) zero(3501, 3506);
  return binary;
}

function segyTrace(source: Uint8Array, facts: Facts, wish: SegyWish, trace: number, additional: boolean): Uint8Array {
  const { order } = wish;
  const at = facts.offsets[trace];
  const header = reordered(source.slice(at, at + 240), standardRuns(facts), facts.order, order);
  const targetTwo = Number(wish.revision) >= 2;
  if (facts.format === 'su' && wish.revision !== '0') header.fill(0, 180, 240);
  if (facts.format === 'segy' && targetTwo && Number(facts.revision) < 2) header.fill(0, 232, 240);
  put(header, 1, 115, 2, short(facts.samples[trace]), order);
  put(header, 1, 117, 2, short(facts.interval), order);
  const headers = [header];
  const more = additional ? facts.additional[trace] : 0;
  for (let k = 1; k <= more; k++) {
    const bytes = source.slice(at + 240 * k, at + 240 * (k + 1));
    if (k > 1) {
      headers.push(bytes);
      continue;
    }
    const extension = reordered(bytes, extension1, facts.order, order);
    put(extension, 1, 137, 4, facts.samples[trace], order);
    putDouble(extension, 1, 145, facts.interval, order);
    headers.push(extension);
  }
  const to = { encoding: wish.samples, order, scale: wish.scale, clip: wish.clip };
  return join([...headers, convertedSamples(source, facts, trace, to)]);
}

/** The whole SU file. */
export function referenceSu(source: Uint8Array, facts: Facts, wish: SuWish): Uint8Array {
  const { order } = wish;
  const traces = facts.offsets.map((at, trace) => {
    const header = reordered(source.slice(at, at + 240), standardRuns(facts), facts.order, order);
    if (facts.format === 'segy' && wish.words === 'own') {
      header.fill(0, 180, 240);
      put(header, 1, 205, 4, facts.offsets.length, order);
    }
    put(header, 1, 115, 2, short(facts.samples[trace]), order);
    put(header, 1, 117, 2, short(facts.interval), order);
    const to = { encoding: 'ieee32', order, scale: wish.scale, clip: wish.clip } as const;
    return join([header, convertedSamples(source, facts, trace, to)]);
  });
  return join(traces);
}
