/** Writes `src/version.gen.ts` from `package.json`, so that the program can say which one it is without reading files. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { version } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as { version: string };
const text = `/** Version of this package; made by scripts/generate-version.ts from package.json. */\nexport const version = '${version}';\n`;
const output = join(process.cwd(), 'src', 'version.gen.ts');
if (process.argv.includes('--check')) {
  if (readFileSync(output, 'utf8') !== text) {
    console.error('src/version.gen.ts is not what scripts/generate-version.ts makes');
    process.exit(1);
  }
} else {
  writeFileSync(output, text);
}
