/** Where the time of one read goes: waiting, source, kernel and reply, as a mount with `--timings` counts them. */
import { closeSync, openSync, readSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { SeisError } from '../src/error.ts';
import { type DeskCounter, deskCounters } from '../src/threads/plan.ts';
import { alone, type Benchmark, inTurn, type Line, type Row } from './figures.ts';
import { fio, type Found, type Reads } from './fio.ts';
import { serveBindfs, serveSeisfs, type Server, withServers } from './servers.ts';
import { mainSurvey } from './survey.ts';

type Counters = Readonly<Record<DeskCounter, number>>;

const blocks = [4 << 10, 64 << 10, 1 << 20];
/** The daemon writes its status once a second. */
const longestWait = 10_000;
const pause = 200;

/** What a file of the status folder says: in a single read, because between two of them it may be written anew. */
function statusText(server: Server): string {
  const fd = openSync(server.file('.seisfs/status.json'), 'r');
  const bytes = Buffer.alloc(1 << 20);
  const length = readSync(fd, bytes, 0, bytes.length, 0);
  closeSync(fd);
  return bytes.toString('utf8', 0, length);
}

type Status = { readonly started: string; readonly uptimeSeconds: number; readonly workers: readonly Counters[] };

/** Counters of all threads together, from a status that was written after this call. */
async function counters(server: Server): Promise<Counters> {
  const asked = Date.now();
  for (;;) {
    const { started, uptimeSeconds, workers } = JSON.parse(statusText(server)) as Status;
    // The status tells its time to half a second.
    if (Date.parse(started) + uptimeSeconds * 1000 - 500 >= asked) {
      const sum = (name: DeskCounter): number => workers.reduce((total, worker) => total + worker[name], 0);
      return Object.fromEntries(deskCounters.map((name) => [name, sum(name)])) as Counters;
    }
    if (Date.now() - asked > longestWait) throw new SeisError('io', 'the mount does not write its status any more');
    await delay(pause);
  }
}

/** Microseconds of a read in each of its stages, as a mean over a run. */
type Stages = { readonly waiting: number; readonly source: number; readonly kernel: number; readonly reply: number };

/**
 * `waiting` is what is left of the reader's time when the thread's own is taken away: the way through the system's kernel
 * and until a thread has woken up. (A thread's own counter `waiting` also counts the time when nobody asks for anything.)
 */
async function stagesOf(server: Server, run: () => Found): Promise<Stages> {
  const before = await counters(server);
  const { latency, reads } = run();
  const after = await counters(server);
  const each = (name: DeskCounter): number => ((after[name] - before[name]) * 1000) / reads;
  const [source, work, reply] = [each('source'), each('work'), each('reply')];
  return { waiting: latency - work - reply, source, kernel: work - source, reply };
}

async function linesOf(block: number, rounds: number, seconds: number, ours: Server, bindfs: Server): Promise<Line[]> {
  const run = (server: Server) => (): Found => {
    const reads: Omit<Reads, 'path'> = { pattern: 'random', block, clients: 1, cache: 'round', until: { seconds } };
    return fio({ ...reads, path: server.file('survey.sgy') });
  };
  const what = `one read of ${block >> 10} KiB, IBM to IEEE, 1 client`;
  const latency = (server: Server) => (): number => run(server)().latency;
  const whole: Row = {
    what: `${what}: in all`,
    peer: 'bindfs -r',
    unit: 'us',
    better: 'less',
    turns: await inTurn(rounds, latency(ours), latency(bindfs)),
    goal: undefined,
  };
  const found: Stages[] = [];
  await alone(rounds, async () => {
    found.push(await stagesOf(ours, run(ours)));
    return 0;
  });
  const stage = (name: keyof Stages): Row => ({
    what: `${what}: ${name}`,
    peer: '-',
    unit: 'us',
    better: 'less',
    turns: { ours: found.slice(1).map((each) => each[name]), peer: [] },
    goal: undefined,
  });
  return [whole, stage('waiting'), stage('source'), stage('kernel'), stage('reply')];
}

export const stages: Benchmark = {
  name: 'stages',
  needs: ['mount', 'fio', 'bindfs'],
  measure: ({ quick, rounds, seconds }) => {
    const { folder } = mainSurvey(quick);
    return withServers(async (opened) => {
      const ours = await opened(serveSeisfs(folder, 'segy:samples=ieee32,revision=1', { timings: true }));
      const bindfs = await opened(serveBindfs(folder, false));
      const lines: Line[] = [];
      for (const block of blocks) lines.push(...(await linesOf(block, rounds, seconds, ours, bindfs)));
      return lines;
    });
  },
};
