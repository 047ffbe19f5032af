/** SEG-Y of revision 1 in IBM floats whose samples are Gaussian noise that fades with time, as amplitudes of a survey do. */
import { setWord } from '../src/bytes/fields.ts';
import { asciiToEbcdic, translate } from '../src/bytes/text.ts';
import { binaryHeader } from '../src/formats/segy/fields/binary-header.ts';
import { traceHeader } from '../src/formats/segy/fields/trace-header.ts';
import { plainConverters } from '../src/kernel/converters.ts';

export const fileHeaderBytes = 3600;

/** Bytes of a trace of `samples` samples with its header. */
export function traceBytes(samples: number): number {
  return traceHeader.length + 4 * samples;
}

/** Textual and binary header of a file whose traces all have `samples` samples. */
export function fileHeader(samples: number): Uint8Array {
  const bytes = new Uint8Array(fileHeaderBytes);
  const lines = ['C 1 GAUSSIAN NOISE THAT FADES WITH TIME', 'C39 SEG Y REV1', 'C40 END TEXTUAL HEADER'];
  const text = lines.map((line) => line.padEnd(80)).join('');
  translate(asciiToEbcdic, bytes, new TextEncoder().encode(text.padEnd(3200)));
  setWord(binaryHeader, 'interval', bytes, 3200, 2000, 'big');
  setWord(binaryHeader, 'samples', bytes, 3200, samples, 'big');
  setWord(binaryHeader, 'format', bytes, 3200, 1, 'big');
  setWord(binaryHeader, 'revisionMajor', bytes, 3200, 1, 'big');
  setWord(binaryHeader, 'fixedLength', bytes, 3200, 1, 'big');
  return bytes;
}

/** Traces `[first, first + count)` as bytes. */
export type Noise = (first: number, count: number) => Uint8Array;

/** How many different traces there are before their samples come again. */
const variety = 1021;

export function noise(samples: number): Noise {
  const words = ibmWords(samples);
  const length = traceBytes(samples);
  return (first, count) => {
    const bytes = new Uint8Array(count * length);
    for (let i = 0; i < count; i++) {
      const at = i * length;
      putHeader(bytes, at, first + i, samples);
      const source = ((first + i) % variety) * samples * 4;
      bytes.set(words.subarray(source, source + samples * 4), at + traceHeader.length);
    }
    return bytes;
  };
}

/** Inlines of 400 crosslines, 25 m apart. */
function putHeader(bytes: Uint8Array, at: number, trace: number, samples: number): void {
  const inline = Math.floor(trace / 400);
  const crossline = trace % 400;
  setWord(traceHeader, 'tracl', bytes, at, trace + 1, 'big');
  setWord(traceHeader, 'tracr', bytes, at, trace + 1, 'big');
  setWord(traceHeader, 'fldr', bytes, at, inline + 1, 'big');
  setWord(traceHeader, 'cdp', bytes, at, trace + 1, 'big');
  setWord(traceHeader, 'trid', bytes, at, 1, 'big');
  setWord(traceHeader, 'scalco', bytes, at, 1, 'big');
  setWord(traceHeader, 'sx', bytes, at, 500_000 + 25 * crossline, 'big');
  setWord(traceHeader, 'sy', bytes, at, 6_000_000 + 25 * (inline % 40_000), 'big');
  setWord(traceHeader, 'ns', bytes, at, samples, 'big');
  setWord(traceHeader, 'dt', bytes, at, 2000, 'big');
}

/** Samples of `variety` traces: normally distributed, by Box and Muller from a fixed seed, fading by a factor of e^3. */
function ibmWords(samples: number): Uint8Array {
  const count = variety * samples;
  const values = new Float32Array(count);
  let state = 0x2545f491;
  const uniform = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 1) / 2 ** 32;
  };
  for (let i = 0; i < count; i++) {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    values[i] = 1000 * normal * Math.exp((-3 * (i % samples)) / samples);
  }
  const little = { encoding: 'ieee32', order: 'little' } as const;
  const big = { encoding: 'ibm32', order: 'big' } as const;
  const words = new Uint8Array(count * 4);
  const convert = plainConverters.make(little, big, { scale: 1, clip: true });
  convert(words, 0, new Uint8Array(values.buffer), 0, count);
  return words;
}
