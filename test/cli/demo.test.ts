/** The demonstration runs to its end, and leaves nothing behind when it is interrupted. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { mounts, mountType } from '../../src/fuse/mount.ts';
import { built, eventually, type Place, place, run, skipMount } from '../support/mount.ts';

const demo = join(built, 'scripts', 'demo.js');

function assertNothingLeft(at: Place): void {
  assert.deepEqual(readdirSync(at.temporary), []);
  assert.deepEqual(
    mounts().filter(({ type, mountpoint }) => type === mountType && mountpoint.startsWith(at.base)),
    [],
  );
}

test('the demonstration compares every byte, shows its table and unmounts; interrupted, it cleans up', {
  skip: skipMount,
}, async (t) => {
  const at = place(t);
  const whole = await run(process.execPath, [demo], { env: at.env, seconds: 120 });
  assert.equal(whole.err, '');
  assert.equal(whole.code, 0);
  assert.match(whole.out, /windows, 202 MB: every byte is right/);
  assert.equal(whole.out.match(/^ {2}\w+-stack\/.*\.sgy +lossless +\d+ +\d+$/gm)?.length, 6);
  assert.match(whole.out, /npx seisfs mount \/data\/survey \/mnt\/ieee --as /);
  assertNothingLeft(at);

  const child = spawn(process.execPath, [demo], { env: at.env, stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(() => child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => (out += String(text)));
  child.stderr.on('data', (text) => (err += String(text)));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await eventually('the readers are at work', () => out.includes('processes read every byte'), 60);
  assert.doesNotMatch(out, /making/, 'the survey is made once');
  child.kill('SIGINT');
  assert.equal(await ended, 1);
  assert.equal(err, '');
  assertNothingLeft(at);
});
