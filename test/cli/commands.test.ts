/** The commands that look at files: what they print for people and for programs, and how they end. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { traceHeader } from '../../src/formats/segy/fields/trace-header.ts';
import { legal } from '../../src/formats/segy/legal.ts';
import { sourceOptionTable } from '../../src/formats/target.ts';
import { type Place, place, program, type Ran, seisfs } from '../support/mount.ts';
import { makeSegy, makeSu } from '../support/segy-maker.ts';

/** A source with a regular SEG-Y, an irregular SU with a lie, a damaged SEG-Y and a file of another kind. */
function fill(at: Place): void {
  mkdirSync(join(at.source, 'deep', 'er'), { recursive: true });
  const regular = makeSegy({ code: 1, traces: 12, samples: 30, extTexts: 2, revision: '2.1', trailers: 1 });
  writeFileSync(join(at.source, 'deep', 'line.sgy'), regular.bytes);
  const uneven = makeSu({ traces: 9, samples: (i) => 10 + i, ntr: 20 });
  writeFileSync(join(at.source, 'deep', 'er', 'uneven.su'), uneven.bytes);
  writeFileSync(join(at.source, 'bad.sgy'), makeSegy({ code: 1, traces: 5, lies: { code: 13 } }).bytes);
  writeFileSync(join(at.source, 'notes\n.txt'), 'no recording');
  symlinkSync('/etc/passwd', join(at.source, 'link'));
}

function json({ code, out, err }: Ran): unknown {
  assert.equal(err, '');
  assert.equal(code, 0);
  return JSON.parse(out) as unknown;
}

/** One line on standard error that begins as every message does. */
function oneError({ err }: Ran, ...parts: readonly RegExp[]): void {
  assert.match(err, /^seisfs: [^\n]+\n$/);
  for (const part of parts) assert.match(err, part);
}

type Account = {
  readonly kind: string;
  readonly path: string;
  readonly size: number;
  readonly format: string;
  readonly revision: string | null;
  readonly traces: number;
  readonly samples: { readonly min: number; readonly max: number };
  readonly interval: number;
  readonly encoding: string;
  readonly order: string;
  readonly overridden: readonly string[];
  readonly stretches: readonly { readonly what: string; readonly offset: number; readonly length: number }[];
  readonly headerBytes: number;
  readonly sampleBytes: number;
  readonly texts: readonly { readonly encoding: string; readonly lines: readonly string[] }[];
  readonly fileHeader: Readonly<Record<string, number>>;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly error: { readonly code: string };
};

test('info tells what a SEG-Y file is, and where all of its bytes are', async (t) => {
  const at = place(t);
  fill(at);
  const path = join(at.source, 'deep', 'line.sgy');
  const account = json(await seisfs(at, 'info', path, '--json')) as Account;
  const { kind, format, revision, traces, samples, interval, encoding, order } = account;
  assert.deepEqual(
    { kind, format, revision, traces, samples, interval, encoding, order },
    {
      kind: 'recording',
      format: 'segy',
      revision: '2.1',
      traces: 12,
      samples: { min: 30, max: 30 },
      interval: 4000,
      encoding: 'ibm32',
      order: 'big',
    },
  );
  assert.deepEqual(
    account.stretches.map(({ what, length }) => [what, length]),
    [
      ['textual header', 3200],
      ['binary file header', 400],
      ['extended textual header 1', 3200],
      ['extended textual header 2', 3200],
      ['traces', 12 * (240 + 120)],
      ['data trailer 1', 3200],
    ],
  );
  let end = 0;
  for (const { offset, length } of account.stretches) {
    assert.equal(offset, end);
    end += length;
  }
  assert.equal(end, account.size);
  assert.deepEqual([account.headerBytes, account.sampleBytes], [12 * 240, 12 * 120]);
  assert.equal(account.texts.length, 4);
  assert.equal(account.texts[0].lines.length, 40);
  assert.equal(account.texts[0].lines[0], 'C 1 CARD 1 OF FORTY');
  assert.deepEqual([account.fileHeader.jobId, account.fileHeader.format, account.fileHeader.trailers], [4711, 1, 1]);

  const { code, out } = await seisfs(at, 'info', path);
  assert.equal(code, 0);
  for (const part of [/segy, revision 2\.1/, /ibm32/, /C40 CARD 40 OF FORTY/, /2 extended/, /sum +17,520/]) {
    assert.match(out, part);
  }
});

