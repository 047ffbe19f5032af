/** Source files held open by one thread, with the view laid over each: bounded, the longest unused closed first. */
import { type Desk, openRecording, openView } from '../catalog/open.ts';
import { SeisError } from '../error.ts';
import type { Target, View } from '../formats/format.ts';
import type { TraceSet } from '../model/trace-set.ts';
import type { OpenFile, SourceFolder } from '../sources/folder.ts';
import { sameFile } from '../sources/stamp.ts';
import { boundedMap } from './bounded-map.ts';
import { extensionOf } from './names.ts';
import type { Base, NodeRecord } from './node.ts';
import { requireVersion } from './nodes.ts';

/** Open files of one thread at most; with many workers their sum must stay below the usual limit of 1,024 descriptors. */
const openAtMost = 48;

/** A file that is open for reading; without `view` it is shown as it is. */
export type OpenNode = { readonly file: OpenFile; readonly view: View | undefined; readonly set: TraceSet | undefined };

export type OpenFiles = {
  /** Opens the file behind a node, or returns it as it is open; throws `stale` when it is another version by now. */
  get(node: number, record: NodeRecord): OpenNode;
  /** Closes a node's file, if it is open. */
  forget(node: number): void;
  close(): void;
};

export function openFiles(
  sources: Readonly<Record<Base, SourceFolder>>,
  targets: readonly Target[],
  desk: Desk,
): OpenFiles {
  const open = boundedMap<number, OpenNode>(openAtMost, (node) => node.file.close());

  function opened(record: NodeRecord): OpenNode {
    const folder = sources[record.base];
    let file: OpenFile;
    try {
      file = folder.open(record.path);
    } catch (error) {
      const gone = error instanceof SeisError && error.code === 'not-found';
      throw gone ? new SeisError('stale', 'the source was removed', { path: record.path }, error) : error;
    }
    try {
      if (record.kind !== 'view') {
        if (record.stamp !== undefined && !sameFile(record.stamp, file.stamp)) {
          throw new SeisError('stale', 'the file was replaced by another', { path: record.path });
        }
        return { file, view: undefined, set: undefined };
      }
      requireVersion(record, file.stamp);
      const recording = openRecording(desk, file, extensionOf(record.name));
      if (recording === undefined)
        throw new SeisError('stale', 'the source is no recording any more', { path: record.path });
      const view = openView(desk, file, recording.set, targets[record.target]);
      if (view.layout.size !== record.size) {
        throw new SeisError('stale', `the view has ${view.layout.size} bytes, ${record.size} were announced`, {
          path: record.path,
        });
      }
      return { file, view, set: recording.set };
    } catch (error) {
      file.close();
      throw error;
    }
  }

  return {
    get(node, record) {
      let found = open.get(node);
      if (found === undefined) {
        try {
          found = opened(record);
        } catch (error) {
          if (!(error instanceof SeisError && (error.detail.system === 'EMFILE' || error.detail.system === 'ENFILE')))
            throw error;
          open.clear();
          found = opened(record);
        }
        open.set(node, found);
      }
      return found;
    },
    forget: (node) => open.delete(node),
    close: () => open.clear(),
  };
}
