/**
 * Makes SEG-Y and SU files from a plain description, to test readers and writers with: an encoder of its own that shares
 * neither code nor tables with `src`, byte numbers typed in again from the specification.
 */

export type MadeOrder = 'big' | 'little' | 'pairs';
export type MadeRevision = '0' | '1' | '2.0' | '2.1';

/** A SEG-Y file to be made. Everything but `code` has a default; `lies` say what the headers claim instead of the truth. */
export type SegyPlan = {
  readonly revision?: MadeRevision;
  readonly code: number;
  readonly order?: MadeOrder;
  /** Number of traces, 5 by default. */
  readonly traces?: number;
  /** Samples of each trace, 20 by default. */
  readonly samples?: number | ((trace: number) => number);
  /** Microseconds, 4000 by default; fractions go to bytes 3273-3280 (rev 2). */
  readonly interval?: number;
  readonly text?: 'ebcdic' | 'ascii' | 'zero';
  readonly extTexts?: number;
  /** Declares -1 extended textual headers and ends the last one with ((SEG: EndText)). */
  readonly openEnded?: boolean;
  /** Additional 240-byte headers of each trace, 0 by default; a function gives fewer than the first trace's to some. */
  readonly additional?: number | ((trace: number) => number);
  readonly trailers?: number;
  readonly label?: boolean;
  /** Writes the byte-order constant (rev 2), as by default. */
  readonly constant?: boolean;
  readonly lies?: Lies;
  /** Bytes after everything else, or how many bytes to cut off (negative). */
  readonly tail?: number;
};

/** What headers say instead of the truth. */
export type Lies = {
  readonly revisionBytes?: readonly [number, number];
  readonly code?: number;
  readonly samples?: number;
  readonly interval?: number;
  readonly traceSamples?: number;
  readonly traceInterval?: number;
  readonly flag?: number;
  readonly extTexts?: number;
  readonly extSamples?: number;
  readonly extInterval?: number;
  readonly additional?: number;
  readonly traces?: number;
  readonly firstTrace?: number;
  readonly trailers?: number;
  /** Bytes written last, over everything: 1-based place in the file and values. */
  readonly bytes?: readonly (readonly [number, readonly number[]])[];
};

/** An SU file to be made. */
export type SuPlan = {
  readonly order?: MadeOrder;
  readonly traces?: number;
  readonly samples?: number | ((trace: number) => number);
  readonly interval?: number;
  /** Bytes 205-208, 0 by default. */
  readonly ntr?: number;
  readonly tail?: number;
};

/** A header word as written: 1-based byte in the trace header, bytes wide, its value in each trace. */
export type MadeWord = { readonly byte: number; readonly width: number; readonly value: (trace: number) => number };

export type Made = {
  readonly bytes: Uint8Array;
  readonly traces: number;
  /** Samples of each trace. */
  readonly samples: readonly number[];
  /** 0-based offset of each trace header, and of the samples. */
  readonly offsets: readonly number[];
  readonly sampleOffsets: readonly number[];
  /** The true value of a sample: bigint where the encoding holds 64-bit integers. */
  readonly value: (trace: number, sample: number) => number | bigint;
  readonly words: readonly MadeWord[];
  readonly sampleBytes: number;
};

const widths: Record<number, number> = {
  1: 4,
  2: 4,
  3: 2,
  4: 4,
  5: 4,
  6: 8,
  7: 3,
  8: 1,
  9: 8,
  10: 4,
  11: 2,
  12: 8,
  15: 3,
  16: 1,
};

/** Bytes of one word, most significant first, put into an order. */
function ordered(big: readonly number[], order: MadeOrder): number[] {
  if (order === 'little') return [...big].reverse();
  if (order === 'big' || big.length === 1) return [...big];
  const swapped: number[] = [];
  for (let i = 0; i < big.length; i += 2) swapped.push(big[i + 1], big[i]);
  return swapped;
}

function integerBytes(value: number | bigint, width: number): number[] {
  let left = BigInt.asUintN(8 * width, BigInt(value));
  const big: number[] = [];
  for (let i = 0; i < width; i++) {
    big.unshift(Number(left & 0xffn));
    left >>= 8n;
  }
  return big;
}

function floatBytes(value: number, width: 4 | 8): number[] {
  const view = new DataView(new ArrayBuffer(8));
  if (width === 4) view.setFloat32(0, value);
  else view.setFloat64(0, value);
  return Array.from(new Uint8Array(view.buffer, 0, width));
}

