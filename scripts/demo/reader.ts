/** A process that reads windows of views and compares every byte with the independent conversion of the source. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { expected, type Source } from './conversion.ts';

/** Windows of one view, in the order in which they are read. */
export type Job = {
  readonly view: string;
  readonly source: string;
  readonly samples: number;
  readonly windows: readonly (readonly [offset: number, length: number])[];
};

/** What came out: how much was compared, or the first byte that differs. */
export type Answer =
  | { readonly kind: 'equal'; readonly windows: number; readonly bytes: number; readonly readSeconds: number }
  | { readonly kind: 'different'; readonly view: string; readonly offset: number; readonly finding: string };

/** Fills `into` from `offset` on; returns how much of it there was. */
function readFully(file: number, into: Uint8Array, offset: number): number {
  let done = 0;
  while (done < into.length) {
    const n = readSync(file, into, done, into.length - done, offset + done);
    if (n === 0) break;
    done += n;
  }
  return done;
}

function compareJob({ view, source, samples, windows }: Job): Answer {
  const content = readFileSync(source);
  const from: Source = { bytes: new DataView(content.buffer, content.byteOffset, content.length), samples };
  const file = openSync(view, 'r');
  let bytes = 0;
  let milliseconds = 0;
  try {
    for (const [offset, length] of windows) {
      // Filled with what no reading leaves by chance.
      const got = new Uint8Array(length).fill(0xa5);
      const begun = performance.now();
      const n = readFully(file, got, offset);
      milliseconds += performance.now() - begun;
      if (n !== length)
        return { kind: 'different', view, offset, finding: `${n} bytes were read, ${length} are there` };
      const wanted = expected(from, offset, length);
      if (Buffer.compare(got, wanted) !== 0) {
        const i = got.findIndex((byte, k) => byte !== wanted[k]);
        return {
          kind: 'different',
          view,
          offset: offset + i,
          finding: `byte ${got[i]} was read, ${wanted[i]} is right`,
        };
      }
      bytes += length;
    }
  } finally {
    closeSync(file);
  }
  return { kind: 'equal', windows: windows.length, bytes, readSeconds: milliseconds / 1000 };
}

process.on('message', (jobs: readonly Job[]) => {
  for (const job of jobs) process.send?.(compareJob(job));
});
// Whoever started this process has all answers, or has gone.
process.on('disconnect', () => process.exit());
