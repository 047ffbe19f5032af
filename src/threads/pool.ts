/**
 * The serving threads of a mount: started, watched, replaced.
 *
 * A thread that dies leaves its request unanswered and perhaps a lock held; both are mended here before another thread
 * takes its place. When threads keep dying, the mount ends with a message instead of serving badly.
 */
import { Worker } from 'node:worker_threads';
import { SeisError } from '../error.ts';
import { bytesOf, requestAt } from '../fuse/abi.ts';
import { errno } from '../fuse/errno.ts';
import { putHeader, replyBuffer } from '../fuse/reply.ts';
import { breakLock } from '../tree/shared-log.ts';
import {
  deskBytes,
  deskRequest,
  readCounters,
  type DeskCounter,
  type ServingPlan,
  type ThreadMessage,
} from './plan.ts';
import { answer } from './serve.ts';

export type PoolEvents = {
  /** A failure worth telling the user. */
  problem(thread: number, operation: string, error: SeisError): void;
  /** A thread died and was replaced. */
  replaced(thread: number, reason: string): void;
};

export type Pool = {
  /** Resolves when every thread is ready to serve; rejects when one cannot start. */
  readonly ready: Promise<void>;
  /** Resolves when all threads have ended because the mount ended; rejects when the pool gave up. */
  readonly ended: Promise<void>;
  counters(): { readonly thread: number; readonly deaths: number; readonly counters: Record<DeskCounter, number> }[];
  /** Ends a thread from outside, as an accident would: for tests of that accident. */
  kill(thread: number): void;
};

/** More deaths than this within `deathWindow` milliseconds end the mount. */
const deathsAllowed = 8;
const deathWindow = 60_000;
/** Young generation of a thread's heap, in MiB: the serving loop makes little garbage, and ten threads stay below 200 MB. */
const heapLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 512 };

export function startPool(plan: Omit<ServingPlan, 'thread' | 'desk'>, threads: number, events: PoolEvents): Pool {
  const desks = Array.from({ length: threads }, () => new SharedArrayBuffer(deskBytes));
  const deaths: number[] = new Array(threads).fill(0);
  const workers: (Worker | undefined)[] = new Array(threads).fill(undefined);
  const recent: number[] = [];
  let ready = 0;
  let running = threads;
  let over = false;
  let nowReady: () => void = () => {};
  let notReady: (error: SeisError) => void = () => {};
  let nowEnded: () => void = () => {};
  let gaveUp: (error: SeisError) => void = () => {};
  const readyPromise = new Promise<void>((resolve, reject) => {
    nowReady = resolve;
    notReady = reject;
  });
  const endedPromise = new Promise<void>((resolve, reject) => {
    nowEnded = resolve;
    gaveUp = reject;
  });
  // Whoever waits for readiness only is told there; nobody need listen to both.
  endedPromise.catch(() => {});
  readyPromise.catch(() => {});

  /** Answers the request that a dead thread had taken, with EIO: one that needs no answer, or has it, is unknown to the kernel. */
  function settle(i: number): void {
    breakLock(plan.nodes, i + 1);
    const request = new DataView(desks[i], deskRequest, bytesOf.inHeader);
    if (request.getUint32(requestAt.length, true) === 0) return;
    request.setUint32(requestAt.length, 0, true);
    const reply = replyBuffer(new Uint8Array(bytesOf.outHeader));
    const low = request.getUint32(requestAt.unique, true);
    const high = request.getUint32(requestAt.unique + 4, true);
    putHeader(reply, bytesOf.outHeader, errno.EIO, low, high);
    answer(plan.device, reply.bytes, bytesOf.outHeader);
  }

  function died(i: number, reason: string): void {
    deaths[i]++;
    try {
      settle(i);
    } catch (cause) {
      giveUp(`thread ${i + 1} died (${reason}) and its request could not be answered: ${String(cause)}`);
      return;
    }
    const now = Date.now();
    recent.push(now);
    while (recent[0] < now - deathWindow) recent.shift();
    if (ready < threads || recent.length > deathsAllowed) {
      giveUp(`thread ${i + 1} died: ${reason}`);
      return;
    }
    events.replaced(i + 1, reason);
    start(i);
  }

  function giveUp(message: string): void {
    over = true;
    const error = new SeisError('io', message);
    notReady(error);
    gaveUp(error);
  }

  function start(i: number): void {
    const own: ServingPlan = { ...plan, thread: i + 1, desk: desks[i] };
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: own, resourceLimits: heapLimits });
    workers[i] = worker;
    let first = true;
    let ended = false;
    let reason = 'it ended without a reason';
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'ended') ended = true;
      else if (message.kind === 'problem') {
        const error = SeisError.fromPlain(message.error);
        if (message.operation === 'serve') reason = error.message;
        else events.problem(i + 1, message.operation, error);
      } else if (first && deaths[i] === 0) {
        ready++;
        if (ready === threads) nowReady();
      }
      first = false;
    });
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => {
      workers[i] = undefined;
      if (over) return;
      if (!ended) died(i, reason);
      else if (--running === 0) nowEnded();
    });
  }

  for (let i = 0; i < threads; i++) start(i);
  return {
    ready: readyPromise,
    ended: endedPromise,
    counters: () => desks.map((desk, i) => ({ thread: i + 1, deaths: deaths[i], counters: readCounters(desk) })),
    kill(thread) {
      void workers[thread - 1]?.terminate();
    },
  };
}
