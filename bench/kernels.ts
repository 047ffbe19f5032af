/**
 * Each kernel that matters beside a plain copy of the same block in the same memory: `node dist/bench/kernels.js`.
 * Both are measured in turn, warmed up, and the median of the rounds counts.
 */
import { fileURLToPath } from 'node:url';
import { createArena } from '../src/kernel/arena.ts';
import { wasmConverters } from '../src/kernel/converters.ts';
import { type ByteOrder, type SampleEncoding, sampleEncodings } from '../src/kernel/encodings.ts';

/** One kernel on one size of block; rates are bytes of the source block a second, in 10^9. */
export type KernelRow = {
  readonly name: string;
  /** Bytes of the source block. */
  readonly block: number;
  readonly gigabytes: number;
  readonly memcpy: number;
  /** `gigabytes / memcpy`. */
  readonly ratio: number;
};

type Case = readonly [SampleEncoding, ByteOrder, SampleEncoding, ByteOrder];

const cases: readonly Case[] = [
  ['int16', 'big', 'int16', 'little'],
  ['int24', 'big', 'int24', 'little'],
  ['ieee32', 'big', 'ieee32', 'little'],
  ['ieee64', 'big', 'ieee64', 'little'],
  ['ieee32', 'pairs', 'ieee32', 'big'],
  ['ieee32', 'pairs', 'ieee32', 'little'],
  ['ibm32', 'big', 'ieee32', 'big'],
  ['ibm32', 'big', 'ieee32', 'little'],
  ['ibm32', 'little', 'ieee32', 'little'],
  ['ibm32', 'big', 'ieee64', 'big'],
  ['ieee32', 'big', 'ibm32', 'big'],
  ['ieee32', 'big', 'ieee64', 'big'],
  ['ieee64', 'big', 'ieee32', 'big'],
  ['int16', 'big', 'ieee32', 'big'],
  ['int32', 'big', 'ieee32', 'big'],
  ['int24', 'big', 'ieee32', 'big'],
  ['ieee32', 'big', 'int16', 'big'],
  ['ibm32', 'pairs', 'ieee32', 'big'],
];

const blocks: readonly number[] = [256 * 1024, 1024 * 1024];
const ROUNDS = 21;

/** Words as recordings have them: amplitudes of all signs around 1, and a zero now and then. */
function fillBlock(bytes: Uint8Array, encoding: SampleEncoding, order: ByteOrder): void {
  const width = sampleEncodings[encoding].bytes;
  const view = new DataView(new ArrayBuffer(8));
  for (let at = 0, i = 0; at + width <= bytes.length; at += width, i++) {
    const amplitude = i % 50 === 0 ? 0 : Math.sin(i * 0.37) * (1 + (i % 97));
    view.setFloat64(0, amplitude);
    if (encoding === 'ieee32') view.setFloat32(0, amplitude);
    if (encoding === 'ibm32') {
      const fraction = Math.round((Math.abs(amplitude) / 256) * 0x1000000);
      view.setUint32(0, amplitude === 0 ? 0 : (amplitude < 0 ? 0xc2000000 : 0x42000000) + fraction);
    }
    if (encoding.includes('int')) view.setInt32(0, amplitude * 2 ** 24);
    for (let j = 0; j < width; j++) {
      bytes[at + j] = view.getUint8(order === 'little' ? width - 1 - j : order === 'pairs' ? j ^ 1 : j);
    }
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Milliseconds a call, over as many calls as make about a millisecond. */
function timed(work: () => void, calls: number): number {
  const began = performance.now();
  for (let i = 0; i < calls; i++) work();
  return (performance.now() - began) / calls;
}

/** Measures every case on every size of block; takes some seconds. */
export function benchKernels(): readonly KernelRow[] {
  const rows: KernelRow[] = [];
  const arena = createArena();
  const converters = wasmConverters(arena);
  for (const block of blocks) {
    for (const [from, fromOrder, to, toOrder] of cases) {
      arena.reset();
      const count = Math.floor(block / sampleEncodings[from].bytes);
      const src = arena.lend(block);
      const dst = arena.lend(count * sampleEncodings[to].bytes);
      const copied = arena.lend(block);
      fillBlock(src, from, fromOrder);
      const convert = converters.make(
        { encoding: from, order: fromOrder },
        { encoding: to, order: toOrder },
        { scale: sampleEncodings[to].kind === 'float' || from === to ? undefined : 100, clip: true },
      );
      const kernel = () => {
        convert(dst, 0, src, 0, count);
      };
      const copy = () => copied.set(src);
      const calls = Math.max(4, Math.round((4 * 1024 * 1024) / block));
      // Long enough for the engine to have its optimised code ready.
      for (let i = 0; i < 40; i++) {
        timed(kernel, calls);
        timed(copy, calls);
      }
      const times = { kernel: [] as number[], copy: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        times.copy.push(timed(copy, calls));
        times.kernel.push(timed(kernel, calls));
      }
      const gigabytes = block / median(times.kernel) / 1e6;
      const memcpy = block / median(times.copy) / 1e6;
      rows.push({
        name: `${from} ${fromOrder} to ${to} ${toOrder}`,
        block,
        gigabytes,
        memcpy,
        ratio: gigabytes / memcpy,
      });
    }
  }
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write('| conversion | block | GB/s | memcpy GB/s | ratio |\n|---|---|---|---|---|\n');
  for (const { name, block, gigabytes, memcpy, ratio } of benchKernels()) {
    const cells = [name, `${block / 1024} KiB`, gigabytes.toFixed(1), memcpy.toFixed(1), ratio.toFixed(2)];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
}
