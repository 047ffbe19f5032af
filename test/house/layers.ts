/** The layer table of ARCHITECTURE.md as rules, and what a source file imports, to hold one against the other. */
import { posix } from 'node:path';

/**
 * One row of the table. `folder` is a path below src, a folder (`formats`) or a file (`fuse/device.ts`). `mayImport`
 * holds folders or files of the same kind, `node` for Node's own modules, names of packages, and `everything`.
 */
export type Layer = { readonly folder: string; readonly mayImport: readonly string[] };

/** What a file imports: a path below src (`bytes/need.ts`), `node`, or the name of a package. */
export type Import = { readonly from: string; readonly what: string };

/** Reads the markdown table whose columns are `folder` and `may import`; further columns are for people. */
export function parseLayers(markdown: string): Layer[] {
  const lines = markdown.split('\n');
  const head = lines.findIndex((line) => /^\|\s*folder\s*\|\s*may import\s*\|/i.test(line));
  if (head < 0) throw new Error('there is no table with the columns "folder" and "may import"');
  const layers: Layer[] = [];
  for (const line of lines.slice(head + 2)) {
    if (!line.startsWith('|')) break;
    const [folders, imports] = line
      .slice(1)
      .split('|')
      .map((cell) => cell.replaceAll('`', '').trim());
    const mayImport = imports === 'nothing' ? [] : names(imports);
    for (const folder of names(folders)) layers.push({ folder, mayImport });
  }
  return layers;
}

/** The names in one cell, without the `src/` some people write in front and the slash behind. */
function names(cell: string): string[] {
  return cell
    .split(/[\s,;]+/)
    .filter((name) => name !== '' && name !== 'and')
    .map((name) => name.replace(/^src\//, '').replace(/\/$/, ''));
}

const importForms = [
  /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*'([^']+)'/gm,
  /^\s*import\s*'([^']+)'/gm,
  /\bimport\(\s*'([^']+)'/g,
  /\brequire\(\s*'([^']+)'/g,
  /\bnew URL\(\s*'([^']+)',\s*import\.meta\.url/g,
];

/** Everything that the file at `path` (below src) imports, worker entry files among it. */
export function importsOf(path: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return importForms.flatMap((form) =>
    [...code.matchAll(form)].map(([, specifier]) => ({ from: path, what: resolve(path, specifier) })),
  );
}

function resolve(path: string, specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function covers(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The row for `path`: the longest that covers it, so that a file's own row goes before its folder's. */
export function layerOf(layers: readonly Layer[], path: string): Layer | undefined {
  return layers
    .filter(({ folder }) => covers(folder, path))
    .reduce<Layer | undefined>(
      (best, row) => (best === undefined || row.folder.length > best.folder.length ? row : best),
      undefined,
    );
}

/** One sentence for every import that the table does not allow; none when the house stands. */
export function violations(layers: readonly Layer[], imports: readonly Import[]): string[] {
  return imports.flatMap(({ from, what }) => {
    const layer = layerOf(layers, from);
    if (layer === undefined) return [`src/${from} belongs to no row of the table`];
    const allowed = [layer.folder, ...layer.mayImport];
    // A row for one file of a folder does not shut that file out of its own folder.
    const atHome = what.includes('/') && from.includes('/') && what.split('/')[0] === from.split('/')[0];
    if (atHome || allowed.some((folder) => folder === 'everything' || covers(folder, what))) return [];
    return [`src/${from} imports ${what}, and ${layer.folder} may import ${layer.mayImport.join(', ') || 'nothing'}`];
  });
}
