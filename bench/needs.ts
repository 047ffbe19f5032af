/** What the benchmarks need from Debian, and the one command that installs what is missing. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { SeisError } from '../src/error.ts';
import type { Need } from './figures.ts';

/** Debian's own interpreter: python3-segyio belongs to it, not to another Python that comes first on PATH. */
export const python = '/usr/bin/python3';

function runs(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).error === undefined;
}

const table: Readonly<Record<Need, { readonly package: string; readonly isThere: () => boolean }>> = {
  mount: { package: 'fuse3', isThere: () => runs('fusermount3', '--version') },
  fio: { package: 'fio', isThere: () => runs('fio', '--version') },
  bindfs: { package: 'bindfs', isThere: () => runs('bindfs', '--version') },
  segyio: { package: 'python3-segyio', isThere: () => spawnSync(python, ['-c', 'import segyio']).status === 0 },
};

/** Throws `usage` with the command that mends it when something of `needs` is not there. */
export function requireAll(needs: readonly Need[]): void {
  const missing = [...new Set(needs)].filter((need) => !table[need].isThere()).map((need) => table[need].package);
  if (missing.length > 0) {
    const command = `apt-get install --no-install-recommends ${missing.join(' ')}`;
    throw new SeisError('usage', `the benchmarks need ${missing.join(', ')}`, { mend: `as root: ${command}` });
  }
  if (needs.includes('mount') && !existsSync('/dev/fuse')) {
    throw new SeisError('usage', 'the benchmarks need /dev/fuse', { mend: 'as root: modprobe fuse' });
  }
}