/** IBM hexadecimal float, by division: the fraction lies in [1/16, 1), excess 64. Exact for what the signal holds. */
function ibmBytes(value: number): number[] {
  if (value === 0) return [0, 0, 0, 0];
  let fraction = Math.abs(value);
  let exponent = 64;
  for (; fraction >= 1; exponent++) fraction /= 16;
  for (; fraction < 1 / 16; exponent--) fraction *= 16;
  return [(value < 0 ? 128 : 0) + exponent, ...integerBytes(Math.round(fraction * 2 ** 24), 3)];
}

/**
 * The designed signal. Every trace and every sample differs from its neighbours; integers touch both ends of their range
 * in samples 0 and 1, floats are multiples of 1/8 that every float encoding holds, and half of them of odd size.
 */
function signal(code: number, trace: number, sample: number): number | bigint {
  const step = ((trace * 31 + sample * 7) % 201) - 100;
  const bits = 8 * widths[code];
  const signed = [2, 3, 7, 8, 9].includes(code);
  if (signed && sample === 0) return code === 9 ? -(2n ** 63n) : -(2 ** (bits - 1));
  if (signed && sample === 1) return code === 9 ? 2n ** 63n - 1n : 2 ** (bits - 1) - 1;
  if (code === 9) return BigInt(step) * 1_000_000_000_007n;
  if (signed) return bits === 8 ? step : step * 2 ** (bits - 10);
  if ([10, 11, 12, 15, 16].includes(code)) {
    if (sample === 0) return code === 12 ? 2n ** 64n - 1n : 2 ** bits - 1;
    return code === 12 ? BigInt(step + 100) * 90_000_000_000_000_007n : (step + 100) * 2 ** (bits - 8);
  }
  if (code === 4) return step * 8;
  return step * (sample % 2 === 0 ? 0.125 : 1000.125);
}

function sampleBytes(code: number, value: number | bigint, order: MadeOrder): number[] {
  if (code === 1) return ordered(ibmBytes(Number(value)), order);
  if (code === 5) return ordered(floatBytes(Number(value), 4), order);
  if (code === 6) return ordered(floatBytes(Number(value), 8), order);
  if (code === 4) return ordered([0, 3, ...integerBytes(Number(value) / 8, 2)], order);
  return ordered(integerBytes(value, widths[code]), order);
}

const ebcdicLetters: Record<string, number> = {
  ' ': 0x40,
  '.': 0x4b,
  '(': 0x4d,
  ')': 0x5d,
  ':': 0x7a,
  '-': 0x60,
  ',': 0x6b,
};
for (let i = 0; i < 10; i++) ebcdicLetters[String(i)] = 0xf0 + i;
'ABCDEFGHI'.split('').forEach((c, i) => (ebcdicLetters[c] = 0xc1 + i));
'JKLMNOPQR'.split('').forEach((c, i) => (ebcdicLetters[c] = 0xd1 + i));
'STUVWXYZ'.split('').forEach((c, i) => (ebcdicLetters[c] = 0xe2 + i));
'abcdefghi'.split('').forEach((c, i) => (ebcdicLetters[c] = 0x81 + i));
'jklmnopqr'.split('').forEach((c, i) => (ebcdicLetters[c] = 0x91 + i));
'stuvwxyz'.split('').forEach((c, i) => (ebcdicLetters[c] = 0xa2 + i));

/** 3200 bytes of text; characters outside letters, digits and ` .():-,` are not for this maker. */
function textBlock(text: string, encoding: 'ebcdic' | 'ascii' | 'zero'): number[] {
  if (encoding === 'zero') return new Array(3200).fill(0);
  const padded = text.padEnd(3200, ' ').slice(0, 3200);
  return padded.split('').map((c) => (encoding === 'ascii' ? c.charCodeAt(0) : ebcdicLetters[c]));
}

function cards(): string {
  let text = '';
  for (let line = 1; line <= 40; line++)
    text += `C${String(line).padStart(2, ' ')} CARD ${line} OF FORTY`.padEnd(80, ' ');
  return text;
}

