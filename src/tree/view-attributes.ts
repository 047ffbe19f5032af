/** Extended attributes of a view: where it comes from and how much of it equals its source. */
import type { SourceFolder } from '../sources/folder.ts';
import type { NodeRecord } from './node.ts';
import type { OpenNode } from './open-files.ts';

type Maker = (folder: SourceFolder, record: NodeRecord, open: OpenNode) => string;

const makers: Readonly<Record<string, Maker>> = {
  'user.seisfs.source': (folder, record) => `${folder.folder}/${record.path}`,
  'user.seisfs.format': (_folder, _record, { set }) =>
    set === undefined ? '' : set.revision === undefined ? set.format : `${set.format} ${set.revision}`,
  'user.seisfs.exactness': (_folder, _record, { view }) => view?.exactness ?? '',
  'user.seisfs.warnings': (_folder, _record, { set, view }) =>
    [...(set?.warnings ?? []), ...(view?.warnings ?? [])].map((w) => `${w.code}: ${w.message}`).join('\n'),
};

export const viewAttributes: {
  readonly names: readonly string[];
  /** Undefined when there is no such attribute. */
  value(name: string, folder: SourceFolder, record: NodeRecord, open: OpenNode): string | undefined;
} = {
  names: Object.keys(makers),
  value: (name, folder, record, open) => (Object.hasOwn(makers, name) ? makers[name](folder, record, open) : undefined),
};
