/** A whole file from IBM to native floats: our view read by NumPy, the same without a mount, and segyio on the source. */
import { type Benchmark, inTurn, type Line, type Measure } from './figures.ts';
import { openHere } from './in-process.ts';
import { inPython, requireSame, segyioName } from './python.ts';
import { serveSeisfs, withServers } from './servers.ts';
import { mainSurvey } from './survey.ts';

/** Samples as this machine computes with them. */
const native = 'segy:samples=ieee32,order=little,revision=2.1';

export const samples: Benchmark = {
  name: 'samples',
  needs: ['mount', 'segyio'],
  measure: ({ quick, rounds }) => {
    const { folder, survey } = mainSurvey(quick);
    const gigabytes = survey.size / 1e9;
    return withServers(async (opened) => {
      const mounted = (await opened(serveSeisfs(folder, native))).file('survey.sgy');
      const ns = String(survey.samples);
      requireSame('samples', inPython('view', mounted, ns).check, inPython('raw', survey.path).check);

      const here = openHere(survey.path);
      const view = here.view(native);
      function secondsHere(): number {
        const began = performance.now();
        here.readAll(view);
        return (performance.now() - began) / 1000;
      }

      const ways: readonly { readonly what: string; readonly rate: Measure }[] = [
        { what: 'a new NumPy array from the mount', rate: () => gigabytes / inPython('view', mounted, ns).seconds },
        { what: 'the mount read in blocks', rate: () => gigabytes / inPython('blocks', mounted).seconds },
        { what: 'in the process, without a mount', rate: () => gigabytes / secondsHere() },
      ];
      const lines: Line[] = [];
      for (const { what, rate } of ways) {
        lines.push({
          what: `whole file, IBM to float: ${what}`,
          peer: `${segyioName}: f.trace.raw[:]`,
          unit: 'GB/s',
          better: 'more',
          turns: await inTurn(rounds, rate, () => gigabytes / inPython('raw', survey.path).seconds),
          goal: { ratio: 10 },
        });
      }
      here.close();
      return lines;
    });
  },
};
