/** Other users read what the source lets them, with --allow-other; nothing without; and mount for themselves. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fill, ieee, recording } from '../support/ibm-survey.ts';
import {
  eventually,
  lives,
  mounted,
  type Place,
  place,
  program,
  type Ran,
  run,
  skipMount,
  statusFolders,
} from '../support/mount.ts';

const limit = { skip: skipMount, timeout: 60_000 };

/** Numbers that no account of a stripped or ordinary machine has. */
const owner = 54_321;
const stranger = 54_322;

/** Runs a shell line as a user that has no account. */
function as(user: number, line: string, group: number = user): Promise<Ran> {
  return run('setpriv', [`--reuid=${user}`, `--regid=${group}`, '--clear-groups', 'sh', '-c', line], {
    env: { ...process.env, LC_ALL: 'C' },
    cwd: '/',
  });
}

/** A place that everybody may walk through. */
function openPlace(t: TestContext): Place {
  const at = place(t);
  chmodSync(at.base, 0o755);
  return at;
}

test('with --allow-other the source’s owner, group and mode decide who reads', limit, async (t) => {
  const at = openPlace(t);
  const { bytes, converted } = recording(3, 20);
  const modes = { 'all.segy': 0o644, 'group.segy': 0o640, 'own.segy': 0o600, 'none.segy': 0o000, 'write.segy': 0o222 };
  for (const [name, mode] of Object.entries(modes)) {
    fill(at.source, { [name]: bytes });
    chownSync(join(at.source, name), owner, owner);
    chmodSync(join(at.source, name), mode);
    utimesSync(join(at.source, name), 1_600_000_000.25, 1_500_000_000.125);
  }
  fill(at.source, { 'closed/a.segy': bytes, 'through/a.segy': bytes });
  chmodSync(join(at.source, 'closed'), 0o700);
  chmodSync(join(at.source, 'through'), 0o711);
  const mount = await mounted(t, at, { targets: [ieee], allowOther: true });
  for (const [name, mode] of Object.entries(modes)) {
    const stat = statSync(join(at.point, name.replace('segy', 'sgy')));
    assert.deepEqual(
      [stat.uid, stat.gid, stat.mode & 0o7777, stat.mtimeMs],
      [owner, owner, mode & ~0o222, 1_500_000_000_125],
    );
  }
  const cat = async (user: number, name: string, group?: number): Promise<string> => {
    const { code, out, err } = await as(user, `cat '${join(at.point, name)}' | wc -c`, group);
    assert.equal(code, 0);
    return err === '' ? out.trim() : (err.match(/Permission denied|No such file/)?.[0] ?? err);
  };
  const size = String(converted.length);
  const denied = 'Permission denied';
  assert.deepEqual(
    await Promise.all(['all', 'group', 'own', 'none', 'write'].map((name) => cat(stranger, `${name}.sgy`))),
    [size, denied, denied, denied, denied],
  );
  assert.deepEqual(
    await Promise.all(['all', 'group', 'own', 'none', 'write'].map((name) => cat(stranger, `${name}.sgy`, owner))),
    [size, size, denied, denied, denied],
  );
  assert.deepEqual(
    await Promise.all(['all', 'group', 'own', 'none', 'write'].map((name) => cat(owner, `${name}.sgy`))),
    [size, size, size, denied, denied],
  );
  assert.equal(await cat(stranger, 'closed/a.sgy'), denied);
  assert.equal(await cat(stranger, 'through/a.sgy'), size);
  assert.match((await as(stranger, `ls '${at.point}/through'`)).err, /Permission denied/);
  assert.match((await as(stranger, `ls '${at.point}/.seisfs'`)).err, /Permission denied/);
  // What is in the kernel's cache by now is guarded as before.
  assert.equal(readFileSync(join(at.point, 'own.sgy')).length, converted.length);
  assert.equal(await cat(stranger, 'own.sgy'), denied);
  mount.order({ kind: 'end' });
  await mount.gone;
});

test('without --allow-other other users see nothing', limit, async (t) => {
  const at = openPlace(t);
  fill(at.source, { 'a.segy': recording(3, 20).bytes });
  const mount = await mounted(t, at, { targets: [ieee] });
  assert.ok(existsSync(join(at.point, 'a.sgy')));
  for (const line of [`ls '${at.point}'`, `cat '${at.point}/a.sgy'`, `stat '${at.point}'`]) {
    const { code, err } = await as(stranger, line);
    assert.notEqual(code, 0);
    assert.match(err, /Permission denied/);
  }
  mount.order({ kind: 'end' });
  await mount.gone;
});

/** Makes an account for fusermount3, which wants to know who mounts; false where that cannot be. */
async function account(t: TestContext): Promise<{ name: string; uid: number } | string> {
  if (!existsSync('/usr/bin/fusermount3') && !existsSync('/bin/fusermount3')) return 'fusermount3 is not installed';
  const name = `seisfs${process.pid}`;
  const made = await run('useradd', ['--no-create-home', '--shell', '/bin/sh', name]);
  if (made.code !== 0) return `no account can be made (${made.err || made.code})`;
  t.after(() => run('userdel', [name]));
  const { out } = await run('id', ['-u', name]);
  return { name, uid: Number(out) };
}

