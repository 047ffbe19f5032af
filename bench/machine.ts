/** Where, when and of what the figures were measured, and the file that keeps them. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone: the nearest one above the compiled file that holds a package.json. */
export const clone: string = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
})();

function git(...args: string[]): string {
  const run = spawnSync('git', ['-C', clone, ...args], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() : '';
}

/** The commit, and whether the sources differ from it. */
export function commit(): string {
  const hash = git('rev-parse', '--short=12', 'HEAD');
  if (hash === '') return 'no commit known';
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', 'src', 'kernels', 'bench') !== '';
  return `commit ${hash}${changed ? ' and changes not committed' : ''}`;
}

/** One line: processor, cores, kernel, Node. */
export function machine(): string {
  const [{ model }] = cpus();
  return `${model.trim()}, ${availableParallelism()} cores, Linux ${release()}, Node ${process.versions.node}`;
}

const results = join(clone, 'bench', 'RESULTS.md');

const heading = `# Results

What \`npm run bench\` printed, the newest first; \`README.md\` beside this file says how to read it.
`;

/** Puts a run before those kept so far. Returns the path of the file. */
export function keep(table: string, settings: string): string {
  const text = existsSync(results) ? readFileSync(results, 'utf8') : '';
  const first = text.indexOf('\n## ');
  const [head, before] = first < 0 ? [text || heading, ''] : [text.slice(0, first), text.slice(first)];
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(results, `${head}\n## ${day}, ${commit()}\n\n${machine()}. ${settings}\n\n${table}${before}`);
  return results;
}
