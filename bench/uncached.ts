/** Reads through FUSE with its page cache out of the way, beside C pass-throughs that convert nothing. */
import { type Benchmark, type Extent, inTurn, type Line } from './figures.ts';
import { fio, type Reads } from './fio.ts';
import { bindfsPeers, passthroughMissing, passthroughName, passthroughPeer } from './peers.ts';
import { type Server, serveSeisfs, withServers } from './servers.ts';
import { mainSurvey } from './survey.ts';

type Workload = Pick<Reads, 'pattern' | 'block' | 'clients'> & {
  readonly name: string;
  readonly what: string;
  /** Ratios to reach. */
  readonly goals: { readonly converting: number; readonly unchanged: number };
};

const workloads: readonly Workload[] = [
  {
    name: 'sequential',
    what: 'sequential 1 MiB, 1 client',
    pattern: 'sequential',
    block: 1 << 20,
    clients: 1,
    goals: { converting: 1, unchanged: 1.5 },
  },
  {
    name: 'random-64k',
    what: 'random 64 KiB, 4 clients',
    pattern: 'random',
    block: 64 << 10,
    clients: 4,
    goals: { converting: 0.7, unchanged: 0.95 },
  },
  {
    name: 'random-4k',
    what: 'random 4 KiB, 16 clients',
    pattern: 'random',
    block: 4 << 10,
    clients: 16,
    goals: { converting: 0.95, unchanged: 0.95 },
  },
];

/** What is read of us; the peer shows the file of the same name. */
const subjects = [
  { what: 'IBM to IEEE', mount: 'ieee', file: 'survey.sgy', kind: 'converting' },
  { what: 'identity view', mount: 'same', file: 'survey.sgy', kind: 'unchanged' },
  { what: 'passed-through file', mount: 'same', file: 'random.bin', kind: 'unchanged' },
] as const;

function measure(workload: Workload, extent: Extent): Promise<readonly Line[]> {
  const { pattern, block, clients, what, goals } = workload;
  const { folder } = mainSurvey(extent.quick);
  return withServers(async (opened) => {
    const ours = {
      ieee: await opened(serveSeisfs(folder, 'segy:samples=ieee32,revision=1')),
      same: await opened(serveSeisfs(folder, 'segy:samples=ibm32,revision=1')),
    };
    const lines: Line[] = [];
    const stricter = passthroughPeer(extent);
    for (const peer of [...bindfsPeers, ...(stricter === undefined ? [] : [stricter])]) {
      const theirs = await opened(peer.serve(folder));
      for (const subject of subjects) {
        const rate = (server: Server, cache: Reads['cache']) => (): number => {
          const path = server.file(subject.file);
          return fio({ path, pattern, block, clients, cache, until: { seconds: extent.seconds } }).gigabytes;
        };
        lines.push({
          what: `${what}, ${subject.what}`,
          peer: peer.name,
          unit: 'GB/s',
          better: 'more',
          turns: await inTurn(extent.rounds, rate(ours[subject.mount], 'round'), rate(theirs, peer.round)),
          goal: { ratio: goals[subject.kind] },
        });
      }
    }
    if (stricter === undefined) lines.push({ what, peer: passthroughName, missing: passthroughMissing });
    return lines;
  });
}

export const uncached: readonly Benchmark[] = workloads.map((workload) => ({
  name: workload.name,
  needs: ['mount', 'fio', 'bindfs'],
  measure: (extent) => measure(workload, extent),
}));
