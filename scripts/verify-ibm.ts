/**
 * Compares every one of the 2^32 IBM words, in both byte orders on both sides, as the WebAssembly kernels convert it
 * to float32, with the definition: F * 16^(E-64) / 2^24 in float64, which is exact (F has 24 bits, the power of two is
 * in range), rounded once by storing it as float32 (IEEE 754 roundTiesToEven). Prints a table; exit code 1 on any
 * difference. Takes a minute on two cores: node dist/scripts/verify-ibm.js
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createArena } from '../src/kernel/arena.ts';
import { wasmConverters } from '../src/kernel/converters.ts';
import type { ByteOrder } from '../src/kernel/encodings.ts';

/** What one thread found; counts are words, each checked in four combinations of orders. */
type Findings = {
  checked: number;
  exact: number;
  rounded: number;
  infinite: number;
  mismatches: number;
  first: string[];
};

const THREADS = 2;
const CHUNK = 1 << 16;
const orders: readonly ByteOrder[] = ['big', 'little'];

const swapped = (word: number): number =>
  ((word << 24) | ((word << 8) & 0xff0000) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;

/** Checks the words whose top byte (sign and exponent) is `thread`, `thread + THREADS`, ... */
function check(thread: number): Findings {
  const arena = createArena(8 * CHUNK * 4);
  const converters = wasmConverters(arena);
  const words = () => {
    const bytes = arena.take(CHUNK * 4);
    return { bytes, view: new Uint32Array(bytes.buffer, bytes.byteOffset, CHUNK) };
  };
  const source = { little: words(), big: words() };
  const result = words();
  const expected = new Float32Array(CHUNK);
  const expectedBits = { little: new Uint32Array(expected.buffer), big: new Uint32Array(CHUNK) };
  const pairs = orders.flatMap((from) =>
    orders.map((to) => ({
      from: from as 'big' | 'little',
      to: to as 'big' | 'little',
      convert: converters.make(
        { encoding: 'ibm32', order: from },
        { encoding: 'ieee32', order: to },
        { scale: undefined, clip: false },
      ),
    })),
  );
  const found: Findings = { checked: 0, exact: 0, rounded: 0, infinite: 0, mismatches: 0, first: [] };

  for (let top = thread; top < 256; top += THREADS) {
    const factor = (top >= 128 ? -1 : 1) * 2 ** (4 * ((top & 127) - 64) - 24);
    for (let start = 0; start < 1 << 24; start += CHUNK) {
      for (let i = 0; i < CHUNK; i++) {
        const fraction = start + i;
        const word = top * 0x1000000 + fraction;
        source.little.view[i] = word;
        source.big.view[i] = swapped(word);
        const value = fraction * factor;
        expected[i] = value;
        expectedBits.big[i] = swapped(expectedBits.little[i]);
        if (expected[i] === value) found.exact++;
        else if (expected[i] === Infinity || expected[i] === -Infinity) found.infinite++;
        else found.rounded++;
      }
      for (const { from, to, convert } of pairs) {
        result.bytes.fill(0xa5);
        const answer = convert(result.bytes, 0, source[from].bytes, 0, CHUNK);
        const wanted = expectedBits[to];
        let wrong = answer === -1 ? 0 : 1;
        for (let i = 0; i < CHUNK; i++) {
          if (result.view[i] === wanted[i]) continue;
          wrong++;
          if (found.first.length < 10) found.first.push(`${from} ${to} ${(top * 0x1000000 + start + i).toString(16)}`);
        }
        found.mismatches += wrong;
      }
      found.checked += CHUNK;
    }
  }
  return found;
}

if (isMainThread) {
  const began = process.hrtime.bigint();
  const parts = await Promise.all(
    Array.from({ length: THREADS }, (_, thread) => {
      const worker = new Worker(new URL(import.meta.url), { workerData: thread });
      return new Promise<Findings>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
      });
    }),
  );
  const sum = (of: (part: Findings) => number) => parts.reduce((total, part) => total + of(part), 0);
  const checked = sum((part) => part.checked);
  const mismatches = sum((part) => part.mismatches);
  const rows: readonly (readonly [string, number | string])[] = [
    ['words checked, each in 4 combinations of orders', checked],
    ['float32 holds the value exactly', sum((part) => part.exact)],
    ['rounded to nearest (subnormal results and zero)', sum((part) => part.rounded)],
    ['2^128 and beyond: infinite', sum((part) => part.infinite)],
    ['mismatches', mismatches],
    ['seconds', (Number(process.hrtime.bigint() - began) / 1e9).toFixed(1)],
  ];
  for (const [name, value] of rows) process.stdout.write(`${name}: ${value}\n`);
  for (const word of parts.flatMap((part) => part.first)) process.stdout.write(`differs: ${word}\n`);
  process.exitCode = mismatches === 0 && checked === 2 ** 32 ? 0 : 1;
} else {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port is no window
  parentPort?.postMessage(check(workerData as number));
}
