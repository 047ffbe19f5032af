/** A source folder that counts the time its files take to be read, for `--timings`; without it nothing is wrapped. */
import { type OpenFile, type SourceFolder, sourceBelow } from '../sources/folder.ts';
import { countersOn, deskCounters } from './plan.ts';

/** As `sourceBelow`; the milliseconds that reading and checking its files take go to the counter `source` of `desk`. */
export function timedSourceBelow(desk: SharedArrayBuffer): typeof sourceBelow {
  const counters = countersOn(desk);
  const at = deskCounters.indexOf('source');

  function timed<A extends readonly unknown[], T>(call: (...args: A) => T): (...args: A) => T {
    return (...args) => {
      const began = performance.now();
      try {
        return call(...args);
      } finally {
        counters[at] += performance.now() - began;
      }
    };
  }

  function timedFile(file: OpenFile): OpenFile {
    return { ...file, read: timed(file.read), readUpTo: timed(file.readUpTo), verify: timed(file.verify) };
  }

  return (root, path, only): SourceFolder => {
    const folder = sourceBelow(root, path, only);
    return { ...folder, open: (name) => timedFile(folder.open(name)) };
  };
}