test('an ordinary user mounts through fusermount3, reads, and unmounts', limit, async (t) => {
  const user = await account(t);
  if (typeof user === 'string') {
    t.skip(user);
    return;
  }
  if ((await as(user.uid, `test -x '${process.execPath}' && test -r '${program}'`)).code !== 0) {
    t.skip('other users may not run this clone');
    return;
  }
  const mode = statSync('/dev/fuse').mode & 0o777;
  chmodSync('/dev/fuse', 0o666);
  t.after(() => chmodSync('/dev/fuse', mode));
  const at = openPlace(t);
  const { bytes, converted } = recording(3, 20);
  fill(at.source, { 'a.segy': bytes, 'closed.segy': bytes, 'closed/b.segy': bytes });
  chmodSync(join(at.source, 'closed.segy'), 0o600);
  chmodSync(join(at.source, 'closed'), 0o711);
  for (const folder of [at.point, at.temporary, join(at.base, 'cache')]) chownSync(folder, user.uid, user.uid);
  const seisfs = (args: string, ready = ''): Promise<Ran> =>
    run(
      'setpriv',
      [
        `--reuid=${user.uid}`,
        `--regid=${user.uid}`,
        '--clear-groups',
        'sh',
        '-c',
        `${ready} '${process.execPath}' '${program}' ${args}`,
      ],
      { env: { ...at.env, HOME: at.base }, cwd: '/' },
    );
  const mountIt = `mount '${at.source}' '${at.point}' --as ${ieee}`;
  const first = await seisfs(mountIt);
  assert.deepEqual([first.code, first.err], [0, '']);
  assert.match(first.out, /1 recording shown, 1 refused/);
  assert.equal((await as(user.uid, `cat '${at.point}/a.sgy' | wc -c`)).out.trim(), String(converted.length));
  const status = JSON.parse((await as(user.uid, `cat '${at.point}/.seisfs/status.json'`)).out) as { pid: number };
  const refused = (await as(user.uid, `cat '${at.point}/.seisfs/refused.tsv'`)).out;
  assert.match(refused, /^closed\.segy\t.*\tio\t.*EACCES/m);
  // Not even root, because it is this user's mount.
  assert.equal(existsSync(join(at.point, 'a.sgy')), false);
  // When it may be read it is shown.
  chmodSync(join(at.source, 'closed.segy'), 0o644);
  await eventually('shown', async () => (await as(user.uid, `ls '${at.point}'`)).out.includes('closed.sgy'));
  const other = await seisfs(`mount '${at.source}' '${at.point}' --as su`);
  assert.equal(other.code, 2);
  assert.match(other.err, /^seisfs: .*mounted here already; end it with: seisfs umount/);
  const ended = await seisfs(`umount '${at.point}'`);
  assert.deepEqual([ended.code, ended.err], [0, '']);
  await eventually('the daemon is gone', () => !lives(status.pid));
  assert.deepEqual(statusFolders(at), []);
  // fusermount3 by hand.
  const again = await seisfs(mountIt);
  assert.equal(again.code, 0);
  const daemon = JSON.parse((await as(user.uid, `cat '${at.point}/.seisfs/status.json'`)).out) as { pid: number };
  assert.equal((await as(user.uid, `fusermount3 -u '${at.point}'`)).code, 0);
  await eventually('the daemon is gone', () => !lives(daemon.pid));
  chmodSync('/dev/fuse', 0o600);
  const refusedMount = await seisfs(mountIt);
  assert.equal(refusedMount.code, 1);
  assert.match(
    refusedMount.err,
    /^seisfs: \/dev\/fuse may not be opened by this user; as root: chmod 0666 \/dev\/fuse\n$/,
  );
});

test('a file whose folder an ordinary user may not list can be the source all the same', limit, async (t) => {
  const at = openPlace(t);
  mkdirSync(join(at.source, 'closed'));
  writeFileSync(join(at.source, 'closed', 'a.segy'), recording(3, 20).bytes);
  chmodSync(join(at.source, 'closed'), 0o711);
  if ((await as(stranger, `test -x '${process.execPath}' && test -r '${program}'`)).code !== 0) {
    t.skip('other users may not run this clone');
    return;
  }
  // The source is opened as the user; what follows needs no mount.
  const script = `import { openSource } from ${JSON.stringify(join(program, '..', '..', 'sources', 'folder.js'))};
    const source = openSource(${JSON.stringify(join(at.source, 'closed', 'a.segy'))});
    console.log(source.list('').join(), source.open('a.segy').size > 3600);`;
  const child = spawn(
    'setpriv',
    [
      `--reuid=${stranger}`,
      `--regid=${stranger}`,
      '--clear-groups',
      process.execPath,
      '--input-type=module',
      '-e',
      script,
    ],
    { cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let out = '';
  child.stdout.on('data', (text) => {
    out += String(text);
  });
  await new Promise((resolve) => child.on('close', resolve));
  assert.equal(out, 'a.segy true\n');
});
