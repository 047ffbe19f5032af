/** A recording opened in this process, without a mount. */
import { basename, dirname, extname } from 'node:path';
import { runSync } from '../src/bytes/need.ts';
import { type Desk, openRecording, openView } from '../src/catalog/open.ts';
import { SeisError } from '../src/error.ts';
import { allFormats } from '../src/formats/all.gen.ts';
import type { View } from '../src/formats/format.ts';
import { parseTarget } from '../src/formats/target.ts';
import { createArena } from '../src/kernel/arena.ts';
import { wasmConverters } from '../src/kernel/converters.ts';
import type { TraceSet } from '../src/model/trace-set.ts';
import { type OpenFile, openSource } from '../src/sources/folder.ts';

export type Opened = {
  readonly file: OpenFile;
  readonly set: TraceSet;
  readonly format: (typeof allFormats)[number];
  view(target: string): View;
  /** Makes every byte of a view, a block after the other into the same memory, as a serving thread does. */
  readAll(view: View): void;
  close(): void;
};

const blockBytes = 1 << 20;

export function openHere(path: string): Opened {
  const folder = openSource(dirname(path));
  const file = folder.open(basename(path));
  const arena = createArena();
  const memory = arena.take(blockBytes);
  const desk: Desk = {
    formats: allFormats,
    options: {},
    converters: wasmConverters(arena),
    indexes: { load: () => undefined, save() {} },
  };
  const recording = openRecording(desk, file, extname(path).slice(1));
  if (recording === undefined) throw new SeisError('unsupported', 'not recognised', { path });
  return {
    file,
    ...recording,
    view: (target) => openView(desk, file, recording.set, parseTarget(allFormats, target)),
    readAll({ layout }) {
      for (let at = 0; at < layout.size; at += blockBytes) {
        arena.reset();
        const into = memory.subarray(0, Math.min(blockBytes, layout.size - at));
        runSync(layout.read(at, into), [file], (length) => arena.lend(length));
      }
      file.verify();
    },
    close() {
      file.close();
      folder.close();
    },
  };
}
