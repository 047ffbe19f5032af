/**
 * An append-only log of records in shared memory, found by number or by a hash: what one thread learns, all may read.
 *
 * Nothing in it ever changes once published, so readers take no lock: a writer fills the record, then publishes it by
 * advancing the count and linking it into its hash chain with atomic stores. Writers exclude each other with one lock
 * word that names its holder, so that the lock of a thread that died can be broken by whoever watches the threads.
 *
 * Words of the control block: 0 count, 1 bytes used, 2 lock (holder + 1, or 0), 3 waiting.
 */
import { SeisError } from '../error.ts';

const controlWords = 16;
const lockWord = 2;

/** The shared memory of a log: plain data that any thread can be given. */
export type LogMemory = {
  readonly control: SharedArrayBuffer;
  /** Per record: byte offset / 8 in the heap, length, next record in the hash chain, hash. */
  readonly rows: SharedArrayBuffer;
  readonly buckets: SharedArrayBuffer;
  readonly heap: SharedArrayBuffer;
};

/** Reserves memory for `records` records; pages are taken from the system only when touched. */
export function createLogMemory(records: number, heapBytes: number): LogMemory {
  // A few records a bucket in a full log: hashes touch all pages of the buckets long before it is full.
  const buckets = 2 ** Math.ceil(Math.log2(Math.max(16, records / 4)));
  return {
    control: new SharedArrayBuffer(controlWords * 4),
    rows: new SharedArrayBuffer((records + 1) * 16),
    buckets: new SharedArrayBuffer(buckets * 4),
    heap: new SharedArrayBuffer(heapBytes),
  };
}

/** A view of the log for one thread. Records are numbered from 1. */
export type SharedLog = {
  count(): number;
  /** The bytes of record `id`, copied out. */
  bytes(id: number): Uint8Array;
  /** Numbers of the records with this hash, newest first. */
  withHash(hash: number): Generator<number>;
  /**
   * Appends what `make` returns, under the writers' lock, so that `make` may look whether another thread was faster
   * and return the number of the record it found instead.
   */
  append(hash: number, make: () => Uint8Array | number): number;
};

/** Opens the log for the thread numbered `holder` (0 is the main thread). */
export function openLog(memory: LogMemory, holder: number): SharedLog {
  const control = new Int32Array(memory.control);
  const rows = new Int32Array(memory.rows);
  const buckets = new Int32Array(memory.buckets);
  const heap = new Uint8Array(memory.heap);
  const capacity = rows.length / 4 - 1;

  function lock(): void {
    for (;;) {
      const owner = Atomics.compareExchange(control, lockWord, 0, holder + 1);
      if (owner === 0) return;
      // The timeout covers a holder that died between two looks of its watcher.
      Atomics.wait(control, lockWord, owner, 50);
    }
  }

  function unlock(): void {
    Atomics.store(control, lockWord, 0);
    Atomics.notify(control, lockWord);
  }

  return {
    count: () => Atomics.load(control, 0),
    bytes(id) {
      if (!(id >= 1 && id <= Atomics.load(control, 0))) throw new SeisError('not-found', `there is no record ${id}`);
      const at = (rows[id * 4] >>> 0) * 8;
      return heap.slice(at, at + rows[id * 4 + 1]);
    },
    *withHash(hash) {
      let id = Atomics.load(buckets, (hash >>> 0) % buckets.length);
      while (id !== 0) {
        if (rows[id * 4 + 3] === (hash | 0)) yield id;
        id = rows[id * 4 + 2];
      }
    },
    append(hash, make) {
      lock();
      try {
        const made = make();
        if (typeof made === 'number') return made;
        const id = Atomics.load(control, 0) + 1;
        const at = Atomics.load(control, 1) >>> 0;
        const next = at + Math.ceil(made.length / 8);
        if (id > capacity || next * 8 > heap.length) {
          throw new SeisError('limit', `the table of files is full at ${id - 1} entries`, {
            mend: 'mount parts of the source separately',
          });
        }
        heap.set(made, at * 8);
        const bucket = (hash >>> 0) % buckets.length;
        rows[id * 4] = at;
        rows[id * 4 + 1] = made.length;
        rows[id * 4 + 2] = Atomics.load(buckets, bucket);
        rows[id * 4 + 3] = hash | 0;
        Atomics.store(control, 1, next);
        Atomics.store(control, 0, id);
        Atomics.store(buckets, bucket, id);
        return id;
      } finally {
        unlock();
      }
    },
  };
}

/** Frees the writers' lock if thread `holder`, which is gone, died holding it; nothing it had begun was published. */
export function breakLock(memory: LogMemory, holder: number): void {
  const control = new Int32Array(memory.control);
  if (Atomics.compareExchange(control, lockWord, holder + 1, 0) === holder + 1) Atomics.notify(control, lockWord);
}
