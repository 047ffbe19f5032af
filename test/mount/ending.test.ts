/** However a mount ends, no process, no folder and no waiting reader is left; and what is mounted wrongly is told in a line. */
import assert from 'node:assert/strict';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { mountedAt } from '../../src/fuse/mount.ts';
import { fill, ieee, recording } from '../support/ibm-survey.ts';
import {
  eventually,
  failureOf,
  lives,
  mounted,
  place,
  type Place,
  processesWith,
  run,
  seisfs,
  skipMount,
  statusFolders,
} from '../support/mount.ts';

const limit = { skip: skipMount, timeout: 80_000 };

type Daemon = { readonly pid: number };

/** Mounts as a user does, with a daemon. */
async function daemon(at: Place): Promise<Daemon> {
  const { code, out, err } = await seisfs(at, 'mount', at.source, at.point, '--as', ieee, '--workers', '2');
  assert.deepEqual([code, err], [0, '']);
  assert.match(out, /^mounted .* as segy:samples=ieee32,revision=1 on .*\n\d+ recordings? shown, none refused\n$/);
  return JSON.parse(readFileSync(join(at.point, '.seisfs/status.json'), 'utf8')) as Daemon;
}

async function nothingLeft(at: Place, pid: number, what: string): Promise<void> {
  await eventually(`${what}: the daemon is gone`, () => !lives(pid));
  assert.deepEqual(statusFolders(at), [], what);
  assert.equal(mountedAt(at.point), undefined, what);
  assert.deepEqual(readdirSync(at.point), [], what);
  assert.deepEqual(await processesWith(at.base), [], what);
}

test('signals, umount, seisfs umount and fusermount3 end an idle mount and leave nothing', limit, async (t) => {
  const at = place(t);
  fill(at.source, { 'a.segy': recording(3, 20).bytes });
  const ways: Record<string, (pid: number) => unknown> = {
    SIGINT: (pid) => process.kill(pid, 'SIGINT'),
    SIGTERM: (pid) => process.kill(pid, 'SIGTERM'),
    SIGHUP: (pid) => process.kill(pid, 'SIGHUP'),
    umount: () => run('umount', [at.point]),
    'seisfs umount': () => seisfs(at, 'umount', at.point),
    'fusermount3 -u': async () => {
      const { code } = await run('fusermount3', ['-u', at.point]);
      if (code === 'ENOENT') await run('umount', [at.point]);
    },
  };
  for (const [what, way] of Object.entries(ways)) {
    const { pid } = await daemon(at);
    readFileSync(join(at.point, 'a.sgy'));
    await way(pid);
    await nothingLeft(at, pid, what);
  }
});

test(
  'a mount in use goes out of sight at SIGTERM, open files can be read on, and it ends in seconds',
  limit,
  async (t) => {
    const at = place(t);
    const { bytes, converted } = recording(3000, 300);
    fill(at.source, { 'a.segy': bytes });
    const { pid } = await daemon(at);
    const fd = openSync(join(at.point, 'a.sgy'), 'r');
    process.kill(pid, 'SIGTERM');
    await eventually('out of sight', () => mountedAt(at.point) === undefined);
    const piece = Buffer.alloc(4096);
    assert.equal(readSync(fd, piece, 0, 4096, 2_000_000), 4096);
    assert.ok(piece.equals(converted.subarray(2_000_000, 2_004_096)));
    const begun = Date.now();
    await eventually('the daemon is gone', () => !lives(pid));
    assert.ok(Date.now() - begun < 7000);
    assert.match(
      failureOf(() => readSync(fd, piece, 0, 4096, 3_000_000)) ?? 'read',
      /^(ENOTCONN|ECONNABORTED|EIO|ENODEV)$/,
    );
    closeSync(fd);
    await nothingLeft(at, pid, 'in use');
  },
);

