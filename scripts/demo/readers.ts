/** Several processes that together read every byte of every view, in random windows and random order, at the same time. */
import { type ChildProcess, fork } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Answer, Job } from './reader.ts';

const longestWindow = 1024 * 1024;

/** Windows that cover `size` bytes: many short ones, some long, cut anywhere; in random order. */
function randomWindows(size: number): [number, number][] {
  const windows: [number, number][] = [];
  for (let at = 0; at < size; ) {
    const length = Math.min(size - at, 1 + Math.floor(longestWindow ** (0.4 + 0.6 * Math.random())));
    windows.push([at, length]);
    at += length;
  }
  for (let i = windows.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [windows[i], windows[j]] = [windows[j], windows[i]];
  }
  return windows;
}

export type Pair = { readonly view: string; readonly source: string };

/** What all processes found; `different` lists the first byte that is wrong in each job that has one. */
export type Verdict = {
  readonly windows: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly different: readonly Extract<Answer, { kind: 'different' }>[];
};

/** Jobs of `count` processes: every process reads a share of every file, beginning with another file than the others. */
function jobsOf(pairs: readonly Pair[], samples: number, count: number): Job[][] {
  const jobs: Job[][] = Array.from({ length: count }, () => []);
  pairs.forEach(({ view, source }, n) => {
    const windows = randomWindows(statSync(view).size);
    for (let p = 0; p < count; p++) {
      jobs[(p + n) % count].push({ view, source, samples, windows: windows.filter((_, i) => i % count === p) });
    }
  });
  return jobs.map((own, p) => [...own.slice(p % own.length), ...own.slice(0, p % own.length)]);
}

/** Runs the processes to their end; `started` is told of each, so that it can be ended early. Rejects when one fails. */
export async function compareAll(
  pairs: readonly Pair[],
  samples: number,
  count: number,
  started: (child: ChildProcess) => void,
): Promise<Verdict> {
  const begun = performance.now();
  const answers = await Promise.all(jobsOf(pairs, samples, count).map((jobs) => run(jobs, started)));
  const seconds = (performance.now() - begun) / 1000;
  const all = answers.flat();
  const equal = all.filter((answer) => answer.kind === 'equal');
  return {
    windows: equal.reduce((sum, { windows }) => sum + windows, 0),
    bytes: equal.reduce((sum, { bytes }) => sum + bytes, 0),
    seconds,
    different: all.filter((answer) => answer.kind === 'different'),
  };
}

function run(jobs: readonly Job[], started: (child: ChildProcess) => void): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./reader.js', import.meta.url)));
    started(child);
    const answers: Answer[] = [];
    child.on('message', (answer: Answer) => {
      answers.push(answer);
      if (answers.length === jobs.length) child.disconnect();
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (answers.length === jobs.length) resolve(answers);
      else reject(new Error(`a reading process ended early (${signal ?? `status ${code}`})`));
    });
    child.send(jobs);
  });
}
