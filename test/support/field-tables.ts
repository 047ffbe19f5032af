/** The tables of the SEG-Y family as markdown, for its README: what the code reads by is what the document shows. */
import type { Block, Field } from '../../src/bytes/fields.ts';
import { wordTypes } from '../../src/bytes/fields.ts';
import { binaryHeader } from '../../src/formats/segy/fields/binary-header.ts';
import { sampleCodes } from '../../src/formats/segy/fields/sample-codes.ts';
import { suHeader, suWords } from '../../src/formats/segy/fields/su-header.ts';
import { traceExtension } from '../../src/formats/segy/fields/trace-extension.ts';
import { traceHeader } from '../../src/formats/segy/fields/trace-header.ts';
import { warningRules } from '../../src/formats/segy/warnings.ts';
import { sampleEncodings } from '../../src/kernel/encodings.ts';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function words(block: Block, only: readonly string[] = Object.keys(block.words)): string {
  const rows = only.map((name) => {
    const field: Field = block.words[name];
    const last = field.byte + wordTypes[field.type].bytes - 1;
    const bytes = last === field.byte ? `${last}` : `${field.byte}-${last}`;
    const since = field.since ?? block.revisions[0];
    const defined =
      field.until === undefined ? since : since === field.until ? `${since} only` : `${since} to ${field.until}`;
    return [bytes, field.type, `\`${name}\``, defined, field.meaning];
  });
  return table(['bytes', 'type', 'name', 'from revision', 'meaning'], rows);
}

/** Markdown of each table by the name in its marker, `<!-- table: NAME -->`. */
export const familyTables: Readonly<Record<string, string>> = {
  'sample codes': table(
    ['code', 'from revision', 'bytes', 'samples'],
    Object.entries(sampleCodes).map(([code, { encoding, since, bytes }]) => [
      code,
      since,
      `${bytes}`,
      encoding === undefined
        ? '`gain32mul` or `gain32div`: fixed point with gain, the user says which'
        : `\`${encoding}\`: ${sampleEncodings[encoding].title}`,
    ]),
  ),
  warnings: table(
    ['warning', 'what was found, and the rule'],
    Object.entries(warningRules).map(([code, rule]) => [`\`${code}\``, rule]),
  ),
  'binary file header': words(binaryHeader),
  'trace header': words(traceHeader),
  'trace header extension 1': words(traceExtension),
  'SU trace header': words(suHeader, Object.keys(suWords)),
};

/** `text` with every marked table made anew. */
export function withTables(text: string): string {
  return text.replace(
    /(<!-- table: ([^>]+) -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (_, open: string, name: string, close: string) => {
      if (!(name in familyTables)) throw new Error(`the README marks a table "${name}" that there is not`);
      return `${open}${familyTables[name]}${close}`;
    },
  );
}
