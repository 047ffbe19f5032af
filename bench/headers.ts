/** Every header word of many short traces by our library, beside segyio's scan of a single word. */
import { type ReadHeadersOptions, readHeaders } from '../src/catalog/headers.ts';
import { type Benchmark, inTurn, type Line } from './figures.ts';
import { inPython, requireSame, segyioName } from './python.ts';
import { shortTraces } from './survey.ts';

/** The field record number: its first byte in the trace header, by which segyio names it, and its name here. */
const word = { byte: '9', name: 'fldr' };

export const headers: Benchmark = {
  name: 'headers',
  needs: ['segyio'],
  async measure({ quick, rounds }) {
    const { path, traces } = shortTraces(quick);
    const all = await readHeaders(path);
    const words = Object.keys(all).length;
    let sum = 0;
    for (const value of all[word.name]) sum += Number(value);
    requireSame(`word ${word.name}`, sum, inPython('attributes', path, word.byte).check);

    const peer = (): number => traces / inPython('attributes', path, word.byte).seconds / 1e6;
    /** Opens the file and reads all words of all traces into new columns. */
    async function ours(options: ReadHeadersOptions): Promise<number> {
      const began = performance.now();
      await readHeaders(path, options);
      return traces / (performance.now() - began) / 1000;
    }

    const lines: Line[] = [];
    for (const [threads, goal] of [
      [2, { ratio: 2 }],
      [1, undefined],
    ] as const) {
      lines.push({
        what: `all ${words} header words of ${traces.toLocaleString('en')} traces, threads: ${threads}`,
        peer: `${segyioName}: f.attributes(${word.byte})[:], one word`,
        unit: 'million traces/s',
        better: 'more',
        turns: await inTurn(rounds, () => ours({ threads }), peer),
        goal,
      });
    }
    return lines;
  },
};
