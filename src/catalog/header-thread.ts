/** Entry file of a thread that helps to read header words. It loads little, so that it starts quickly. */
import { readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { SyncSource } from '../bytes/need.ts';
import { SeisError } from '../error.ts';
import type { HeaderAnswer } from './header-crew.ts';
import { type HeaderWork, takeStretches } from './header-work.ts';

/** The file of the thread that asks for help, which closes it when all are done. */
function sourceOf({ fd, path, size }: HeaderWork): SyncSource {
  return {
    size,
    read(offset, into) {
      for (let done = 0; done < into.length; ) {
        const n = readSync(fd, into, done, into.length - done, offset + done);
        if (n === 0) throw new SeisError('stale', 'the source changed while it was being read', { path });
        done += n;
      }
    },
  };
}

function failureOf(error: unknown, path: string): SeisError {
  if (error instanceof SeisError) return error;
  const system = (error as NodeJS.ErrnoException).code;
  if (system === undefined) throw error;
  return new SeisError('io', `read failed with ${system}`, { path, system }, error);
}

function answerTo(work: HeaderWork): HeaderAnswer {
  try {
    takeStretches(work, sourceOf(work));
    return undefined;
  } catch (error) {
    return failureOf(error, work.path).toPlain();
  }
}

parentPort?.on('message', (work: HeaderWork) => parentPort?.postMessage(answerTo(work)));
