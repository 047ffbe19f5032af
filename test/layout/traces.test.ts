/** The trace part over made-up frames: any window is that slice of an obvious whole, and asks for what it must. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ByteRange, runSync } from '../../src/bytes/need.ts';
import { SeisError } from '../../src/error.ts';
import { createArena } from '../../src/kernel/arena.ts';
import { plainConverters, wasmConverters } from '../../src/kernel/converters.ts';
import { type SampleEncoding, sampleEncodings } from '../../src/kernel/encodings.ts';
import { blockBytes, type Headers, tracesPart } from '../../src/layout/traces.ts';
import type { Part } from '../../src/layout/layout.ts';
import type { Frames } from '../../src/model/trace-set.ts';

type Shape = { readonly header: number; readonly samples: number };

function alike(count: number, shape: Shape): readonly Shape[] {
  return Array.from({ length: count }, () => shape);
}

/** Frames of traces that lie one behind the other from `begin` on; regular when all shapes are alike. */
function framesOf(shapes: readonly Shape[], width: number, begin: number): Frames {
  const sum = (i: number, of: (shape: Shape) => number) => shapes.slice(0, i).reduce((n, shape) => n + of(shape), 0);
  const regular = shapes.every((s) => s.header === shapes[0].header && s.samples === shapes[0].samples);
  return {
    regular,
    offset: (i) => begin + sum(i, (s) => s.header + s.samples * width),
    samples: (i) => shapes[i].samples,
    headerBytes: (i) => shapes[i].header,
    dataSamples: (i) => sum(i, (s) => s.samples),
    dataHeaderBytes: (i) => sum(i, (s) => s.header),
  };
}

/** Headers of 4-byte words, each turned round; header sizes stay. Byte `size - size % 4` and on stay as they are. */
const turned: Headers = {
  bytes: undefined,
  reads: undefined,
  wordStart: (j) => j - (j % 4),
  wordEnd: (j) => j - (j % 4) + 4,
  make(dst, dstAt, src, srcAt, _trace, from, to) {
    for (let j = from; j < to; j += 4) {
      const word = [0, 1, 2, 3].map((i) => src[srcAt + j + i]);
      for (let i = 0; i < 4; i++) dst[dstAt + j + i] = word[3 - i];
    }
  },
  name: (j) => `word ${j >> 2}`,
};

/** Headers of `bytes` bytes, made from the first 4 bytes of the source's and the trace number. */
function madeHeaders(bytes: number): Headers {
  return {
    bytes,
    reads: 4,
    wordStart: (j) => j,
    wordEnd: (j) => j + 1,
    make(dst, dstAt, src, srcAt, trace, from, to) {
      for (let j = from; j < to; j++) dst[dstAt + j] = src[srcAt + (j % 4)] ^ trace ^ j;
    },
    name: (j) => `byte ${j}`,
  };
}

/** The whole part, made trace by trace in plain sight. */
function wholeOf(
  bytes: Uint8Array,
  shapes: readonly Shape[],
  begin: number,
  from: SampleEncoding,
  to: SampleEncoding,
  headers: Headers,
): Uint8Array {
  const out: number[] = [];
  const convert = plainConverters.make(
    { encoding: from, order: 'big' },
    { encoding: to, order: 'little' },
    { scale: 1, clip: true },
  );
  let at = begin;
  shapes.forEach((shape, trace) => {
    const header = bytes.slice(at, at + shape.header);
    const made = new Uint8Array(headers.bytes ?? shape.header);
    headers.make(made, 0, header, 0, trace, 0, made.length);
    at += shape.header;
    const samples = new Uint8Array(shape.samples * sampleEncodings[to].bytes);
    convert(samples, 0, bytes, at, shape.samples);
    at += shape.samples * sampleEncodings[from].bytes;
    out.push(...made, ...samples);
  });
  return Uint8Array.from(out);
}

/** Reads a window with the source behind it recorded; the destination and all lent buffers are poisoned differently. */
function readWindow(part: Part, bytes: Uint8Array, offset: number, length: number): [Uint8Array, ByteRange[]] {
  const into = new Uint8Array(length).fill(0xa5);
  const ranges: ByteRange[] = [];
  const source = {
    size: bytes.length,
    read(at: number, to: Uint8Array) {
      ranges.push({ offset: at, length: to.length });
      to.set(bytes.subarray(at, at + to.length));
    },
  };
  runSync(part.read(offset, into), [source], (n) => new Uint8Array(n).fill(0x5a));
  return [into, ranges];
}