test('info shows warnings, the shortest and the longest trace, and what the user overrode', async (t) => {
  const at = place(t);
  fill(at);
  const path = join(at.source, 'deep', 'er', 'uneven.su');
  const account = json(await seisfs(at, 'info', path, '--json', '--source-option', 'dt=500')) as Account;
  assert.deepEqual(account.samples, { min: 10, max: 18 });
  assert.deepEqual(account.overridden, ['dt']);
  assert.equal(account.interval, 500);
  assert.deepEqual(
    account.warnings.map(({ code }) => code),
    ['trace-count'],
  );
  const { out } = await seisfs(at, 'info', path);
  assert.match(out, /trace-count: bytes 205-208 give 20 traces; the file holds 9 \(byte 205\)/);
});

test('info of a folder lists every file, the bad ones with their reason, and ends well', async (t) => {
  const at = place(t);
  fill(at);
  const tree = json(await seisfs(at, 'info', at.source, '--json')) as {
    files: readonly Account[];
    unread: readonly string[];
  };
  assert.deepEqual(tree.files.map(({ path, kind }) => [path.slice(at.source.length + 1), kind]).sort(), [
    ['bad.sgy', 'refused'],
    ['deep/er/uneven.su', 'recording'],
    ['deep/line.sgy', 'recording'],
    ['notes\n.txt', 'other'],
  ]);
  assert.equal(tree.files.find(({ kind }) => kind === 'refused')?.error.code, 'unsupported');
  const { code, out } = await seisfs(at, 'info', at.source);
  assert.equal(code, 0);
  assert.match(out, /bad\.sgy: segy: .*3225/);
  assert.match(out, /notes\\x0a\.txt/);
  assert.match(out, /2 recordings with 21 traces in [\d,]+ bytes; 1 cannot be opened; 1 file of other kinds/);
});

test('info of one file that cannot be opened ends with 1 and says format, place, found and expected', async (t) => {
  const at = place(t);
  fill(at);
  const bad = await seisfs(at, 'info', join(at.source, 'bad.sgy'));
  assert.equal(bad.code, 1);
  assert.equal(bad.out, '');
  oneError(bad, /bad\.sgy: segy: .*bytes 3225-3226.*13/);
  const asJson = await seisfs(at, 'info', join(at.source, 'bad.sgy'), '--json');
  assert.equal(asJson.code, 1);
  const { kind, error } = JSON.parse(asJson.out) as Account;
  assert.deepEqual([kind, error.code], ['refused', 'unsupported']);
  const gone = await seisfs(at, 'info', join(at.source, 'gone.sgy'));
  assert.equal(gone.code, 1);
  oneError(gone, /ENOENT/);
});

test('info says so of a file that is no recording', async (t) => {
  const at = place(t);
  fill(at);
  const { code, out } = await seisfs(at, 'info', join(at.source, 'notes\n.txt'));
  assert.equal(code, 0);
  assert.match(out, /no recording of a known format/);
});

test('headers prints words as table, CSV and JSON', async (t) => {
  const at = place(t);
  fill(at);
  const path = join(at.source, 'deep', 'line.sgy');
  const columns = ['--columns', 'xline,cdp,name'];
  const csv = await seisfs(at, 'headers', path, ...columns, '--where', 'trace > 9', '--format', 'csv');
  assert.equal(csv.out, 'trace,xline,cdp,name\n10,301,20009,\n11,302,20010,\n12,303,20011,\n');
  const rows = json(await seisfs(at, 'headers', path, ...columns, '--limit', '2', '--format', 'json'));
  assert.deepEqual(rows, [
    { trace: 1, xline: 300, cdp: 20000, name: '' },
    { trace: 2, xline: 301, cdp: 20001, name: '' },
  ]);
  const table = await seisfs(at, 'headers', path, '--columns', 'offset', '--limit', '2');
  assert.equal(table.out, 'trace  offset\n    1   -1500\n    2   -1475\n');
  const all = json(await seisfs(at, 'headers', path, '--format', 'json', '--limit', '1')) as Record<string, number>[];
  assert.deepEqual(Object.keys(all[0]), ['trace', ...Object.keys(traceHeader.words)]);
});

test('headers of no trace are an empty answer in every format', async (t) => {
  const at = place(t);
  fill(at);
  const path = join(at.source, 'deep', 'line.sgy');
  const none = ['--columns', 'cdp', '--where', 'cdp < 0'];
  assert.equal((await seisfs(at, 'headers', path, ...none)).out, 'trace  cdp\n');
  assert.equal((await seisfs(at, 'headers', path, ...none, '--format', 'csv')).out, 'trace,cdp\n');
  assert.equal((await seisfs(at, 'headers', path, ...none, '--format', 'json')).out, '[]\n');
  assert.equal((await seisfs(at, 'headers', path, '--columns', 'cdp', '--limit', '0')).out, 'trace  cdp\n');
});