test('a mount whose last reader closes ends at once; umount of one in use says what to do', limit, async (t) => {
  const at = place(t);
  fill(at.source, { 'a.segy': recording(3, 20).bytes });
  const { pid } = await daemon(at);
  const fd = openSync(join(at.point, 'a.sgy'), 'r');
  const busy = await seisfs(at, 'umount', at.point);
  assert.equal(busy.code, 1);
  assert.match(busy.err, /^seisfs: .*EBUSY; close what uses it \(fuser -vm .*\), or: seisfs umount --lazy .*\n$/);
  assert.deepEqual(await seisfs(at, 'umount', '--lazy', at.point), { code: 0, out: '', err: '' });
  await delay(300);
  assert.ok(lives(pid), 'readers may go on');
  closeSync(fd);
  const begun = Date.now();
  await nothingLeft(at, pid, 'lazy');
  assert.ok(Date.now() - begun < 3000);
});

test('regression: a mount that was taken away lazily ends at SIGTERM though a reader holds on', limit, async (t) => {
  const at = place(t);
  fill(at.source, { 'a.segy': recording(3, 20).bytes });
  const { pid } = await daemon(at);
  const fd = openSync(join(at.point, 'a.sgy'), 'r');
  await run('umount', ['-l', at.point]);
  process.kill(pid, 'SIGTERM');
  await nothingLeft(at, pid, 'lazy, then SIGTERM');
  closeSync(fd);
});

test('kill -9 of the daemon: readers get an error, and mounting again mends the dead mount', limit, async (t) => {
  const at = place(t);
  const { bytes, converted } = recording(3000, 300);
  fill(at.source, { 'a.segy': bytes });
  const { pid } = await daemon(at);
  const fd = openSync(join(at.point, 'a.sgy'), 'r');
  const piece = Buffer.alloc(4096);
  readSync(fd, piece, 0, 4096, 0);
  process.kill(pid, 'SIGKILL');
  await eventually('the daemon is gone', () => !lives(pid));
  assert.match(failureOf(() => readSync(fd, piece, 0, 4096, 3_000_000)) ?? 'read', /^(ENOTCONN|ECONNABORTED|EIO)$/);
  closeSync(fd);
  assert.equal(
    failureOf(() => readdirSync(at.point)),
    'ENOTCONN',
  );
  const next = await daemon(at);
  assert.ok((await readFile(join(at.point, 'a.sgy'))).equals(converted));
  // umount works on a dead one, too.
  process.kill(next.pid, 'SIGKILL');
  await eventually('the daemon is gone', () => !lives(next.pid));
  assert.deepEqual(await seisfs(at, 'umount', at.point), { code: 0, out: '', err: '' });
  assert.equal(mountedAt(at.point), undefined);
});

test('threads that keep dying end the mount with a message', limit, async (t) => {
  const at = place(t);
  fill(at.source, { 'a.segy': recording(3, 20).bytes });
  const mount = await mounted(t, at, { targets: [ieee], workers: 2 });
  const reading = (async () => {
    for (;;) {
      try {
        await readFile(join(at.point, 'a.sgy'));
      } catch (error) {
        if (/ENOTCONN|ENOENT|ECONNABORTED/.test(String(error))) return;
      }
      await delay(5);
    }
  })();
  let over = false;
  void mount.gone.finally(() => {
    over = true;
  });
  for (let i = 0; !over && i < 200; i++) {
    mount.order({ kind: 'kill', thread: 1 + (i % 2) });
    await delay(100);
  }
  const { code, failure } = await mount.gone;
  assert.equal(code, 1);
  assert.match(failure ?? '', /thread \d died/);
  await reading;
  assert.equal(mountedAt(at.point), undefined);
  assert.deepEqual(statusFolders(at), []);
});

