/** Small IBM float recordings and what they must look like as IEEE rev 1, by the reference converter. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Facts, referenceSegy, referenceSu } from '../reference/segy-family.ts';
import { type Made, makeSegy } from './segy-maker.ts';

/** The target that `converted` is about. */
export const ieee = 'segy:samples=ieee32,revision=1';

export type Recording = {
  readonly bytes: Uint8Array;
  readonly facts: Facts;
  /** What the target `ieee` shows. */
  readonly converted: Uint8Array;
};

const factsOf = (made: Made, samples: number): Facts => ({
  format: 'segy',
  revision: '1',
  encoding: 'ibm32',
  order: 'big',
  text: 'ebcdic',
  base: 0,
  extTexts: 0,
  trailers: 0,
  offsets: made.offsets,
  samples: made.samples.map(() => samples),
  additional: made.offsets.map(() => 0),
  interval: 4000,
});

/**
 * A recording of `traces` traces; sample words differ from trace to trace and from `version` to version. Made with one
 * sample a trace and stretched, because neither the maker nor the reference converter is made for megabytes.
 */
export function recording(traces: number, samples: number, version: number = 0): Recording {
  const made = makeSegy({ revision: '1', code: 1, traces, samples: 1 });
  const wish = { revision: '1', samples: 'ieee32', order: 'big', text: 'ebcdic', clip: false } as const;
  const [bytes, converted] = [made.bytes, referenceSegy(made.bytes, factsOf(made, 1), wish)].map((short) =>
    stretched(short, traces, samples),
  );
  const word = new DataView(bytes.buffer);
  const float = new DataView(converted.buffer);
  for (let trace = 0; trace < traces; trace++) {
    for (let i = 0; i < samples; i++) {
      const at = 3600 + trace * (240 + 4 * samples) + 240 + 4 * i;
      // Sign 0, exponent 64 or 65, a normalised fraction that names version, trace and sample.
      const fraction = 0x100000 + (((version * 0x3779 + trace * 977 + i * 31) & 0xffff) << 4) + (version & 15);
      word.setUint32(at, 0x40000000 + ((i & 1) << 24) + fraction);
      float.setFloat32(at, (fraction / 2 ** 24) * 16 ** (i & 1));
    }
  }
  const offsets = Array.from({ length: traces }, (_, trace) => 3600 + trace * (240 + 4 * samples));
  const facts = { ...factsOf(made, samples), offsets, samples: offsets.map(() => samples) };
  return { bytes, facts, converted };
}

/** A file of one sample a trace with more of them, not filled in; bytes 3221 and 115 count them. */
function stretched(short: Uint8Array, traces: number, samples: number): Uint8Array {
  const long = new Uint8Array(3600 + traces * (240 + 4 * samples));
  const view = new DataView(long.buffer);
  long.set(short.subarray(0, 3600));
  view.setUint16(3220, samples);
  for (let trace = 0; trace < traces; trace++) {
    const at = 3600 + trace * (240 + 4 * samples);
    const from = 3600 + trace * 244;
    long.set(short.subarray(from, from + 240), at);
    view.setUint16(at + 114, samples);
  }
  return long;
}

/** What the target `su` shows of it. */
export function asSu({ bytes, facts }: Recording, order: 'big' | 'little'): Uint8Array {
  return referenceSu(bytes, facts, { order, clip: false, words: 'own' });
}

/** Writes files into a folder, making the folders between. */
export function fill(folder: string, files: Readonly<Record<string, Uint8Array | string>>): void {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}