test('headers lists the words that a file has, with their bytes', async (t) => {
  const at = place(t);
  fill(at);
  const { out } = await seisfs(at, 'headers', join(at.source, 'deep', 'line.sgy'), '--columns', 'help');
  assert.match(out, /^cdp +21-24 +i32 +ensemble number/m);
  assert.equal(out.trimEnd().split('\n').length, 2 + Object.keys(traceHeader.words).length);
  const su = await seisfs(at, 'headers', join(at.source, 'deep', 'er', 'uneven.su'), '--columns', 'help');
  assert.match(su.out, /^ntr +205-208/m);
});

test('headers says what is wrong with a word, an expression, a file', async (t) => {
  const at = place(t);
  fill(at);
  const path = join(at.source, 'deep', 'line.sgy');
  const word = await seisfs(at, 'headers', path, '--columns', 'cdp,ofset');
  assert.equal(word.code, 2);
  oneError(word, /no word 'ofset'; did you mean offset\?/);
  const expression = await seisfs(at, 'headers', path, '--where', 'cdp > 3 and');
  assert.equal(expression.code, 2);
  oneError(expression, /--where: column 12: /);
  const other = await seisfs(at, 'headers', join(at.source, 'notes\n.txt'));
  assert.equal(other.code, 1);
  oneError(other, /notes\\x0a\.txt: is no recording of a known format; .*format=/);
  const folder = await seisfs(at, 'headers', at.source);
  assert.equal(folder.code, 2);
  oneError(folder, /folder/);
});

test('headers ends quietly when its reader has gone, and uses bounded memory', async (t) => {
  const at = place(t);
  const path = join(at.source, 'many.su');
  const one = makeSu({ traces: 1000, samples: 1 }).bytes;
  writeFileSync(path, Buffer.concat(Array.from({ length: 60 }, () => one)));
  const { code, out, err } = await new Promise<Ran>((resolve) => {
    const child = spawn(
      'sh',
      ['-c', `"$0" "$1" headers "$2" --format csv | head -3`, process.execPath, program, path],
      {
        env: at.env,
        timeout: 60_000,
      },
    );
    let [said, wrong] = ['', ''];
    child.stdout.on('data', (text) => (said += String(text)));
    child.stderr.on('data', (text) => (wrong += String(text)));
    child.on('close', (status) => resolve({ code: status ?? -1, out: said, err: wrong }));
  });
  assert.deepEqual([code, err], [0, '']);
  assert.equal(out.split('\n').length, 4);
});

test('explain --as tells of a byte what decided it, with its value on both sides', async (t) => {
  const at = place(t);
  fill(at);
  const path = join(at.source, 'deep', 'line.sgy');
  type Side = {
    offset: number;
    byte: number;
    length: number;
    trace: number | null;
    what: string;
    value: string;
    bytes: string;
  };
  type Explanation = { rule: string; size: number; byte: number; view: Side; source: Side | null };
  const ask = async (offset: number, ...target: readonly string[]): Promise<Explanation> =>
    json(await seisfs(at, 'explain', path, String(offset), '--json', '--as', ...target)) as Explanation;

  // Trace 2, sample 3 of the source lies behind two extended texts that SU does not have.
  const sample = 240 + 4 * 30 + 240 + 8;
  const converted = await ask(sample + 1, 'su:drop=yes,order=little');
  assert.deepEqual([converted.rule, converted.byte, converted.size], ['converted', sample + 2, 12 * 360]);
  assert.deepEqual([converted.view.offset, converted.view.length, converted.view.trace], [sample, 4, 2]);
  assert.deepEqual([converted.source?.offset, converted.source?.what], [10_000 + sample, 'sample 3']);
  assert.equal(converted.view.value, converted.source?.value);
  assert.notEqual(converted.view.bytes, converted.source?.bytes);

  const word = await ask(360 + 22, 'su:drop=yes,order=little');
  assert.equal(word.rule, 'header word');
  assert.match(word.view.what, /cdp \(bytes 21-24\)/);
  assert.deepEqual([word.view.value, word.source?.value, word.view.bytes], ['20001', '20001', '214e0000']);

  const made = await ask(3225, 'segy:samples=ieee32,revision=2.1');
  assert.equal(made.rule, 'made');
  assert.equal(made.source, null);
  assert.deepEqual([made.view.byte, made.view.value], [3225, '5']);

  const text = await ask(2, 'segy:samples=ieee32,text=ascii');
  assert.deepEqual([text.view.bytes, text.source?.bytes, text.view.value], ['31', 'f1', '"1"']);

  const same = await ask(3224, 'segy');
  assert.equal(same.rule, 'copied');
  assert.equal(same.source?.value, '1');

  const people = await seisfs(at, 'explain', path, '0xE10', '--as', 'segy:samples=ieee32');
  assert.match(people.out, /offset 3600, which is byte 3,601/);
  const behind = await seisfs(at, 'explain', path, '99999999', '--as', 'su:drop=yes');
  assert.equal(behind.code, 2);
  oneError(behind, /the file has 4320 bytes/);
  const outside = await seisfs(at, 'explain', path, '0');
  assert.equal(outside.code, 2);
  oneError(outside, /lies in no seisfs mount; .*--as/);
});

