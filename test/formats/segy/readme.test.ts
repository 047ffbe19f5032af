/** The family's README shows the tables that the code reads by, and every warning that there is. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../support/corpus.ts';
import { familyTables, withTables } from '../../support/field-tables.ts';

const readme = readFileSync(join(root, 'src/formats/segy/README.md'), 'utf8');

test('every table of the family stands in its README', () => {
  for (const name of Object.keys(familyTables)) assert.ok(readme.includes(`<!-- table: ${name} -->`), name);
});

test('the tables in the README are those of the code', () => {
  assert.equal(readme, withTables(readme));
});
