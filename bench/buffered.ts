/** Sequential reads as `cp` makes them, through the kernel's read-ahead, each pass after its cached pages were dropped. */
import { type Benchmark, inTurn, type Line } from './figures.ts';
import { fio } from './fio.ts';
import { bindfsPeers } from './peers.ts';
import { type Server, serveSeisfs, withServers } from './servers.ts';
import { mainSurvey } from './survey.ts';

/** fio's `--invalidate=1` drops the pages of the mounted file (posix_fadvise DONTNEED); those of the source stay. */
const rate = (server: Server, bytes: number) => (): number =>
  fio({
    path: server.file('survey.sgy'),
    pattern: 'sequential',
    block: 1 << 20,
    clients: 1,
    cache: 'dropped',
    until: { bytes, times: 1 },
  }).gigabytes;

export const buffered: Benchmark = {
  name: 'buffered',
  needs: ['mount', 'fio', 'bindfs'],
  measure: ({ quick, rounds }) => {
    const { folder, survey } = mainSurvey(quick);
    return withServers(async (opened) => {
      const ours = await opened(serveSeisfs(folder, 'segy:samples=ieee32,revision=1'));
      const lines: Line[] = [];
      for (const peer of bindfsPeers) {
        const theirs = await opened(peer.serve(folder));
        lines.push({
          what: 'sequential 1 MiB, 1 client, buffered, pages dropped before, IBM to IEEE',
          peer: peer.name,
          unit: 'GB/s',
          better: 'more',
          turns: await inTurn(rounds, rate(ours, survey.size), rate(theirs, survey.size)),
          goal: undefined,
        });
      }
      return lines;
    });
  },
};