/** Source bytes that repeat no pattern of a word's length. */
function sourceBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 37 + (i >> 8) * 11 + ((i * i) % 251)) & 0xff);
}

function partOf(frames: Frames, count: number, from: SampleEncoding, to: SampleEncoding, headers: Headers): Part {
  const stored = [
    { encoding: from, order: 'big' },
    { encoding: to, order: 'little' },
  ] as const;
  const convert = plainConverters.make(stored[0], stored[1], { scale: 1, clip: true });
  return tracesPart({ format: 'segy', frames, count, from: stored[0], to: stored[1], convert, headers });
}

const pairs = [
  ['ibm32', 'ieee32'],
  ['int24', 'int24'],
  ['int24', 'uint24'],
  ['int64', 'ieee64'],
  ['int16', 'ieee64'],
  ['ieee64', 'int8'],
  ['int24', 'ieee32'],
  ['int8', 'int24'],
] as const;

test('any window equals that slice of the whole, whatever the widths, headers and trace lengths are', () => {
  const shape = fc.record({ header: fc.constantFrom(0, 4, 8, 12), samples: fc.nat(7) });
  const regular = fc.tuple(shape, fc.integer({ min: 1, max: 9 })).map(([s, n]) => alike(n, s));
  fc.assert(
    fc.property(
      fc.oneof(regular, fc.array(shape, { minLength: 1, maxLength: 9 })),
      fc.constantFrom(...pairs),
      fc.constantFrom('turned', 'made', 'none'),
      fc.nat(9),
      fc.nat(),
      fc.nat(),
      (shapes, [from, to], kind, begin, a, b) => {
        const long = kind === 'made' ? shapes.map((s) => ({ ...s, header: s.header + 4 })) : shapes;
        const headers = kind === 'turned' ? turned : madeHeaders(kind === 'made' ? 7 : 0);
        const frames = framesOf(long, sampleEncodings[from].bytes, begin);
        const bytes = sourceBytes(frames.offset(long.length));
        const part = partOf(frames, long.length, from, to, headers);
        const whole = wholeOf(bytes, long, begin, from, to, headers);
        assert.equal(part.size, whole.length);
        const offset = whole.length === 0 ? 0 : a % whole.length;
        const length = whole.length === offset ? 0 : 1 + (b % (whole.length - offset));
        if (length === 0) return;
        const [got, ranges] = readWindow(part, bytes, offset, length);
        assert.deepEqual(got, whole.slice(offset, offset + length));
        for (const range of ranges) assert.ok(range.offset >= begin && range.length > 0);
      },
    ),
    { seed: 20240607, numRuns: 3000 },
  );
});

test('a window longer than a block is read block by block and still equals the slice', () => {
  for (const [from, to] of pairs) {
    const shapes = alike(50, { header: 12, samples: 3001 });
    const frames = framesOf(shapes, sampleEncodings[from].bytes, 5);
    const bytes = sourceBytes(frames.offset(50));
    for (const headers of [turned, madeHeaders(240)]) {
      const part = partOf(frames, 50, from, to, headers);
      const whole = wholeOf(bytes, shapes, 5, from, to, headers);
      const length = part.size - 18;
      const [got, ranges] = readWindow(part, bytes, 11, length);
      assert.ok(Buffer.from(got).equals(whole.subarray(11, 11 + length)), `${from} to ${to}`);
      assert.ok(ranges.every((range) => range.length <= blockBytes));
      assert.ok(ranges.length <= Math.ceil(bytes.length / blockBytes) + 3);
    }
  }
});

test('in the memory of WebAssembly kernels and outside it, windows are the same', () => {
  const arena = createArena(1 << 20);
  const converters = wasmConverters(arena);
  const shapes = alike(20, { header: 8, samples: 33 });
  for (const [from, to] of pairs) {
    const stored = [
      { encoding: from, order: 'big' },
      { encoding: to, order: 'little' },
    ] as const;
    const frames = framesOf(shapes, sampleEncodings[from].bytes, 5);
    const bytes = sourceBytes(frames.offset(20));
    const convert = converters.make(stored[0], stored[1], { scale: 1, clip: true });
    for (const headers of [turned, madeHeaders(6)]) {
      const part = tracesPart({ format: 'segy', frames, count: 20, from: stored[0], to: stored[1], convert, headers });
      const whole = wholeOf(bytes, shapes, 5, from, to, headers);
      const source = {
        size: bytes.length,
        read: (at: number, into: Uint8Array) => into.set(bytes.subarray(at, at + into.length)),
      };
      for (let offset = 0; offset < 60; offset += 7) {
        for (const take of [arena.lend, (n: number) => new Uint8Array(n)]) {
          const window = take(part.size - offset - 5).fill(0xa5);
          runSync(part.read(offset, window), [source], (n) => arena.lend(n).fill(0x5a));
          assert.ok(Buffer.from(window).equals(whole.subarray(offset, part.size - 5)), `${from} to ${to} at ${offset}`);
          arena.reset();
        }
      }
    }
  }
});

