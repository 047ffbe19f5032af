/** The examples of SEMANTICS.md, run as they stand; its promises name tests that exist. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../house/clone.ts';
import { fill, recording } from '../support/ibm-survey.ts';
import { place, program, run, skipMount } from '../support/mount.ts';
import { makeSegy } from '../support/segy-maker.ts';

const text = readFileSync(join(root, 'SEMANTICS.md'), 'utf8');

/** Commands of all examples in order, with the output that stands below each; `[n]` at its end is the exit code. */
const examples = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block]) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command, ...output] = part.trimEnd().split('\n');
      const code = /^\[(\d+)\]$/.exec(output.at(-1) ?? '')?.[1];
      return { command, output: code === undefined ? output : output.slice(0, -1), code: Number(code ?? 0) };
    }),
);

/** Whether a line is as written, `...` standing for anything. */
function alike(line: string, wanted: string): boolean {
  const parts = wanted.split('...').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(line);
}

test('every example of SEMANTICS.md says what it says there', { skip: skipMount, timeout: 80_000 }, async (t) => {
  const at = place(t);
  assert.ok(examples.length > 12);
  const here = join(at.base, 'here');
  const { bytes } = recording(4, 85);
  const long = makeSegy({ revision: '2.0', code: 5, traces: 2, samples: 70_000 }).bytes;
  fill(join(here, 'survey'), { 'line-7.segy': bytes, 'deep/line-8.segy': bytes, 'long.segy': long, 'notes.txt': 'x' });
  mkdirSync(join(here, 'mnt'));
  mkdirSync(join(at.base, 'bin'));
  const command = join(at.base, 'bin', 'seisfs');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(command, 0o755);
  const env = { ...at.env, PATH: `${join(at.base, 'bin')}:${process.env.PATH ?? ''}`, LC_ALL: 'C' };
  for (const example of examples) {
    const { code, out, err } = await run('sh', ['-c', example.command], { cwd: here, env });
    const said = (out + err).trimEnd();
    const lines = said === '' ? [] : said.split('\n');
    const right = lines.length === example.output.length && lines.every((line, i) => alike(line, example.output[i]));
    assert.ok(right, `$ ${example.command}\n${said}\ninstead of\n${example.output.join('\n')}`);
    assert.equal(code, example.code, example.command);
  }
});
