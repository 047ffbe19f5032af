/** Runs segyio-peer.py, which times itself, in a new Python process. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { SeisError } from '../src/error.ts';
import { clone } from './machine.ts';
import { python } from './needs.ts';

/** `check` is a number that follows from what was read. */
export type Timed = { readonly seconds: number; readonly check: number };

export const segyioName = 'segyio, Debian';

export function inPython(...args: readonly string[]): Timed {
  const run = spawnSync(python, [join(clone, 'bench', 'segyio-peer.py'), ...args], { encoding: 'utf8' });
  if (run.error !== undefined || run.status !== 0) {
    throw new SeisError('io', `segyio-peer.py ${args.join(' ')} failed: ${run.error?.message ?? run.stderr.trim()}`);
  }
  return JSON.parse(run.stdout) as Timed;
}

/** Both sides must have read the same: `rounding` is how far sums may differ, relatively. */
export function requireSame(what: string, ours: number, peer: number, rounding = 0): void {
  if (Math.abs(ours - peer) <= rounding * Math.abs(peer)) return;
  throw new SeisError('io', `${what}: ours sums to ${ours}, the peer's to ${peer}: they did not read the same`);
}