/** Words every made trace header carries, besides the number of samples and the interval. */
const commonWords: readonly MadeWord[] = [
  { byte: 1, width: 4, value: (i) => i + 1 },
  { byte: 5, width: 4, value: (i) => i + 1 },
  { byte: 9, width: 4, value: (i) => 1001 + Math.floor(i / 4) },
  { byte: 13, width: 4, value: (i) => 1 + (i % 4) },
  { byte: 17, width: 4, value: (i) => 501 + Math.floor(i / 4) },
  { byte: 21, width: 4, value: (i) => 20000 + i },
  { byte: 29, width: 2, value: () => 1 },
  { byte: 37, width: 4, value: (i) => -1500 + 25 * i },
  { byte: 41, width: 4, value: (i) => 12345 - i },
  { byte: 69, width: 2, value: () => -10 },
  { byte: 71, width: 2, value: () => -100 },
  { byte: 73, width: 4, value: (i) => 43210000 + 2500 * i },
  { byte: 77, width: 4, value: (i) => 671234500 - 17 * i },
  { byte: 81, width: 4, value: (i) => 43211111 + 2500 * i },
  { byte: 85, width: 4, value: (i) => -671234567 + 19 * i },
  { byte: 89, width: 2, value: () => 1 },
  { byte: 109, width: 2, value: () => -100 },
  { byte: 157, width: 2, value: () => 2026 },
  { byte: 159, width: 2, value: () => 326 },
  { byte: 161, width: 2, value: () => 21 },
  { byte: 163, width: 2, value: () => 49 },
  { byte: 165, width: 2, value: (i) => i % 60 },
];

/** Words of bytes 181-240 from rev 1 on. */
const laterWords: readonly MadeWord[] = [
  { byte: 181, width: 4, value: (i) => 43210555 + i },
  { byte: 185, width: 4, value: (i) => 671234522 - i },
  { byte: 189, width: 4, value: (i) => 100 + Math.floor(i / 4) },
  { byte: 193, width: 4, value: (i) => 300 + (i % 4) },
  { byte: 201, width: 2, value: () => 1 },
];

function perTrace(
  value: number | ((trace: number) => number) | undefined,
  fallback: number,
): (trace: number) => number {
  return typeof value === 'function' ? value : () => value ?? fallback;
}

function put(header: number[], byte: number, big: readonly number[], order: MadeOrder): void {
  ordered(big, order).forEach((value, i) => {
    header[byte - 1 + i] = value;
  });
}

function nameBytes(name: string): number[] {
  return name.split('').map((c) => c.charCodeAt(0));
}

