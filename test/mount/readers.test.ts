/** Ten processes read the same and different files at the same time, with 1 to 16 threads: every byte is right. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { asSu, fill, ieee, recording } from '../support/ibm-survey.ts';
import { built, mounted, place, type Ran, run, skipMount } from '../support/mount.ts';

const limit = { skip: skipMount, timeout: 80_000 };

/** Reads a file through a memory map, backwards and forwards, and compares it with another. */
const mapper = `
import mmap, random, sys
random.seed(int(sys.argv[1]))
with open(sys.argv[2], 'rb') as f, open(sys.argv[3], 'rb') as g:
    wanted = g.read()
    view = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)
    assert len(view) == len(wanted)
    for i in range(300):
        at = random.randrange(len(wanted))
        n = random.choice([1, 4, 4096, 100000])
        assert view[at:at + n] == wanted[at:at + n], (at, n)
    assert view[:] == wanted
print('mapped')
`;

test('ten processes at once read every byte right, with 1, 2, 4, 10 and 16 threads', limit, async (t) => {
  const at = place(t);
  const wanted = join(at.base, 'wanted');
  mkdirSync(wanted);
  // Shapes whose traces begin at odd places of pages and of read-ahead windows.
  const shapes = [
    [700, 501],
    [300, 1000],
    [97, 33],
    [1, 20_000],
    [1000, 1],
  ] as const;
  shapes.forEach(([traces, samples], i) => {
    const { bytes, converted } = recording(traces, samples, i);
    fill(at.source, { [`${i}.segy`]: bytes });
    fill(wanted, { [`${i}.sgy`]: converted });
  });
  const plain = Buffer.from(Uint8Array.from({ length: 1_000_003 }, (_, i) => (i * 7) & 255));
  fill(at.source, { 'plain.bin': plain });
  fill(wanted, { 'plain.bin': plain });
  const names = readdirSync(wanted);
  const paths = (list: readonly string[]) => list.flatMap((name) => [join(at.point, name), join(wanted, name)]);
  const python = (await run('python3', ['--version'])).code === 0;
  if (!python) t.diagnostic('python3 is not here: no reader maps files');

  for (const workers of [1, 2, 4, 10, 16]) {
    const mount = await mounted(t, at, { targets: [ieee], workers });
    const reader = join(built, 'test', 'support', 'window-reader.js');
    const windows = (seed: number, list: readonly string[]): Promise<Ran> =>
      run(process.execPath, [reader, String(workers * 100 + seed), '60', ...paths(list)]);
    const copy = join(at.base, `copy.${workers}`);
    const odd = join(at.base, `odd.${workers}`);
    const ran = await Promise.all([
      windows(1, names),
      windows(2, names),
      windows(3, ['0.sgy']),
      windows(4, ['0.sgy']),
      windows(5, ['plain.bin', '3.sgy']),
      python
        ? run('python3', ['-c', mapper, String(workers), join(at.point, '0.sgy'), join(wanted, '0.sgy')])
        : windows(6, ['1.sgy']),
      run('cmp', [join(at.point, '0.sgy'), join(wanted, '0.sgy')]),
      run('cp', [join(at.point, '1.sgy'), copy]),
      run('dd', [`if=${join(at.point, '0.sgy')}`, `of=${odd}`, 'bs=4093', 'status=none']),
      run(
        'sha256sum',
        names.map((name) => join(at.point, name)),
      ),
    ]);
    for (const { code, err } of ran) assert.equal(code, 0, `${workers} threads: ${err}`);
    assert.ok(readFileSync(copy).equals(readFileSync(join(wanted, '1.sgy'))));
    assert.ok(readFileSync(odd).equals(readFileSync(join(wanted, '0.sgy'))));
    const sums = names.map((name) =>
      createHash('sha256')
        .update(readFileSync(join(wanted, name)))
        .digest('hex'),
    );
    assert.deepEqual(ran[9].out.match(/[0-9a-f]{64}/g), sums);
    assert.deepEqual(mount.messages, []);
    mount.order({ kind: 'end' });
    assert.deepEqual(await mount.gone, { code: 0, signal: null, failure: undefined });
  }
});

