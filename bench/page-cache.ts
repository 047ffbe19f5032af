/** Reading again what the kernel has kept of a view, by read(2) and by mmap, beside the same of the source file itself. */
import { type Benchmark, inTurn, type Line } from './figures.ts';
import { fio, type Reads } from './fio.ts';
import { serveSeisfs, withServers } from './servers.ts';
import { mainSurvey } from './survey.ts';

/** The range that is read again and again; larger than the processor's caches. */
const range = { whole: 512 << 20, quick: 32 << 20 };
const times = 4;

const ways = [
  { what: 'read(2) of 1 MiB', by: 'read' },
  { what: 'mmap, 1 MiB at a time', by: 'mmap' },
] as const;

export const pageCache: Benchmark = {
  name: 'page-cache',
  needs: ['mount', 'fio'],
  measure: ({ quick, rounds }) => {
    const { folder, survey } = mainSurvey(quick);
    const bytes = quick ? range.quick : range.whole;
    return withServers(async (opened) => {
      const ours = await opened(serveSeisfs(folder, 'segy:samples=ieee32,revision=1'));
      const lines: Line[] = [];
      for (const { what, by } of ways) {
        const again = (path: string) => (): number => {
          const reads: Omit<Reads, 'until'> = {
            path,
            pattern: 'sequential',
            block: 1 << 20,
            clients: 1,
            cache: 'used',
            by,
          };
          return fio({ ...reads, until: { bytes, times } }).gigabytes;
        };
        lines.push({
          what: `second read of ${bytes >> 20} MiB of an IEEE view, ${what}`,
          peer: 'the source file itself',
          unit: 'GB/s',
          better: 'more',
          turns: await inTurn(rounds, again(ours.file('survey.sgy')), again(survey.path)),
          goal: { atLeast: 5 },
        });
      }
      return lines;
    });
  },
};
