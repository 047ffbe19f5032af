/** A mounted tree without a mount: the real tree over real folders, in this process, and the protocol spoken by hand. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { allFormats } from '../../src/formats/all.gen.ts';
import { parseTarget } from '../../src/formats/target.ts';
import { createDispatch } from '../../src/fuse/dispatch.ts';
import { replyBuffer } from '../../src/fuse/reply.ts';
import { plainConverters } from '../../src/kernel/converters.ts';
import { openSource } from '../../src/sources/folder.ts';
import { openSession, type Session } from '../../src/threads/session.ts';
import { openNodes } from '../../src/tree/nodes.ts';
import { createLogMemory, openLog } from '../../src/tree/shared-log.ts';
import { plantRoot } from '../../src/tree/tree.ts';

export type TreePlace = {
  readonly source: string;
  readonly status: string;
  /** Opens a session as one more thread of the same mount. */
  thread(number: number): Session;
};

/** A tree over an empty source folder; `open` is given the folders' paths and may change what is the source. */
export function treePlace(
  t: TestContext,
  targets: readonly string[],
  others: 'pass' | 'hide' = 'pass',
  sourceOf: (folder: string) => string = (folder) => folder,
  prepare: (folder: string) => void = () => {},
): TreePlace {
  const base = mkdtempSync(join(tmpdir(), 'seisfs-tree-'));
  const folder = join(base, 'source');
  const status = join(base, 'status');
  mkdirSync(folder);
  mkdirSync(status);
  prepare(folder);
  const open = openSource(sourceOf(folder));
  const shown = openSource(status);
  const memory = createLogMemory(100_000, 50_000_000);
  plantRoot(
    openNodes(openLog(memory, 0)),
    targets.map((spec) => parseTarget(allFormats, spec)),
  );
  const sessions: Session[] = [];
  t.after(() => {
    for (const { tree } of sessions) tree.close();
    open.close();
    shown.close();
    rmSync(base, { recursive: true, force: true });
  });
  return {
    source: folder,
    status,
    thread(thread) {
      const session = openSession(
        {
          thread,
          nodes: memory,
          source: { root: open.root, path: open.folder, only: open.only },
          status: { root: shown.root, path: shown.folder, only: undefined },
          targets,
          options: {},
          others,
          valid: 1,
          maxRead: 1024 * 1024,
          indexFolder: join(base, 'index'),
          timed: false,
        },
        plainConverters,
        (length) => new Uint8Array(length).fill(0x5a),
        (message) => {
          throw new Error(message);
        },
      );
      sessions.push(session);
      return session;
    },
  };
}

/** An answer: 0 or a negative errno, and what follows the header. */
export type Answer = { readonly errno: number; readonly unique: bigint; readonly body: DataView };

export type Speaker = {
  /** Sends a request: operation, node, the bytes after the header. Undefined when there was no reply. */
  ask(opcode: number, node: bigint | number, body?: Uint8Array): Answer | undefined;
  /** Sends bytes as they are. */
  raw(bytes: Uint8Array): Answer | undefined;
  readonly reports: string[];
};

/** Speaks to a session's dispatch; its buffers are as large as a real thread's and full of old bytes. */
export function speaker(session: Session): Speaker {
  const reports: string[] = [];
  const maxRead = 1024 * 1024;
  const dispatch = createDispatch(session.tree, {
    valid: 1,
    maxRead,
    report: (operation, error) => reports.push(`${operation}: ${error.message}`),
  });
  const request = new Uint8Array(new SharedArrayBuffer(128 * 1024)).fill(0xa5);
  const message = new DataView(request.buffer);
  const reply = replyBuffer(new Uint8Array(16 + maxRead).fill(0x5a));
  let unique = 0x1_0000_0001n;

  function raw(bytes: Uint8Array): Answer | undefined {
    request.set(bytes);
    const length = dispatch(message, bytes.length, reply);
    if (length === 0) return undefined;
    if (reply.words.getUint32(0, true) !== length || length < 16 || length > reply.bytes.length) {
      throw new Error(`a reply of ${length} bytes says it has ${reply.words.getUint32(0, true)}`);
    }
    return {
      errno: reply.words.getInt32(4, true),
      unique: reply.words.getBigUint64(8, true),
      body: new DataView(reply.bytes.slice(16, length).buffer),
    };
  }

  return {
    reports,
    raw,
    ask(opcode, node, body = new Uint8Array(0)) {
      const bytes = new Uint8Array(40 + body.length);
      const view = new DataView(bytes.buffer);
      view.setUint32(0, bytes.length, true);
      view.setUint32(4, opcode, true);
      view.setBigUint64(8, ++unique, true);
      view.setBigUint64(16, BigInt(node), true);
      bytes.set(body, 40);
      const answer = raw(bytes);
      if (answer !== undefined && answer.unique !== unique) throw new Error('the answer is for another request');
      return answer;
    },
  };
}
