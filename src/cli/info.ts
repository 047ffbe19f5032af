/** `seisfs info`: what a file is, or every file of a folder. */
import { deskFor, openBelow, type OpenedFile } from '../catalog/inspect.ts';
import { asSeisError, type Desk } from '../catalog/open.ts';
import { SeisError } from '../error.ts';
import type { SourceOptions } from '../formats/format.ts';
import { openSource, type SourceFolder } from '../sources/folder.ts';
import { accountOf, type FileAccount, type RecordingSummary, summaryOf } from './account.ts';
import { describeFile, describeTree, type Tree } from './account-text.ts';
import { fail } from './exit.ts';
import { print, printJson } from './output.ts';

export type InfoOptions = { readonly json: boolean; readonly sourceOptions: SourceOptions };

/** Tells what `path` is. Exit code 1 when it is one file and cannot be opened. */
export async function info(path: string, { json, sourceOptions }: InfoOptions): Promise<void> {
  const source = openSource(path);
  const desk = deskFor(sourceOptions, (message) => console.error(`seisfs: ${message}`));
  try {
    if (source.only === undefined) {
      const tree = accountOfTree(desk, source);
      await (json ? printJson(tree) : print(describeTree(tree)));
      return;
    }
    const account = accountBelow(desk, source, source.only, accountOf);
    if (account instanceof SeisError) {
      if (json) await printJson(refused(source, source.only, account));
      fail(account);
    } else await (json ? printJson(account) : print(describeFile(account)));
  } finally {
    source.close();
  }
}

/** What `account` says of the file at `name`, or the error for which it cannot be opened. */
function accountBelow<T>(
  desk: Desk,
  source: SourceFolder,
  name: string,
  account: (opened: OpenedFile) => T,
): T | SeisError {
  try {
    const opened = openBelow(desk, source, name);
    try {
      return account(opened);
    } finally {
      opened.close();
    }
  } catch (error) {
    return asSeisError(error);
  }
}

function refused(source: SourceFolder, name: string, error: SeisError) {
  const path = error.detail.path ?? name;
  return { kind: 'refused', path, size: sizeOf(source, name), error: error.toPlain() } as const;
}

function sizeOf(source: SourceFolder, name: string): number | undefined {
  try {
    return source.status(name).stamp.size;
  } catch {
    // It may have vanished since; its size is one detail of a refusal that is told anyway.
    return undefined;
  }
}

/** Every regular file below a folder, folders in the order of their names; links are not followed. */
function accountOfTree(desk: Desk, source: SourceFolder): Tree {
  const files: FileAccount<RecordingSummary>[] = [];
  const unread: { path: string; message: string }[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const inner: string[] = [];
    try {
      for (const name of source.list(folder).sort()) {
        const own = folder === '' ? name : `${folder}/${name}`;
        const { kind } = source.status(own);
        if (kind === 'folder') inner.push(own);
        else if (kind === 'file') {
          const found = accountBelow(desk, source, own, summaryOf);
          files.push(found instanceof SeisError ? refused(source, own, found) : found);
        }
      }
    } catch (error) {
      unread.push({
        path: folder === '' ? source.path : `${source.path}/${folder}`,
        message: asSeisError(error).message,
      });
    }
    folders.push(...inner.reverse());
  }
  return { path: source.path, files, unread };
}