export function makeSegy(plan: SegyPlan): Made {
  const { revision = '1', code, order = 'big', traces = 5, interval = 4000, text = 'ebcdic', lies = {} } = plan;
  const samplesOf = perTrace(plan.samples, 20);
  const additionalOf = perTrace(plan.additional, 0);
  const two = revision === '2.0' || revision === '2.1';
  const extTexts = plan.extTexts ?? 0;
  const trailers = plan.trailers ?? 0;
  const base = plan.label ? 128 : 0;
  const firstSamples = traces > 0 ? samplesOf(0) : 20;
  const mostAdditional = additionalOf(0);
  const fixed = Array.from(
    { length: traces },
    (_, i) => samplesOf(i) === firstSamples && additionalOf(i) === mostAdditional,
  ).every(Boolean);
  const width = widths[code];

  const binary: number[] = new Array(400).fill(0);
  const word = (byte: number, size: number, value: number | bigint) =>
    put(binary, byte - 3200, integerBytes(value, size), order);
  word(3201, 4, 4711);
  word(3205, 4, 12);
  word(3209, 4, 3);
  word(3213, 2, 4);
  word(3217, 2, lies.interval ?? (Number.isInteger(interval) && interval <= 65535 ? interval : 0));
  word(3221, 2, lies.samples ?? (firstSamples <= 65535 ? firstSamples : 0));
  word(3225, 2, lies.code ?? code);
  word(3227, 2, 1);
  word(3255, 2, 1);
  if (revision !== '0') {
    binary[300] = two ? 2 : 1;
    binary[301] = revision === '2.1' ? 1 : 0;
    word(3503, 2, lies.flag ?? (fixed ? 1 : 0));
    word(3505, 2, lies.extTexts ?? (plan.openEnded ? -1 : extTexts));
  } else {
    if (lies.flag !== undefined) word(3503, 2, lies.flag);
    if (lies.extTexts !== undefined) word(3505, 2, lies.extTexts);
  }
  if (two) {
    word(3269, 4, lies.extSamples ?? (firstSamples > 65535 ? firstSamples : 0));
    const extInterval = lies.extInterval ?? (Number.isInteger(interval) && interval <= 65535 ? 0 : interval);
    put(binary, 73, floatBytes(extInterval, 8), order);
    if (plan.constant ?? true) word(3297, 4, 0x01020304);
    word(3507, revision === '2.0' ? 4 : 2, lies.additional ?? mostAdditional);
    word(3513, 8, lies.traces ?? 0);
    word(3521, 8, lies.firstTrace ?? 0);
    word(3529, 4, lies.trailers ?? trailers);
  }
  if (lies.revisionBytes !== undefined) [binary[300], binary[301]] = lies.revisionBytes;

  const parts: number[][] = [];
  if (plan.label) parts.push(nameBytes('   1SY2.0RECORDB1  '.padEnd(128, ' ')));
  parts.push(textBlock(cards(), text), binary);
  for (let i = 0; i < extTexts; i++) {
    const last = plan.openEnded === true && i === extTexts - 1;
    parts.push(textBlock(last ? '((SEG: EndText))' : `((JOE: Stanza ${i}))`, text === 'zero' ? 'ebcdic' : text));
  }

  const offsets: number[] = [];
  const sampleOffsets: number[] = [];
  const samples: number[] = [];
  const words = revision === '0' ? commonWords : [...commonWords, ...laterWords];
  let at = base + 3600 + 3200 * extTexts;
  for (let i = 0; i < traces; i++) {
    const ns = samplesOf(i);
    const more = additionalOf(i);
    offsets.push(at);
    sampleOffsets.push(at + 240 * (1 + more));
    samples.push(ns);
    const header: number[] = new Array(240).fill(0);
    for (const { byte, width: size, value } of words) put(header, byte, integerBytes(value(i), size), order);
    put(header, 115, integerBytes(lies.traceSamples ?? (ns <= 65535 ? ns : 0), 2), order);
    put(
      header,
      117,
      integerBytes(lies.traceInterval ?? (Number.isInteger(interval) && interval <= 65535 ? interval : 0), 2),
      order,
    );
    parts.push(header);
    for (let j = 0; j < more; j++) {
      const extra: number[] = new Array(240).fill(0);
      if (j === 0) {
        put(extra, 1, integerBytes(i + 1, 8), order);
        put(extra, 97, floatBytes(432100.5 + i, 8), order);
        put(extra, 137, integerBytes(ns, 4), order);
        put(extra, 145, floatBytes(interval, 8), order);
        put(extra, 157, integerBytes(more, 2), order);
      }
      nameBytes(j === 0 ? 'SEG00001' : `USER000${j}`).forEach((value, k) => {
        extra[232 + k] = value;
      });
      parts.push(extra);
    }
    const data: number[] = [];
    for (let j = 0; j < ns; j++) data.push(...sampleBytes(code, signal(code, i, j), order));
    parts.push(data);
    at += 240 * (1 + more) + ns * width;
  }
  for (let i = 0; i < trailers; i++) parts.push(textBlock(`((JOE: Trailer ${i}))`, text === 'zero' ? 'ebcdic' : text));

  const bytes = finish(parts, plan.tail ?? 0);
  for (const [byte, values] of lies.bytes ?? []) bytes.set(values, byte - 1);
  return {
    bytes,
    traces,
    samples,
    offsets,
    sampleOffsets,
    value: (i, j) => signal(code, i, j),
    words,
    sampleBytes: width,
  };
}

export function makeSu(plan: SuPlan): Made {
  const { order = 'little', traces = 5, interval = 4000, ntr = 0 } = plan;
  const samplesOf = perTrace(plan.samples, 20);
  const words: MadeWord[] = [...commonWords, { byte: 205, width: 4, value: () => ntr }];
  const parts: number[][] = [];
  const offsets: number[] = [];
  const samples: number[] = [];
  let at = 0;
  for (let i = 0; i < traces; i++) {
    const ns = samplesOf(i);
    offsets.push(at);
    samples.push(ns);
    const header: number[] = new Array(240).fill(0);
    for (const { byte, width, value } of words) put(header, byte, integerBytes(value(i), width), order);
    put(header, 115, integerBytes(ns, 2), order);
    put(header, 117, integerBytes(interval, 2), order);
    put(header, 189, floatBytes(12.5, 4), order);
    parts.push(header);
    const data: number[] = [];
    for (let j = 0; j < ns; j++) data.push(...sampleBytes(5, signal(5, i, j), order));
    parts.push(data);
    at += 240 + 4 * ns;
  }
  const bytes = finish(parts, plan.tail ?? 0);
  return {
    bytes,
    traces,
    samples,
    offsets,
    sampleOffsets: offsets.map((o) => o + 240),
    value: (i, j) => signal(5, i, j),
    words,
    sampleBytes: 4,
  };
}

/** Joins the parts; a positive tail appends bytes that look like nothing, a negative one cuts. */
function finish(parts: readonly (readonly number[])[], tail: number): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(size + tail);
  let at = 0;
  for (const part of parts) {
    bytes.set(part.slice(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
    at += part.length;
  }
  for (let i = size; i < bytes.length; i++) bytes[i] = 0xa5;
  return bytes;
}