test('what cannot be mounted is told in one line, with the right exit code', limit, async (t) => {
  const at = place(t);
  fill(at.source, { 'a.segy': recording(3, 20).bytes, 'inside/x': 'x' });
  const inside = join(at.source, 'inside');
  const full = join(at.base, 'full');
  fill(full, { x: 'x' });
  symlinkSync(inside, join(at.base, 'way-in'));
  mkdirSync(join(at.base, 'outer/source'), { recursive: true });
  mkdirSync(join(at.source, 'empty'));
  const wrong: readonly (readonly [number, RegExp, ...string[]])[] = [
    [1, /nowhere: cannot be opened \(ENOENT\)$/, join(at.base, 'nowhere'), at.point, '--as', 'su'],
    [
      1,
      /gone: the mount point cannot be used \(ENOENT\); make it with: mkdir -p/,
      at.source,
      join(at.base, 'gone'),
      '--as',
      'su',
    ],
    [2, /the mount point is not a folder$/, at.source, join(full, 'x'), '--as', 'su'],
    [2, /the mount point is not empty/, at.source, full, '--as', 'su'],
    [2, /lie in one another; mount on a folder beside the source$/, at.source, join(at.source, 'empty'), '--as', 'su'],
    [2, /lie in one another/, at.source, join(at.base, 'way-in'), '--as', 'su'],
    [2, /lie in one another/, join(at.base, 'outer/source'), join(at.base, 'outer'), '--as', 'su'],
    [2, /lie in one another/, at.source, at.source, '--as', 'su'],
    [2, /there is no format 'segd'|segd/, at.source, at.point, '--as', 'segd:x=y'],
    [2, /samples=ieee99/, at.source, at.point, '--as', 'segy:samples=ieee99'],
    [2, /--as/, at.source, at.point],
    [2, /workers/, at.source, at.point, '--as', 'su', '--workers', '0'],
    [2, /nonsense/, at.source, at.point, '--as', 'su', '--source-option', 'nonsense=1'],
    [2, /unknown option/, at.source, at.point, '--as', 'su', '--nonsense'],
    [2, /mountpoint/, at.source, '--as', 'su'],
  ];
  await Promise.all(
    [[], ['--foreground']].flatMap((mode) =>
      wrong.map(async ([code, message, ...args]) => {
        const ran = await seisfs(at, 'mount', ...args, ...mode);
        const said = `${args.join(' ')} ${mode.join()}: ${ran.err}`;
        assert.equal(ran.code, code, said);
        assert.match(ran.err, /^seisfs: [^\n]+\n$/, said);
        assert.match(ran.err.trimEnd(), message, said);
        assert.equal(ran.out, '', said);
      }),
    ),
  );
  const { pid } = await daemon(at);
  const twice = await seisfs(at, 'mount', at.source, at.point, '--as', 'su');
  assert.equal(twice.code, 2);
  assert.match(twice.err, /^seisfs: .*: a seisfs is mounted here already; end it with: seisfs umount '.*'\n$/);
  const loop = await seisfs(at, 'mount', at.point, at.base, '--as', 'su');
  assert.equal(loop.code, 2);
  await seisfs(at, 'umount', at.point);
  await nothingLeft(at, pid, 'after all');
  const none = await seisfs(at, 'umount', at.point);
  assert.equal(none.code, 2);
  assert.match(none.err, /^seisfs: .*no seisfs is mounted here; .*\n$/);
  assert.equal((await seisfs(at, 'umount', join(at.base, 'gone'))).code, 1);
});

test('regression: a mount outlives its status folder and goes on to serve', limit, async (t) => {
  const at = place(t);
  const { bytes, converted } = recording(3, 20);
  fill(at.source, { 'a.segy': bytes });
  const mount = await mounted(t, at, { targets: [ieee] });
  await mount.surveyed;
  for (const name of statusFolders(at)) rmSync(join(at.temporary, name), { recursive: true });
  await delay(2500);
  assert.ok((await readFile(join(at.point, 'a.sgy'))).equals(converted));
  writeFileSync(join(at.source, 'b.segy'), bytes);
  assert.ok((await readFile(join(at.point, 'b.sgy'))).equals(converted));
  mount.order({ kind: 'end' });
  assert.deepEqual(await mount.gone, { code: 0, signal: null, failure: undefined });
});