test('where nothing changes its size an aligned window is one range of its own length, a cut one lacks at most two words', () => {
  const shapes = alike(400, { header: 240, samples: 101 });
  const frames = framesOf(shapes, 4, 3600);
  const bytes = sourceBytes(frames.offset(400));
  const part = partOf(frames, 400, 'ibm32', 'ieee32', turned);
  for (let offset = 0; offset + 4096 <= part.size; offset += 4096) {
    assert.deepEqual(readWindow(part, bytes, offset, 4096)[1], [{ offset: 3600 + offset, length: 4096 }]);
  }
  assert.deepEqual(readWindow(part, bytes, 241, 4096)[1], [
    { offset: 3841, length: 4096 },
    { offset: 3840, length: 1 },
    { offset: 7937, length: 3 },
  ]);
});

test('a source header much longer than what is read of it is not fetched', () => {
  const shapes = alike(3, { header: 1 << 20, samples: 10 });
  const frames = framesOf(shapes, 4, 0);
  const bytes = sourceBytes(frames.offset(3));
  const part = partOf(frames, 3, 'ibm32', 'ieee32', madeHeaders(8));
  const [got, ranges] = readWindow(part, bytes, 0, part.size);
  assert.ok(Buffer.from(got).equals(wholeOf(bytes, shapes, 0, 'ibm32', 'ieee32', madeHeaders(8))));
  assert.ok(ranges.reduce((sum, range) => sum + range.length, 0) < 1000);
});

test('a sample that does not fit is refused with its trace, its number and its byte, wherever the window begins', () => {
  const shapes = alike(4, { header: 8, samples: 10 });
  const frames = framesOf(shapes, 4, 100);
  const bytes = new Uint8Array(frames.offset(4));
  const byte = 100 + 2 * 48 + 8 + 7 * 4;
  bytes[byte] = 0x01;
  const from = { encoding: 'int32', order: 'big' } as const;
  for (const to of [
    { encoding: 'int16', order: 'big' },
    { encoding: 'uint32', order: 'big' },
  ] as const) {
    if (to.encoding === 'uint32') bytes[byte] = 0xff;
    const convert = plainConverters.make(from, to, { scale: 1, clip: false });
    const headers = madeHeaders(8);
    const part = tracesPart({ format: 'segy', frames, count: 4, from, to, convert, headers });
    const third = part.size / 2;
    for (const offset of [0, third, third + 8, third + 8 + 7 * sampleEncodings[to.encoding].bytes + 1]) {
      assert.throws(
        () => readWindow(part, bytes, offset, part.size - offset),
        (error) =>
          error instanceof SeisError &&
          error.code === 'unrepresentable' &&
          error.message === `segy: trace 3 at byte ${byte + 1}: sample 8 does not fit ${to.encoding}` &&
          error.detail.trace === 2 &&
          error.detail.byte === byte &&
          (error.detail.mend ?? '').startsWith('clip=yes'),
      );
    }
  }
});

test('every byte is explained by the header word or sample it is made from', () => {
  const shapes = [
    { header: 8, samples: 2 },
    { header: 4, samples: 0 },
    { header: 8, samples: 1 },
  ];
  const part = partOf(framesOf(shapes, 2, 100), 3, 'int16', 'ieee32', turned);
  const origin = (offset: number) => part.explain(offset);
  assert.deepEqual(origin(5), { rule: 'header word', sourceOffset: 104, sourceLength: 4, trace: 0, what: 'word 1' });
  assert.deepEqual(origin(15), { rule: 'converted', sourceOffset: 110, sourceLength: 2, trace: 0, what: 'sample 2' });
  assert.deepEqual(origin(16), { rule: 'header word', sourceOffset: 112, sourceLength: 4, trace: 1, what: 'word 0' });
  assert.deepEqual(origin(28), { rule: 'converted', sourceOffset: 124, sourceLength: 2, trace: 2, what: 'sample 1' });
});
