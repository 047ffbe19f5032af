/** Every header word of many short traces by our library, beside segyio's scan of a single word. */
import { runSync } from '../src/bytes/need.ts';
import { SeisError } from '../src/error.ts';
import type { HeaderWords } from '../src/formats/format.ts';
import { fillColumns, type HeaderColumns, makeColumns, wordNames } from '../src/formats/header-columns.ts';
import { type Benchmark, inTurn } from './figures.ts';
import { openHere } from './in-process.ts';
import { inPython, requireSame, segyioName } from './python.ts';
import { shortTraces } from './survey.ts';

/** The field record number: its first byte in the trace header, by which segyio names it, and its name here. */
const word = { byte: '9', name: 'fldr' };

export const headers: Benchmark = {
  name: 'headers',
  needs: ['segyio'],
  async measure({ quick, rounds }) {
    const { path, traces } = shortTraces(quick);
    const { file, set, format, close } = openHere(path);
    const words = format.headerWords?.(set);
    if (words === undefined) throw new SeisError('unsupported', 'the format has no trace headers', { path });
    const names = wordNames(words);

    /** Reads all words of all traces into new columns. */
    function scan(): HeaderColumns {
      const columns = makeColumns(words as HeaderWords, names, set.count);
      runSync(fillColumns(set, words as HeaderWords, columns, 0, set.count), [file]);
      file.verify();
      return columns;
    }

    let sum = 0;
    for (const value of scan()[word.name]) sum += Number(value);
    requireSame(`word ${word.name}`, sum, inPython('attributes', path, word.byte).check);

    function ours(): number {
      const began = performance.now();
      scan();
      return traces / (performance.now() - began) / 1000;
    }
    const peer = (): number => traces / inPython('attributes', path, word.byte).seconds / 1e6;
    const turns = await inTurn(rounds, ours, peer);
    close();
    return [
      {
        what: `all ${names.length} header words of ${traces.toLocaleString('en')} traces, one thread`,
        peer: `${segyioName}: f.attributes(${word.byte})[:], one word`,
        unit: 'million traces/s',
        better: 'more',
        turns,
        goal: { ratio: 2 },
      },
    ];
  },
};
