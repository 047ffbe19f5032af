/** A terabyte: how long it takes until it can be used, and until a read at its end is answered. */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Benchmark, inTurn } from './figures.ts';
import { inPython, segyioName } from './python.ts';
import { serveBindfs, serveSeisfs, type Server } from './servers.ts';
import { hugeSurvey } from './survey.ts';

/** Runs `work` on a server of its own, so that nothing has been opened before. */
async function fresh(starting: Promise<Server>, work: (server: Server) => number): Promise<number> {
  const server = await starting;
  try {
    return work(server);
  } finally {
    await server.end();
  }
}

/** Milliseconds to list the folder, open the view and read its last 64 KiB. */
function readEnd(server: Server): number {
  const began = performance.now();
  readdirSync(server.file('.'));
  const path = server.file('huge.sgy');
  const { size } = statSync(path);
  const fd = openSync(path, 'r');
  const bytes = new Uint8Array(65536);
  readSync(fd, bytes, 0, bytes.length, size - bytes.length);
  const took = performance.now() - began;
  closeSync(fd);
  return took;
}

export const opening: Benchmark = {
  name: 'opening',
  needs: ['mount', 'bindfs', 'segyio'],
  async measure({ rounds }) {
    const { path } = hugeSurvey();
    const folder = dirname(path);
    const mounted = (): Promise<Server> => serveSeisfs(folder, 'segy:samples=ieee32,revision=1');
    const startup = (server: Server): number => server.startup;
    return [
      {
        what: 'mounting 1 TB, until it can be used and is looked through',
        peer: 'bindfs -r, which looks at nothing',
        unit: 'ms',
        better: 'less',
        turns: await inTurn(
          rounds,
          () => fresh(mounted(), startup),
          () => fresh(serveBindfs(folder, false), startup),
        ),
        goal: undefined,
      },
      {
        what: '1 TB, just mounted: list, open, read its last 64 KiB converted',
        peer: `${segyioName}: open, read the last trace`,
        unit: 'ms',
        better: 'less',
        turns: await inTurn(
          rounds,
          () => fresh(mounted(), readEnd),
          () => inPython('last', path).seconds * 1000,
        ),
        goal: { atMost: 100 },
      },
    ];
  },
};
