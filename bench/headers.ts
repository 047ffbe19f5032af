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
    /** Opens the file and reads all words of all traces. */
    async function ours(options: ReadHeadersOptions): Promise<number> {
      const began = performance.now();
      await readHeaders(path, options);
      return traces / (performance.now() - began) / 1000;
    }

    const lines: Line[] = [];
    const again = await readHeaders(path, { threads: 2 });
    for (const { options, how, goal } of [
      { options: { threads: 2 }, how: 'two threads', goal: { ratio: 2 } },
      { options: { threads: 2, columns: again }, how: 'two threads, columns of an earlier reading', goal: undefined },
      { options: {}, how: 'one thread', goal: undefined },
    ]) {
      lines.push({
        what: `all ${words} header words of ${traces.toLocaleString('en')} traces, ${how}`,
        peer: `${segyioName}: f.attributes(${word.byte})[:], one word`,
        unit: 'million traces/s',
        better: 'more',
        turns: await inTurn(rounds, () => ours(options), peer),
        goal,
      });
    }
    return lines;
  },
};
