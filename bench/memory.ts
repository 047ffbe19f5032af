/** Memory that the daemon has had resident at most, after gigabytes of reads by many clients. */
import type { Benchmark } from './figures.ts';
import { fio } from './fio.ts';
import { serveBindfs, serveSeisfs, type Server, withServers } from './servers.ts';
import { mainSurvey } from './survey.ts';

const clients = 10;
const wanted = 5e9;

/** Megabytes (10^6) that were resident at most after every client has read half of the survey so many times. */
function peak(server: Server, bytes: number, times: number): number {
  const path = server.file('survey.sgy');
  fio({ path, pattern: 'sequential', block: 1 << 20, clients, cache: 'round', until: { bytes, times } });
  fio({ path, pattern: 'random', block: 64 << 10, clients, cache: 'round', until: { seconds: 1 } });
  return server.residentPeak() / 1e6;
}

export const memory: Benchmark = {
  name: 'memory',
  needs: ['mount', 'fio', 'bindfs'],
  measure: ({ quick }) => {
    const { folder, survey } = mainSurvey(quick);
    const half = Math.floor(survey.size / 2 / 2 ** 20) * 2 ** 20;
    const times = quick ? 1 : Math.ceil(wanted / (clients * half));
    return withServers(async (opened) => {
      const ours = await opened(serveSeisfs(folder, 'segy:samples=ieee32,revision=1', { workers: clients }));
      const theirs = await opened(serveBindfs(folder, true));
      const read = ((clients * half * times) / 1e9).toFixed(1);
      return [
        {
          what: `resident memory at most, ${clients} workers, after ${read} GB by ${clients} clients`,
          peer: 'bindfs -r --multithreaded',
          unit: 'MB',
          better: 'less',
          turns: { ours: [peak(ours, half, times)], peer: [peak(theirs, half, times)] },
          goal: { atMost: 200 },
        },
      ];
    });
  },
};
