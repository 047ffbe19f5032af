/** The loop of a serving thread: take a request from the device, answer it, again until the mount ends. */
import { SeisError } from '../error.ts';
import type { Dispatch } from '../fuse/dispatch.ts';
import { errno as numbers } from '../fuse/errno.ts';
import type { ReplyBuffer } from '../fuse/reply.ts';
import { errno, failure, read, write } from '../libc/calls.ts';
import { requestAt, requestBytes } from '../fuse/abi.ts';
import { countersOn, deskRequest } from './plan.ts';

/** Called before each request: gives back memory that was lent for the one before. */
export type Rest = () => void;

/**
 * Serves until the file system is unmounted; `reply` has room for the largest answer. Throws `io` when the device fails
 * in another way. Requests are taken into `desk`, where they can be found when this thread dies, and counted there; times
 * too when `timed`, at a cost of a few clock readings a request.
 */
export function serve(
  device: number,
  dispatch: Dispatch,
  reply: ReplyBuffer,
  rest: Rest,
  desk: SharedArrayBuffer,
  timed: boolean,
): void {
  const request = new Uint8Array(desk, deskRequest, requestBytes);
  const message = new DataView(desk, deskRequest, requestBytes);
  const counters = countersOn(desk);
  let before = timed ? performance.now() : 0;
  for (;;) {
    rest();
    message.setUint32(requestAt.length, 0, true);
    const length = read(device, request);
    if (length < 0) {
      const number = errno();
      if (number === numbers.ENODEV) return;
      // The request was aborted, or a signal came: there is a next one.
      if (number === numbers.ENOENT || number === numbers.EINTR || number === numbers.EAGAIN) continue;
      throw failure('reading a request', '/dev/fuse');
    }
    const taken = timed ? performance.now() : 0;
    const size = dispatch(message, length, reply);
    const done = timed ? performance.now() : 0;
    if (size > 0) answer(device, reply.bytes, size);
    counters[0]++;
    counters[1] += size;
    if (timed) {
      const sent = performance.now();
      counters[2] += taken - before;
      counters[4] += done - taken;
      counters[5] += sent - done;
      before = sent;
    }
  }
}

/** Sends a reply. ENOENT means that the reader gave up meanwhile, ENODEV that the mount ended: neither is a failure. */
export function answer(device: number, bytes: Uint8Array, size: number): void {
  const sent = write(device, bytes, size);
  if (sent === size) return;
  if (sent >= 0) throw new SeisError('io', `a reply of ${size} bytes was cut to ${sent}`);
  const number = errno();
  if (number !== numbers.ENOENT && number !== numbers.ENODEV) throw failure('sending a reply', '/dev/fuse');
}
