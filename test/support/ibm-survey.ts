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

const factsOf = (made: Made): Facts => ({
  format: 'segy',
  revision: '1',
  encoding: 'ibm32',
  order: 'big',
  text: 'ebcdic',
  base: 0,
  extTexts: 0,
  trailers: 0,
  offsets: made.offsets,
  samples: made.samples,
  additional: made.offsets.map(() => 0),
  interval: 4000,
});

/**
 * A recording of `traces` traces; every sample word differs from those of another `version`, and all versions of one
 * shape have the same size.
 */
export function recording(traces: number, samples: number, version: number = 0): Recording {
  const made = makeSegy({ revision: '1', code: 1, traces, samples });
  const bytes = made.bytes.slice();
  const view = new DataView(bytes.buffer);
  for (let trace = 0; trace < traces; trace++) {
    for (let i = 0; i < samples; i++) {
      // Sign 0, exponent 64 or 65, a normalised fraction that names version, trace and sample.
      const fraction = 0x100000 + (((version * 0x3779 + trace * 977 + i * 31) & 0xffff) << 4) + (version & 15);
      view.setUint32(made.sampleOffsets[trace] + 4 * i, 0x40000000 + ((i & 1) << 24) + fraction);
    }
  }
  const facts = factsOf(made);
  const wish = { revision: '1', samples: 'ieee32', order: 'big', text: 'ebcdic', clip: false } as const;
  return { bytes, facts, converted: referenceSegy(bytes, facts, wish) };
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
