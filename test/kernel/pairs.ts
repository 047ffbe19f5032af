/** What the kernel tests share: all pairs and orders, words that find the corners, and arrays with poisoned surroundings. */
import { type ByteOrder, type SampleEncoding, type Stored, sampleEncodings } from '../../src/kernel/encodings.ts';

export const encodings = Object.keys(sampleEncodings) as SampleEncoding[];
export const targets: SampleEncoding[] = encodings.filter((encoding) => sampleEncodings[encoding].kind !== 'gain');

/** Orders that are defined for an encoding. */
export function ordersOf(encoding: SampleEncoding): ByteOrder[] {
  return sampleEncodings[encoding].bytes === 3 ? ['big', 'little'] : ['big', 'little', 'pairs'];
}

export function storedOf(encoding: SampleEncoding): Stored[] {
  return ordersOf(encoding).map((order) => ({ encoding, order }));
}

/** A small deterministic generator (mulberry32): 32 random bits a call. */
export function randomWords(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** Big-endian words at which conversions have corners, for each encoding; 32-bit halves from most significant down. */
const corners: { readonly [E in SampleEncoding]?: readonly (readonly number[])[] } = {
  ibm32: [
    [0],
    [0x80000000],
    [0x40000000],
    [0xc1000000],
    [0x66000000],
    [0x7f000000],
    [0x40000001],
    [0x41100000],
    [0xc276a000],
    [0x60ffffff],
    [0x61100000],
    [0x61000001],
    [0x21400000],
    [0x213fffff],
    [0x21300000],
    [0x1b100000],
    [0x1b800000],
    [0x1bc00000],
    [0x26ffffff],
    [0x27000001],
    [0x65ffffff],
    [0x66000001],
    [0x67000001],
    [0x7fffffff],
    [0xffffffff],
    [0x00000001],
    [0x487fffff],
    [0x487fffff],
    [0x4880_0000],
    [0x50ffffff],
    [0x407fffff],
    [0x40800000],
  ],
  ieee32: [
    [0],
    [0x80000000],
    [1],
    [0x807fffff],
    [0x00800000],
    [0x3f800000],
    [0x3f7fffff],
    [0x3effffff],
    [0x3f000000],
    [0x3fc00000],
    [0x40200000],
    [0x7f7fffff],
    [0xff7fffff],
    [0x7f800000],
    [0xff800000],
    [0x7fc00001],
    [0x7f800001],
    [0xffbfffff],
    [0x4f000000],
    [0xcf000000],
    [0x4effffff],
    [0x5f000000],
    [0x5f800000],
    [0x3dcccccd],
    [0x42fe0000],
    [0x42ff0000],
    [0xc3008000],
    [0xc3010000],
  ],
  ieee64: [
    [0, 0],
    [0x80000000, 0],
    [0, 1],
    [0x000fffff, 0xffffffff],
    [0x3ff00000, 0],
    [0x3fe00000, 0],
    [0x3fdfffff, 0xffffffff],
    [0x47efffff, 0xe0000000],
    [0x47efffff, 0xefffffff],
    [0x47efffff, 0xf0000000],
    [0x36900000, 0],
    [0x36900000, 1],
    [0x36a00000, 0],
    [0x4fafffff, 0xffffffff],
    [0x4fafffff, 0xe0000000],
    [0x4fafffff, 0xf0000000],
    [0x4fb00000, 0],
    [0x2e600000, 0],
    [0x2e600000, 1],
    [0x2e700000, 0],
    [0x7ff00000, 0],
    [0xfff00000, 0],
    [0x7ff80000, 1],
    [0x7ff00000, 1],
    [0xfff7ffff, 0xffffffff],
    [0x41dfffff, 0xffe00000],
    [0x41dfffff, 0xffc00000],
    [0x43e00000, 0],
    [0xc3e00000, 0],
    [0x43dfffff, 0xffffffff],
    [0x43f00000, 0],
    [0x43efffff, 0xffffffff],
    [0xbfe00000, 0],
    [0xbfe00000, 1],
    [0x40dfffd0, 0],
    [0x40dfffe0, 0],
    [0x405fe000, 0],
    [0x7fefffff, 0xffffffff],
  ],
  int64: [
    [0, 0],
    [0x7fffffff, 0xffffffff],
    [0x80000000, 0],
    [0xffffffff, 0xffffffff],
    [0x00200000, 1],
    [0x00000000, 0x01000001],
    [0x40000040, 1],
    [0x40000040, 0],
    [0xbfffffbf, 0xffffffff],
    [0, 0xffffffff],
    [0, 0x80000000],
    [0xffffffff, 0x7fffffff],
  ],
  uint64: [
    [0, 0],
    [0xffffffff, 0xffffffff],
    [0x80000000, 0],
    [0x7fffffff, 0xffffffff],
    [0x80000080, 0],
    [0x80000080, 1],
    [0xffffff80, 0],
    [0xffffff7f, 0xffffffff],
    [0x00200000, 1],
    [0, 0xffffffff],
  ],
  gain32mul: [[0x00007fff], [0x00ff8000], [0x00e87fff], [0xff010001], [0x00030000]],
  gain32div: [[0x00007fff], [0x00ff8000], [0x00a00001], [0xff010001], [0x00030000], [0x0010ffff]],
};

/** Stretch of samples of one sort, so that whole groups of a vector kernel are of it. */
const STRETCH = 40;

/**
 * `count` samples, stored as asked for: stretches of corners, of any bits, and of amplitudes as recordings have them
 * with zeros among them; which comes first depends on the seed.
 */
export function samplesOf(stored: Stored, count: number, seed: number): Uint8Array {
  const { bytes: width } = sampleEncodings[stored.encoding];
  const random = randomWords(seed);
  const special = corners[stored.encoding] ?? edges;
  const bytes = new Uint8Array(count * width);
  const word = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < count; i++) {
    const sort = (Math.floor(i / STRETCH) + seed) % 3;
    const corner = sort === 0 ? special[(i + seed) % special.length] : [];
    word.setUint32(0, corner[0] ?? (sort === 1 ? random() : plausible(stored.encoding, random)));
    word.setUint32(4, corner[1] ?? random());
    for (let j = 0; j < width; j++) {
      const place = stored.order === 'big' || width === 1 ? j : stored.order === 'little' ? width - 1 - j : j ^ 1;
      bytes[i * width + j] = word.getUint8(place);
    }
  }
  return bytes;
}

/** Limits of integers of 8 to 32 bits and their neighbours, left-aligned. */
const edges: readonly (readonly number[])[] = [
  [0],
  [0x7fffffff],
  [0x80000000],
  [0xffffffff],
  [0x7f000000],
  [0x80010000],
  [0x7fff0000],
  [0x00000001],
  [0x01000001],
  [0x00800000],
  [0x00008000],
  [0x00000080],
  [0x80000080],
  [0x80000100],
  [0xff7fffff],
  [0xffff7fff],
];

/** The most significant 32 bits of a word with an amplitude as recordings have it, or zero. */
function plausible(encoding: SampleEncoding, random: () => number): number {
  const bits = random();
  if (random() % 8 === 0) return 0;
  if (encoding === 'ibm32') return ((bits & 0x80ffffff) | ((0x3e + (random() % 6)) << 24)) >>> 0;
  if (encoding === 'ieee32') return ((bits & 0x807fffff) | ((118 + (random() % 20)) << 23)) >>> 0;
  if (encoding === 'ieee64') return ((bits & 0x800fffff) | ((1010 + (random() % 30)) << 20)) >>> 0;
  return bits;
}
