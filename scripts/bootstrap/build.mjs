/**
 * Compiles the sources into dist/ when anything about them changed, and leaves nothing there that has no source.
 *
 * "Changed" compares the list of sources (name, size, time) with the list of the last good build rather than asking
 * which is newer: a source that was deleted, or replaced by an older one, counts too.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { root, runHere, SetupError } from './run.mjs';

const dist = join(root, 'dist');
const stampFile = join(dist, 'sources.txt');
const compilerState = join(dist, 'tsconfig.tsbuildinfo');

/** What decides what the compiler makes, beside the sources. */
const settings = ['tsconfig.json', 'package-lock.json', 'scripts/assemblyscript.d.ts'];

/** Folders as `include` in tsconfig.json has them. */
const sourceFolders = [
  { folder: 'src', deep: true },
  { folder: 'test', deep: true },
  { folder: 'bench', deep: true },
  { folder: 'scripts', deep: true },
];

/** Paths of all files below `folder`, relative to the clone. */
function filesBelow(folder, deep = true) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return deep ? filesBelow(path) : [];
    return [relative(root, path)];
  });
}

/** Every source the compiler takes, sorted. */
export function sources() {
  return sourceFolders
    .flatMap(({ folder, deep }) => filesBelow(join(root, folder), deep))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .sort();
}

/** Where the compiled form of `source` lies, relative to the clone: `dist/src/error.js`. */
export function compiled(source) {
  return join('dist', source.replace(/\.ts$/, '.js'));
}

/** One line that changes when the file does. */
function stampLine(path) {
  const { size, mtimeMs } = statSync(join(root, path));
  return `${path} ${size} ${mtimeMs}\n`;
}

function stampOf(paths) {
  return [...settings, ...paths].map(stampLine).join('');
}

function isBuilt(paths) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stampOf(paths) && !missesOutput(paths);
}

function missesOutput(paths) {
  return paths.some((path) => !existsSync(join(root, compiled(path))));
}

/** Removes what a deleted or renamed source left behind: a stale file in dist must never serve. */
function removeOrphans(paths) {
  const wanted = new Set([relative(root, stampFile), relative(root, compilerState)]);
  for (const path of paths.map(compiled)) wanted.add(path).add(path.replace(/\.js$/, '.d.ts'));
  for (const path of filesBelow(dist)) if (!wanted.has(path)) rmSync(join(root, path));
  removeEmptyFolders(dist);
}

function removeEmptyFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

/** Makes dist/ the compiled form of the sources. Throws when they do not compile. */
export function build() {
  const paths = sources();
  if (isBuilt(paths)) return;
  const stamp = stampOf(paths);
  mkdirSync(dist, { recursive: true });
  rmSync(stampFile, { force: true });
  // The compiler's own record would make it believe that a deleted output is still there.
  if (missesOutput(paths)) rmSync(compilerState, { force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const code = runHere(process.execPath, [tsc, '-p', 'tsconfig.json']);
  removeOrphans(paths);
  if (code !== 0) throw new SetupError('the sources do not compile', 'see the messages above');
  const command = join(dist, 'src', 'cli', 'main.js');
  if (existsSync(command)) chmodSync(command, 0o755);
  writeFileSync(stampFile, stamp);
}
