/** Mounting from a program: the daemon's own work with the defaults of the command line. */
import type { SourceOptions } from '../formats/format.ts';
import { type RunningMount, startMount } from './run.ts';
import { defaultWorkers } from './workers.ts';

export type { RunningMount };

/** As the options of `seisfs mount`. */
export type MountSettings = {
  readonly workers?: number;
  readonly allowOther?: boolean;
  readonly others?: 'pass' | 'hide';
  readonly source?: SourceOptions;
  /** Told what goes wrong while it is served; every line stands in `.seisfs/log.txt` too. */
  readonly report?: (line: string) => void;
};

/**
 * Shows `source`, a file or a folder, below `mountpoint` as the targets, served by threads of this process; resolves when
 * it can be used. End it with `end()` and wait for `ended`. Throws SeisError when it cannot be mounted.
 */
export function mount(
  source: string,
  mountpoint: string,
  targets: readonly string[],
  settings: MountSettings = {},
): Promise<RunningMount> {
  const { workers = defaultWorkers, allowOther = false, others = 'pass', report = () => {} } = settings;
  const sourceOptions = settings.source ?? {};
  return startMount(
    { source, mountpoint, targets, workers, allowOther, others, sourceOptions, timed: false },
    { mounted: () => {}, surveyed: () => {}, message: report },
  );
}
