/** Receiving an open descriptor from another program over a Unix socket: how `fusermount3` hands over the device. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { closeSync } from 'node:fs';
import koffi from 'koffi';
import { failure } from '../libc/calls.ts';

const libc = koffi.load('libc.so.6');
const socketpair = libc.func('int socketpair(int, int, int, _Out_ void*)');
const recvmsg = libc.func('long recvmsg(int, void*, int)');

const afUnix = 1;
const sockStream = 1;
const closeOnExec = 0o2000000;
const scmRights = 1;
/** `MSG_CMSG_CLOEXEC`. */
const messageCloseOnExec = 0x40000000;
const solSocket = 1;

/**
 * Runs `command` with one end of a socket pair named in `_FUSE_COMMFD`, and takes the descriptor it sends, if any.
 * The child's end is its descriptor 3; ours is closed before returning.
 */
export function receiveDescriptor(
  command: string,
  args: readonly string[],
): { readonly run: SpawnSyncReturns<Buffer>; readonly descriptor: number | undefined } {
  const pair = new Int32Array(2);
  if ((socketpair(afUnix, sockStream | closeOnExec, 0, new Uint8Array(pair.buffer)) as number) !== 0) {
    throw failure('socketpair', command);
  }
  const [ours, theirs] = pair;
  const env = { ...process.env, _FUSE_COMMFD: '3' };
  const run = spawnSync(command, [...args], { stdio: ['ignore', 'pipe', 'pipe', theirs], env });
  closeSync(theirs);
  try {
    return { run, descriptor: run.status === 0 ? takeDescriptor(ours) : undefined };
  } finally {
    closeSync(ours);
  }
}

// They live as long as the module, because the system sees them by address only.
const byte = new Uint8Array(1);
const control = new Uint8Array(24);
const vector = new BigUint64Array(2);
const message = new BigUint64Array(7);

/** `recvmsg(2)` of one byte and one SCM_RIGHTS control message, with the structures of a 64-bit Linux. */
function takeDescriptor(socket: number): number | undefined {
  vector[0] = koffi.address(byte);
  vector[1] = 1n;
  message[2] = koffi.address(vector);
  message[3] = 1n;
  message[4] = koffi.address(control);
  message[5] = BigInt(control.length);
  if ((recvmsg(socket, new Uint8Array(message.buffer), messageCloseOnExec) as number) < 0) {
    throw failure('recvmsg', 'fusermount3');
  }
  const view = new DataView(control.buffer);
  const length = Number(view.getBigUint64(0, true));
  const isRights = view.getInt32(8, true) === solSocket && view.getInt32(12, true) === scmRights;
  return length >= 20 && isRights ? view.getInt32(16, true) : undefined;
}
