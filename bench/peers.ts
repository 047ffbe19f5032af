/** The pass-through file systems that our reads are measured beside; none of them converts anything. */
import type { Extent } from './figures.ts';
import type { Reads } from './fio.ts';
import { serveBindfs, servePassthrough, type Server } from './servers.ts';

export type Peer = {
  readonly name: string;
  /** How its reads go round the pages that the kernel keeps. */
  readonly round: Reads['cache'];
  serve(source: string): Promise<Server>;
};

/** bindfs clears O_DIRECT when it opens the source, so that its reads come from the page cache as ours do. */
export const bindfsPeers: readonly Peer[] = [
  { name: 'bindfs -r', round: 'round', serve: (source) => serveBindfs(source, false) },
  { name: 'bindfs -r --multithreaded', round: 'round', serve: (source) => serveBindfs(source, true) },
];

export const passthroughName = 'passthrough_ll -o cache=never';

/** passthrough_ll hands O_DIRECT on to the disk: fio must not ask for it, and its `cache=never` does the same at our end. */
export function passthroughPeer({ passthrough }: Extent): Peer | undefined {
  if (passthrough === undefined) return undefined;
  return {
    name: passthroughName,
    round: 'left to the file system',
    serve: (source) => servePassthrough(passthrough, source),
  };
}

export const passthroughMissing =
  'it is an example in the sources of libfuse and no package has it: give --peer-passthrough PATH';
