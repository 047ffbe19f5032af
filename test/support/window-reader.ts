/**
 * A reader process: random windows of files below a mount, each compared with the same window of a file that holds what
 * is expected. Arguments: seed, number of windows, then pairs of paths. Says how many windows were right, or fails.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const [seed, windows, ...paths] = process.argv.slice(2);
let state = Number(seed) >>> 0;

/** Marsaglia's xorshift: a number from 0 up to `below`. */
function random(below: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

const files = Array.from({ length: paths.length / 2 }, (_, i) => ({
  path: paths[2 * i],
  wanted: readFileSync(paths[2 * i + 1]),
}));
const lengths = [1, 3, 240, 4096, 65536, 131072, 400_000];
const into = Buffer.alloc(400_000);
for (let i = 0; i < Number(windows); i++) {
  const { path, wanted } = files[random(files.length)];
  const fd = openSync(path, 'r');
  for (let k = 0; k < 4; k++) {
    const offset = random(wanted.length + 10);
    const length = 1 + random(lengths[random(lengths.length)]);
    into.fill(0xa5);
    const got = readSync(fd, into, 0, length, offset);
    const right = wanted.subarray(offset, offset + length);
    if (got !== right.length || !into.subarray(0, got).equals(right)) {
      console.error(`${path}: bytes ${offset}+${length} are wrong (${got} read)`);
      process.exit(1);
    }
  }
  closeSync(fd);
}
console.log(`${Number(windows) * 4} windows`);
