/** A program that mounts for a test, in a process of its own: a thread must never touch the mount it serves. */
import type { MountOptions } from '../../src/daemon/run.ts';
import { startMount } from '../../src/daemon/run.ts';
import { describe, SeisError } from '../../src/error.ts';

/** What the test asks of the host. */
export type HostOrder = { readonly kind: 'end' } | { readonly kind: 'kill'; readonly thread: number };

/** What the host tells the test. */
export type HostNews =
  | { readonly kind: 'mounted' }
  | { readonly kind: 'surveyed'; readonly views: number; readonly refused: number }
  | { readonly kind: 'message'; readonly line: string }
  | { readonly kind: 'ended'; readonly failure: string | undefined };

const tell = (news: HostNews): void => {
  process.send?.(news);
};

const options = JSON.parse(process.argv[2]) as MountOptions;
let failure: string | undefined;
try {
  const mount = await startMount(options, {
    mounted: () => tell({ kind: 'mounted' }),
    surveyed: ({ views, refused }) => tell({ kind: 'surveyed', views, refused }),
    message: (line) => tell({ kind: 'message', line }),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => mount.end());
  process.on('message', (order: HostOrder) => {
    if (order.kind === 'end') mount.end();
    else mount.killThread(order.thread);
  });
  await mount.ended;
} catch (error) {
  failure = error instanceof SeisError ? describe(error) : String(error);
}
process.send?.({ kind: 'ended', failure } satisfies HostNews, () => process.exit(failure === undefined ? 0 : 1));
