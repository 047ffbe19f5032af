/**
 * Threads that help to read header words, kept for the next time: starting one takes longer than reading a hundred
 * thousand headers. An idle one keeps no process alive.
 */
import { Worker } from 'node:worker_threads';
import { type PlainError, SeisError } from '../error.ts';
import type { HeaderWork } from './header-work.ts';

/** What a thread answers when it has no more to do: nothing, or why it failed. */
export type HeaderAnswer = PlainError | undefined;

const idle = new Set<Worker>();

function start(): Worker {
  const worker = new Worker(new URL('./header-thread.js', import.meta.url));
  worker.on('exit', () => idle.delete(worker));
  return worker;
}

/** Has a thread take stretches of `work`; ends when none is left. Throws what went wrong there. */
export function help(work: HeaderWork): Promise<void> {
  const [worker = start()] = idle;
  idle.delete(worker);
  worker.ref();
  return new Promise((resolve, reject) => {
    function end(): void {
      worker.off('message', answered).off('error', failed).off('exit', gone);
      worker.unref();
    }
    function answered(answer: HeaderAnswer): void {
      end();
      idle.add(worker);
      if (answer === undefined) resolve();
      else reject(SeisError.fromPlain(answer));
    }
    function failed(error: unknown): void {
      end();
      reject(error);
    }
    function gone(): void {
      failed(new SeisError('io', 'a thread that read header words has ended', { path: work.path }));
    }
    worker.on('message', answered).on('error', failed).on('exit', gone);
    worker.postMessage(work);
  });
}
