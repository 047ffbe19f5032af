/** One mount from beginning to end: mounts, serves with threads, keeps the status files, unmounts. */
import { closeSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { asSeisError } from '../catalog/open.ts';
import { cacheFolder } from '../catalog/index-store.ts';
import { describe, SeisError } from '../error.ts';
import { allFormats } from '../formats/all.gen.ts';
import type { SourceOptions } from '../formats/format.ts';
import { parseTarget } from '../formats/target.ts';
import { abort, mountDevice, mountedAt, unmount } from '../fuse/mount.ts';
import { plainConverters } from '../kernel/converters.ts';
import { openSource, type SourceFolder } from '../sources/folder.ts';
import { deskCounters, type SharedFolder } from '../threads/plan.ts';
import { startPool } from '../threads/pool.ts';
import { openSession } from '../threads/session.ts';
import { openNodes } from '../tree/nodes.ts';
import { createLogMemory, openLog } from '../tree/shared-log.ts';
import { plantRoot, targetFolders } from '../tree/tree.ts';
import { version } from '../version.gen.ts';
import { checkMountpoint } from './mountpoint.ts';
import { createStatusFolder, problemLine, type StatusFacts } from './status.ts';
import { createSurvey } from './survey.ts';

export type MountOptions = {
  readonly source: string;
  readonly mountpoint: string;
  readonly targets: readonly string[];
  readonly workers: number;
  readonly allowOther: boolean;
  readonly others: 'pass' | 'hide';
  readonly sourceOptions: SourceOptions;
  /** Measure where the time of reads goes, and show it in `status.json`. */
  readonly timed: boolean;
};

export type MountEvents = {
  /** The mount can be used. */
  mounted(facts: { readonly mountpoint: string; readonly refusedTable: string }): void;
  /** The first walk is over, or has taken `surveyPatience` and goes on: how much is shown and refused so far. */
  surveyed(facts: { readonly done: boolean; readonly views: number; readonly refused: number }): void;
  message(line: string): void;
};

export type RunningMount = {
  /** Resolves when the mount has ended; rejects when it ended by a failure. */
  readonly ended: Promise<void>;
  /** Unmounts: at once if nothing is in use, else out of sight at once and for good when readers are done or out of patience. */
  end(): void;
  /** Ends a thread as an accident would. */
  killThread(thread: number): void;
};

/**
 * Largest read the kernel may ask for at once, in bytes. A larger one comes as several at the same time, which several
 * threads answer; and what is read is still in the processor's cache when it is converted.
 */
const maxRead = 256 * 1024;
/** How long names and attributes hold, in seconds; what changes in the source shows after this time at the latest. */
const valid = 1;
/** Entries a mount can hold, and bytes for their records: address space, of which only what is used becomes memory. */
const nodeLimit = 4_000_000;
const nodeBytes = 1_000_000_000;
/** How often to look whether there is something new to tell, in milliseconds, and how often to tell the counters anyway. */
const statusEvery = 1000;
const countersEvery = 10_000;
const surveyPatience = 3000;
/** How long readers of an unmounted tree may go on, in milliseconds. */
const readerPatience = 5000;
/** Read-ahead of the kernel in KiB, where this user may set it: measured best for sequential readers. */
const readAheadKib = 1024;

/** The folder as threads are given it. */
function shared({ root, folder, only }: SourceFolder): SharedFolder {
  return { root, path: folder, only };
}

/** Raises the kernel's read-ahead; only root may, where `/sys` can be written to, and a mount works without. */
function raiseReadAhead(mountpoint: string, log: (line: string) => void): void {
  if (process.geteuid?.() !== 0) return;
  try {
    const mounted = mountedAt(mountpoint);
    if (mounted === undefined) return;
    writeFileSync(`/sys/class/bdi/${mounted.device}/read_ahead_kb`, String(readAheadKib));
  } catch (error) {
    log(`the kernel reads ahead as it likes: ${String(error)}`);
  }
}

/** Why a mount could not begin, with what mends it when descriptors ran out. */
function startFailure(error: unknown, workers: number): SeisError {
  const known = asSeisError(error);
  if (!/EMFILE|ENFILE/.test(known.message)) return known;
  return new SeisError('limit', `${workers} workers need more open files than this process may have`, {
    mend: 'take fewer with --workers, or raise the limit: ulimit -n 4096',
  });
}

/** Mounts and returns when the mount can be used. Throws SeisError when it cannot be. */
export async function startMount(options: MountOptions, events: MountEvents): Promise<RunningMount> {
  for (const spec of options.targets) parseTarget(allFormats, spec);
  const source = openSource(options.source);
  const mountpoint = checkMountpoint(options.mountpoint, source.path);
  const statusFolder = createStatusFolder();
  const status = openSource(statusFolder.path);
  const started = Date.now();
  const nodes = createLogMemory(nodeLimit, nodeBytes);
  plantRoot(
    openNodes(openLog(nodes, 0)),
    options.targets.map((spec) => parseTarget(allFormats, spec)),
  );

  let device: number;
  try {
    device = mountDevice({ name: source.path, mountpoint, allowOther: options.allowOther, maxRead });
  } catch (error) {
    statusFolder.remove();
    throw error;
  }
  const log = (line: string): void => {
    statusFolder.log(line);
    events.message(line);
  };
  const plan = {
    device,
    nodes,
    source: shared(source),
    status: shared(status),
    targets: options.targets,
    options: options.sourceOptions,
    others: options.others,
    valid,
    maxRead,
    indexFolder: join(cacheFolder(), 'index'),
    timed: options.timed,
  };
  const pool = startPool(plan, options.workers, {
    problem: (thread, operation, error) => log(problemLine(thread, operation, error)),
    replaced: (thread, reason) => log(`thread ${thread} died and was replaced: ${reason}`),
  });

  /** Whether the mount is in sight; where that cannot be told (no descriptor is left), it is taken to be. */
  function isMounted(): boolean {
    try {
      return mountedAt(mountpoint) !== undefined;
    } catch (error) {
      log(`the table of mounts cannot be read: ${String(error)}`);
      return true;
    }
  }

  let ending = false;
  /** Takes the mount out of the file tree. */
  function end(): void {
    if (ending) return;
    ending = true;
    survey.stop();
    patience = setTimeout(() => outOfPatience(), readerPatience);
    // Somebody else has taken it out of sight already; readers may still have files open.
    if (!isMounted()) return;
    try {
      unmount(mountpoint, false);
    } catch {
      // In use: it goes out of sight now, and readers that have files open may finish.
      try {
        unmount(mountpoint, true);
        log(`${mountpoint} was in use: it is out of sight, open files can be read for ${readerPatience / 1000} s more`);
      } catch (error) {
        log(error instanceof SeisError ? describe(error) : String(error));
      }
    }
  }
  let patience: NodeJS.Timeout | undefined;
  let outOfPatience: () => void = () => {};
  const impatient = new Promise<void>((resolve) => {
    outOfPatience = resolve;
  });

  const session = openSession(
    { ...plan, thread: 0 },
    plainConverters,
    (length) => new Uint8Array(length),
    (message) => log(message),
  );
  const survey = createSurvey(session.tree, session.nodes, options.targets);
  let scan: StatusFacts['scan'] = 'running';
  let scanWritten: StatusFacts['scan'] | undefined;

  function writeStatus(): void {
    const folders =
      options.targets.length === 1 ? ['.'] : targetFolders(options.targets.map((t) => parseTarget(allFormats, t)));
    statusFolder.writeStatus({
      version,
      pid: process.pid,
      started: new Date(started).toISOString(),
      uptimeSeconds: Math.round((Date.now() - started) / 1000),
      sources: [source.path],
      mountpoint,
      views: options.targets.map((target, i) => ({ target, folder: folders[i] })),
      sourceOptions: options.sourceOptions,
      scan,
      counts: survey.counts(),
      workers: pool.counters().map(({ thread, deaths, counters }) => ({
        thread,
        deaths,
        ...Object.fromEntries(
          deskCounters.slice(0, options.timed ? undefined : 2).map((name) => [name, counters[name]]),
        ),
      })),
    });
  }

  let written = 0;

  /** Writes what changed; the counters, which always do, only every `countersEvery`: who reads a file that is replaced meanwhile gets ESTALE. */
  function refresh(): void {
    const learnt = survey.update();
    if (learnt) statusFolder.writeRefused(survey.refused());
    if (!learnt && scan === scanWritten && Date.now() - written < (options.timed ? statusEvery : countersEvery)) return;
    written = Date.now();
    scanWritten = scan;
    writeStatus();
  }

  let number: string | undefined;
  try {
    statusFolder.writeRefused([]);
    writeStatus();
    await pool.ready;
    raiseReadAhead(mountpoint, log);
    number = mountedAt(mountpoint)?.device;
  } catch (error) {
    end();
    clearTimeout(patience);
    try {
      statusFolder.remove();
    } catch (left) {
      events.message(`${statusFolder.path} is left behind: ${String(left)}`);
    }
    throw startFailure(error, options.workers);
  }
  const timer = setInterval(refresh, statusEvery);
  events.mounted({ mountpoint, refusedTable: join(mountpoint, '.seisfs', 'refused.tsv') });
  void surveyed();

  /** Walks the tree and tells what came out, or what has come out so far. */
  async function surveyed(): Promise<void> {
    const walking = survey.walk().then(() => {
      scan = 'done';
      for (const line of survey.unread) log(`not walked: ${line}`);
      return true;
    });
    const done = await Promise.race([walking, delay(surveyPatience, false, { ref: false })]);
    if (ending) return;
    refresh();
    void walking.then(() => survey.walkOn());
    const { views } = survey.counts();
    events.surveyed({ done, views, refused: survey.refused().length });
  }

  async function untilEnded(): Promise<void> {
    try {
      const threads = pool.ended.then(() => true);
      let over = await Promise.race([threads, impatient.then(() => false)]);
      // Readers that are still there are cut off; without that the threads would wait for their requests.
      if (!over && number !== undefined && abort(number))
        over = await Promise.race([threads, delay(readerPatience, false)]);
      // A thread that still serves must not meet another file under this number.
      if (over) closeSync(device);
    } catch (error) {
      end();
      throw error;
    } finally {
      clearInterval(timer);
      clearTimeout(patience);
      survey.stop();
      statusFolder.remove();
    }
  }

  return { ended: untilEnded(), end, killThread: pool.kill };
}
