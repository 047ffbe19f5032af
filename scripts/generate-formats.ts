/** Writes `src/formats/all.gen.ts`: the list of formats is the list of folders, so that adding one touches one folder. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.cwd();
const folder = join(root, 'src', 'formats');
const output = join(folder, 'all.gen.ts');

const families = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'index.ts')))
  .map((entry) => entry.name)
  .sort();

const text = [
  '// Made by scripts/generate-formats.ts from the folders beside this file; not edited by hand.',
  "import type { Format } from './format.ts';",
  ...families.map((name) => `import { formats as ${name} } from './${name}/index.ts';`),
  '',
  '/** Every format that seisfs knows. */',
  `export const allFormats: readonly Format[] = [${families.map((name) => `...${name}`).join(', ')}];`,
  '',
].join('\n');

if (process.argv.includes('--check')) {
  if (readFileSync(output, 'utf8') !== text) {
    console.error('src/formats/all.gen.ts is not what scripts/generate-formats.ts makes; run: npm run formats');
    process.exit(1);
  }
} else {
  writeFileSync(output, text);
}
