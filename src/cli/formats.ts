/** `seisfs formats`: what can be read and written, with which options, from the tables that decide it. */
import { allFormats } from '../formats/all.gen.ts';
import type { Format } from '../formats/format.ts';
import { sourceOptionTable } from '../formats/target.ts';
import { sampleEncodings } from '../kernel/encodings.ts';
import { grouped, print, printJson, table } from './output.ts';

/** Prints the formats; the JSON form is the tables themselves. */
export async function formats(json: boolean): Promise<void> {
  if (json) {
    await printJson({
      formats: allFormats.map(({ name, title, extensions, targets }) => ({
        name,
        title,
        extensions,
        reads: true,
        writes: targets !== undefined,
        options: targets?.options ?? {},
        combinations: targets?.combinations ?? [],
      })),
      sourceOptions: Object.entries(sourceOptionTable).map(([name, { value, title }]) => ({ name, value, title })),
      encodings: Object.entries(sampleEncodings).map(([name, { bytes, title }]) => ({ name, bytes, title })),
    });
    return;
  }
  const options = Object.entries(sourceOptionTable).map(([name, { value, title }]) => [`  ${name}=`, value, title]);
  const encodings = Object.entries(sampleEncodings).map(([name, { title }]) => [`  ${name}`, title]);
  await print(
    `${allFormats.map(describe).join('\n')}
options of a source (--source-option), overriding what its file says
${table(options)}
sample encodings
${table(encodings)}`,
  );
}

function describe({ name, title, extensions, targets }: Format): string {
  const head = `${name}: ${title} (${extensions.map((e) => `.${e}`).join(', ')})\n`;
  if (targets === undefined) return `${head}  is read\n`;
  const options = Object.entries(targets.options).map(([key, values]) => [
    `  ${key}=`,
    values === 'number' ? 'a number other than 0' : values.join('|'),
  ]);
  const rows = targets.combinations.map(({ when, samples, orders, maxSamples }) => [
    `  ${when}`,
    `order=${orders.join('|')}`,
    `at most ${grouped(maxSamples)} samples a trace`,
    `samples=${samples.join('|')}`,
  ]);
  return `${head}  is read, and written as ${name}[:key=value,...]\n${table(options)}  what goes together\n${table(
    rows.map((row) => [`  ${row[0]}`, ...row.slice(1)]),
  )}`;
}
