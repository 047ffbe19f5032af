/** Entry file of a serving thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { asSeisError } from '../catalog/open.ts';
import { SeisError } from '../error.ts';
import { createDispatch } from '../fuse/dispatch.ts';
import { replyBuffer } from '../fuse/reply.ts';
import { createArena } from '../kernel/arena.ts';
import { wasmConverters } from '../kernel/converters.ts';
import { sourceBelow } from '../sources/folder.ts';
import type { ServingPlan, ThreadMessage } from './plan.ts';
import { serve } from './serve.ts';
import { openSession } from './session.ts';
import { timedSourceBelow } from './timed-source.ts';

const plan = workerData as ServingPlan;

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

const arena = createArena();
const reply = replyBuffer(arena.take(16 + plan.maxRead));
const { tree } = openSession(
  plan,
  wasmConverters(arena),
  (length) => arena.lend(length),
  (message) => tell({ kind: 'problem', operation: 'index', error: new SeisError('io', message).toPlain() }),
  plan.timed ? timedSourceBelow(plan.desk) : sourceBelow,
);
const dispatch = createDispatch(tree, {
  valid: plan.valid,
  maxRead: plan.maxRead,
  report: (operation, error) => tell({ kind: 'problem', operation, error: error.toPlain() }),
});
tell({ kind: 'ready' });
try {
  serve(plan.device, dispatch, reply, () => arena.reset(), plan.desk, plan.timed);
  tree.close();
  tell({ kind: 'ended' });
} catch (error) {
  tell({ kind: 'problem', operation: 'serve', error: asSeisError(error).toPlain() });
  throw error;
}