test('formats lists what the tables hold', async (t) => {
  const at = place(t);
  type Row = {
    name: string;
    writes: boolean;
    options: Record<string, string[]>;
    combinations: { when: string; samples: string[] }[];
  };
  const answer = json(await seisfs(at, 'formats', '--json')) as { formats: Row[]; sourceOptions: { name: string }[] };
  const segy = answer.formats.find(({ name }) => name === 'segy');
  assert.deepEqual(segy?.options.revision, Object.keys(legal.segy).sort());
  for (const [revision, { samples }] of Object.entries(legal.segy)) {
    const row: Row['combinations'][number] | undefined = segy?.combinations.find(
      ({ when }) => when === `revision=${revision}`,
    );
    assert.deepEqual(row?.samples, Object.keys(samples));
  }
  assert.deepEqual(
    answer.sourceOptions.map(({ name }) => name),
    Object.keys(sourceOptionTable),
  );
  const { out } = await seisfs(at, 'formats');
  assert.match(out, /revision=1 +order=big .*samples=ibm32\|int32\|int16\|ieee32\|int8$/m);
});

test('doctor judges check by check and ends as it judges', async (t) => {
  const at = place(t);
  const { code, out } = await seisfs(at, 'doctor', '--json');
  const { canMount, checks } = JSON.parse(out) as {
    canMount: boolean;
    checks: { name: string; needed: boolean; ok: boolean; found: string; mend: string | null }[];
  };
  assert.equal(code, canMount ? 0 : 1);
  assert.equal(
    canMount,
    checks.every(({ ok, needed }) => ok || !needed),
  );
  assert.deepEqual(
    checks.map(({ name }) => name).filter((name) => name !== 'mount' && name !== 'fusermount3'),
    ['system', 'kernel', 'fuse', 'device', 'native calls', 'other users', 'cache folder', 'open files'],
  );
  for (const { name, ok, mend } of checks) assert.equal(mend === null, ok, name);
  const full = await seisfs({ ...at, env: { ...at.env, XDG_CACHE_HOME: '/etc/passwd' } }, 'doctor');
  assert.match(full.out, /note +cache folder .*cannot be written \(ENOTDIR\)/);
  assert.match(full.out, /mend: export XDG_CACHE_HOME=/);
});

const misuses: readonly (readonly [string[], RegExp])[] = [
  [['inof', 'x'], /unknown command 'inof'; did you mean info\?/],
  [['info'], /missing required argument 'path'/],
  [['info', 'x', '--jsno'], /unknown option '--jsno'; did you mean --json\?/],
  [['headers', 'x', '--format', 'xml'], /table, csv, json/],
  [['headers', 'x', '--limit', '-1'], /whole number/],
  [['headers', 'x', '--columns', 'a,,b'], /names with commas/],
  [['headers', 'x', '--source-option', 'nss=3'], /no source option 'nss'; the source options are/],
  [['explain', 'x', '-1'], /-1/],
  [['explain', 'x', '1e3'], /byte offset/],
  [['mount', 'x', 'y'], /--as/],
];

for (const [args, finding] of misuses) {
  test(`used wrongly: seisfs ${args.join(' ')}`, async (t) => {
    const ran = await seisfs(place(t), ...args);
    assert.equal(ran.code, 2);
    assert.equal(ran.out, '');
    oneError(ran, finding);
  });
}

test('help of every command tells how it is used, and the version is told alone', async (t) => {
  const at = place(t);
  for (const command of ['mount', 'umount', 'info', 'headers', 'explain', 'formats', 'doctor']) {
    const { code, out } = await seisfs(at, command, '--help');
    assert.equal(code, 0);
    assert.match(out, new RegExp(`^Usage: seisfs ${command}`));
  }
  assert.match((await seisfs(at, 'mount', '--help')).out, /refused\.tsv/);
  assert.match((await seisfs(at, '--version')).out, /^\d+\.\d+\.\d+\n$/);
});