test('sizes by stat are the bytes that can be read, for every shape and for several targets', limit, async (t) => {
  const at = place(t);
  const made = [recording(3, 20, 1), recording(50, 999, 2), recording(1, 1, 3)];
  made.forEach(({ bytes }, i) => fill(at.source, { [`deep/${i}.segy`]: bytes }));
  fill(at.source, { 'empty.txt': '', 'empty.sgy': '', 'one.bin': 'x' });
  const mount = await mounted(t, at, { targets: [ieee, 'su:order=little', 'su:order=big'] });
  made.forEach((one, i) => {
    const views: [string, Uint8Array][] = [
      [`segy/deep/${i}.sgy`, one.converted],
      [`su/deep/${i}.su`, asSu(one, 'little')],
      [`su-2/deep/${i}.su`, asSu(one, 'big')],
    ];
    for (const [path, bytes] of views) {
      assert.equal(statSync(join(at.point, path)).size, bytes.length, path);
      assert.ok(readFileSync(join(at.point, path)).equals(bytes), path);
    }
  });
  for (const name of ['empty.txt', 'empty.sgy', 'one.bin']) {
    assert.equal(readFileSync(join(at.point, 'su', name)).length, statSync(join(at.point, 'su', name)).size);
  }
  assert.deepEqual(readdirSync(join(at.point)).sort(), ['.seisfs', 'segy', 'su', 'su-2']);
  mount.order({ kind: 'end' });
  await mount.gone;
});

test(
  'the source is neither written to nor read in a way that shows, and nothing is left beside it',
  limit,
  async (t) => {
    const at = place(t);
    for (let i = 0; i < 5; i++) fill(at.source, { [`deep/${i}.segy`]: recording(20, 100, i).bytes, [`${i}.txt`]: 'x' });
    // Traces of varying length need an index, which must go elsewhere.
    const { makeSegy } = await import('../support/segy-maker.ts');
    fill(at.source, {
      'uneven.sgy': makeSegy({ code: 1, traces: 9, samples: (trace) => 10 + trace, lies: { flag: 0 } }).bytes,
    });
    const facts = async (): Promise<string> => {
      const list = await run('find', ['.', '-printf', '%p %s %i %m %A+ %T+ %C+\n'], { cwd: at.source });
      const sums = await run('sh', ['-c', 'find . -type f -exec md5sum {} +'], { cwd: at.base });
      return (
        list.out.split('\n').sort().join('\n') +
        sums.out
          .split('\n')
          .filter((line) => line.includes('/source/'))
          .sort()
      );
    };
    await facts();
    // The first look may set access times of files that were written after they were read last.
    const before = await facts();
    const mount = await mounted(t, at, { targets: [ieee] });
    const read = await run('sh', ['-c', 'find . -type f -exec cat {} + | wc -c; ls -lR'], { cwd: at.point });
    assert.equal(read.code, 0);
    await mount.surveyed;
    mount.order({ kind: 'end' });
    await mount.gone;
    assert.equal(await facts(), before);
    assert.deepEqual(readdirSync(at.base).sort(), ['cache', 'mnt', 'source', 'tmp']);
    assert.deepEqual(readdirSync(at.temporary), []);
  },
);

test('who would write is told that the file system is read-only', limit, async (t) => {
  const at = place(t);
  fill(at.source, { 'a.segy': recording(3, 20).bytes, 'note.txt': 'x', 'deep/b.txt': 'x' });
  const mount = await mounted(t, at, { targets: [ieee] });
  const python = (await run('python3', ['--version'])).code === 0;
  const attempts: readonly (readonly [string, ...string[]])[] = [
    ['sh', '-c', 'echo x > a.sgy'],
    ['sh', '-c', 'echo x >> note.txt'],
    ['sh', '-c', 'echo x > new'],
    ['mkdir', 'new'],
    ['rmdir', 'deep'],
    ['rm', '-f', 'a.sgy'],
    ['mv', 'a.sgy', 'b.sgy'],
    ['chmod', '600', 'a.sgy'],
    ['chown', '1', 'a.sgy'],
    ['touch', 'a.sgy'],
    ['truncate', '-s', '0', 'a.sgy'],
    ['ln', 'a.sgy', 'hard'],
    ['ln', '-s', 'a.sgy', 'soft'],
    ['mknod', 'pipe', 'p'],
    ['fallocate', '-l', '10', 'note.txt'],
    ...(python ? [['python3', '-c', 'import os; os.setxattr("a.sgy", "user.x", b"y")'] as const] : []),
    ...(python ? [['python3', '-c', 'import os; os.removexattr("a.sgy", "user.seisfs.source")'] as const] : []),
  ];
  for (const [command, ...args] of attempts) {
    const { code, err } = await run(command, args, { cwd: at.point, env: { ...process.env, LC_ALL: 'C' } });
    assert.notEqual(code, 0, `${command} ${args.join(' ')}`);
    assert.match(err, /Read-only file system/, `${command} ${args.join(' ')}`);
  }
  writeFileSync(join(at.base, 'done'), '');
  mount.order({ kind: 'end' });
  await mount.gone;
});
