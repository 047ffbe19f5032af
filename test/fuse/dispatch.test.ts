/** The protocol as bytes, without a device: every operation answered as a read-only file system owes it. */
import assert from 'node:assert/strict';
import { chmodSync, statSync, symlinkSync, truncateSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { operations } from '../../src/fuse/abi.ts';
import { fill, ieee, recording } from '../support/ibm-survey.ts';
import { type Answer, type Speaker, speaker, treePlace } from '../support/tree.ts';

const { EROFS, ENOSYS, ENOENT, ESTALE, ENXIO, EINVAL, ENODATA, ERANGE, EPROTO } = constants.errno;
const op = (name: keyof typeof operations): number => operations[name].code;

/** Little-endian words: numbers are 32 bits, bigints 64. */
function words(...list: readonly (number | bigint)[]): Uint8Array {
  const bytes = new Uint8Array(list.reduce((n: number, word) => n + (typeof word === 'bigint' ? 8 : 4), 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const word of list) {
    if (typeof word === 'bigint') view.setBigInt64(at, word, true);
    else view.setUint32(at, word, true);
    at += typeof word === 'bigint' ? 8 : 4;
  }
  return bytes;
}

const named = (name: string): Uint8Array => new TextEncoder().encode(`${name}\0`);
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);
const readArgs = (offset: bigint, size: number): Uint8Array => words(0n, offset, size, 0, 0n, 0, 0);
const bytesOf = (answer: Answer): Uint8Array => new Uint8Array(answer.body.buffer);

/** The answer, which must be there and be no error. */
function good(answer: Answer | undefined): DataView {
  assert.ok(answer !== undefined, 'no reply');
  assert.equal(answer.errno, 0);
  return answer.body;
}

function errnoOf(answer: Answer | undefined): number {
  assert.ok(answer !== undefined, 'no reply');
  assert.equal(answer.body.byteLength, 0);
  return -answer.errno;
}

/** `fuse_attr` at an offset of a reply. */
function attr(body: DataView, at: number) {
  const u64 = (offset: number): number => Number(body.getBigUint64(at + offset, true));
  const u32 = (offset: number): number => body.getUint32(at + offset, true);
  return {
    inode: u64(0),
    size: u64(8),
    blocks: u64(16),
    mtime: u64(32),
    mtimeNs: u32(52),
    mode: u32(60),
    nlink: u32(64),
    uid: u32(68),
    gid: u32(72),
  };
}

function lookup(speak: Speaker, parent: bigint | number, name: string) {
  const body = good(speak.ask(op('LOOKUP'), parent, named(name)));
  assert.equal(body.byteLength, 128);
  assert.deepEqual(
    [body.getBigUint64(8, true), body.getBigUint64(16, true), body.getBigUint64(24, true)],
    [0n, 1n, 1n],
    'generation 0, names and attributes hold for a second',
  );
  return { node: body.getBigUint64(0, true), attr: attr(body, 40) };
}

/** All names of a folder by READDIR or READDIRPLUS with replies of `room` bytes. */
function namesOf(speak: Speaker, node: bigint | number, plus: boolean, room: number) {
  const names: { name: string; type: number; node: bigint; inode: bigint }[] = [];
  let cookie = 0n;
  for (;;) {
    const body = good(speak.ask(op(plus ? 'READDIRPLUS' : 'READDIR'), node, readArgs(cookie, room)));
    assert.ok(body.byteLength <= room);
    if (body.byteLength === 0) return names;
    for (let at = 0; at < body.byteLength; ) {
      const entry = at + (plus ? 128 : 0);
      const length = body.getUint32(entry + 16, true);
      cookie = body.getBigUint64(entry + 8, true);
      names.push({
        name: new TextDecoder().decode(new Uint8Array(body.buffer, entry + 24, length)),
        type: body.getUint32(entry + 20, true),
        node: plus ? body.getBigUint64(at, true) : 0n,
        inode: body.getBigUint64(entry, true),
      });
      at = entry + ((24 + length + 7) & ~7);
    }
  }
}

test('INIT agrees on what is used, and refuses a kernel that is too old', (t) => {
  const speak = speaker(treePlace(t, [ieee]).thread(1));
  const body = good(
    speak.ask(op('INIT'), 0, joined(words(7, 45, 131072, 0xffff_ffff, 0xffff_ffff), new Uint8Array(44))),
  );
  assert.equal(body.byteLength, 64);
  assert.deepEqual([body.getUint32(0, true), body.getUint32(4, true)], [7, 45]);
  const flags = body.getUint32(12, true);
  const writeback = 1 << 16;
  const posixLocks = 1 << 1;
  assert.equal(flags & (writeback | posixLocks), 0);
  assert.ok((flags & (1 << 13)) !== 0, 'READDIRPLUS');
  assert.equal(body.getUint16(28, true) * 4096, 1024 * 1024);
  const older = good(speak.ask(op('INIT'), 0, words(7, 31, 131072, 0x1)));
  assert.equal(older.getUint32(12, true), 1);
  assert.equal(older.getUint32(32, true), 0);
  assert.equal(errnoOf(speak.ask(op('INIT'), 0, words(7, 30, 131072, 1))), EPROTO);
  assert.equal(errnoOf(speak.ask(op('INIT'), 0, words(8, 1, 131072, 1))), EPROTO);
});

test('LOOKUP, GETATTR, OPEN, READ and RELEASE show the converted bytes, owner, mode and times', (t) => {
  const at = treePlace(t, [ieee]);
  const speak = speaker(at.thread(1));
  const { bytes, converted } = recording(4, 50);
  fill(at.source, { 'a.segy': bytes });
  chmodSync(join(at.source, 'a.segy'), 0o4664);
  const stat = statSync(join(at.source, 'a.segy'), { bigint: true });
  const file = lookup(speak, 1, 'a.sgy');
  const body = good(speak.ask(op('GETATTR'), file.node, new Uint8Array(16)));
  assert.equal(body.byteLength, 104);
  for (const found of [file.attr, attr(body, 16)]) {
    assert.deepEqual(
      [found.size, found.blocks, found.mode.toString(8), found.nlink, found.uid, found.gid],
      [converted.length, Math.ceil(converted.length / 512), '104444', 1, Number(stat.uid), Number(stat.gid)],
    );
    assert.equal(BigInt(found.mtime) * 1_000_000_000n + BigInt(found.mtimeNs), stat.mtimeNs);
  }
  const open = good(speak.ask(op('OPEN'), file.node, words(0, 0)));
  assert.equal(open.getUint32(8, true), 2, 'pages of a version may be kept');
  for (const [offset, size] of [
    [0, 131072],
    [3599, 3],
    [4000, 1],
    [converted.length - 5, 100],
    [1, converted.length],
  ]) {
    const answer = speak.ask(op('READ'), file.node, readArgs(BigInt(offset), size)) as Answer;
    good(answer);
    assert.deepEqual(bytesOf(answer), new Uint8Array(converted.subarray(offset, offset + size)));
  }
  assert.equal(good(speak.ask(op('READ'), file.node, readArgs(BigInt(converted.length), 10))).byteLength, 0);
  assert.equal(good(speak.ask(op('READ'), file.node, readArgs(2n ** 62n, 10))).byteLength, 0);
  assert.equal(good(speak.ask(op('RELEASE'), file.node, new Uint8Array(24))).byteLength, 0);
});

test('a source that changed is ESTALE, one that is gone ENOENT or ESTALE, and neither is reported as a fault', (t) => {
  const at = treePlace(t, [ieee]);
  const speak = speaker(at.thread(1));
  fill(at.source, { 'a.segy': recording(4, 50).bytes });
  const { node } = lookup(speak, 1, 'a.sgy');
  good(speak.ask(op('READ'), node, readArgs(0n, 4096)));
  truncateSync(join(at.source, 'a.segy'), 4000);
  assert.equal(errnoOf(speak.ask(op('READ'), node, readArgs(0n, 4096))), ESTALE);
  assert.equal(errnoOf(speak.ask(op('GETATTR'), node, new Uint8Array(16))), ESTALE);
  assert.equal(errnoOf(speak.ask(op('OPEN'), node, words(0, 0))), ESTALE);
  assert.equal(errnoOf(speak.ask(op('LSEEK'), node, words(0n, 0n, 3, 0))), ESTALE);
  assert.equal(errnoOf(speak.ask(op('LOOKUP'), 1, named('none.sgy'))), ENOENT);
  assert.deepEqual(speak.reports, []);
});

test('READDIR and READDIRPLUS list the same, with . and .., in replies of any size', (t) => {
  const at = treePlace(t, [ieee]);
  const speak = speaker(at.thread(1));
  const { bytes } = recording(2, 10);
  for (let i = 0; i < 40; i++) fill(at.source, { [`${'x'.repeat(i)}${i}.segy`]: bytes });
  fill(at.source, { 'deep/a.txt': 'x' });
  symlinkSync('nowhere', join(at.source, 'link'));
  const list = namesOf(speak, 1, false, 512);
  assert.equal(list.length, 2 + 1 + 40 + 2);
  assert.deepEqual(
    list.slice(0, 3).map(({ name, type }) => [name, type]),
    [
      ['.', 4],
      ['..', 4],
      ['.seisfs', 4],
    ],
  );
  assert.equal(list.find(({ name }) => name === 'link')?.type, 10);
  assert.equal(list.find(({ name }) => name === 'deep')?.type, 4);
  assert.equal(list.find(({ name }) => name === '0.sgy')?.type, 8);
  for (const room of [300, 4096, 1_000_000]) {
    const plus = namesOf(speak, 1, true, room);
    assert.deepEqual(
      plus.map(({ name, inode }) => [name, inode]),
      list.map(({ name, inode }) => [name, inode]),
    );
    for (const { name, node } of plus) {
      assert.equal(node, name === '.' || name === '..' ? 0n : lookup(speak, 1, name).node);
    }
  }
  // Too little room for any name: an empty reply, which must not be taken for the end by a kernel that gave room.
  assert.equal(good(speak.ask(op('READDIR'), 1, readArgs(0n, 8))).byteLength, 0);
  assert.equal(good(speak.ask(op('OPENDIR'), 1, words(0, 0))).byteLength, 16);
  assert.equal(good(speak.ask(op('RELEASEDIR'), 1, new Uint8Array(24))).byteLength, 0);
});

test('LSEEK finds data everywhere and one hole at the end', (t) => {
  const at = treePlace(t, [ieee]);
  const speak = speaker(at.thread(1));
  fill(at.source, { 'note.txt': '0123456789' });
  const { node } = lookup(speak, 1, 'note.txt');
  const seek = (offset: bigint, whence: number) => speak.ask(op('LSEEK'), node, words(0n, offset, whence, 0));
  const data = 3;
  const hole = 4;
  assert.equal(good(seek(7n, data)).getBigUint64(0, true), 7n);
  assert.equal(good(seek(7n, hole)).getBigUint64(0, true), 10n);
  assert.equal(errnoOf(seek(10n, data)), ENXIO);
  assert.equal(errnoOf(seek(10n, hole)), ENXIO);
  assert.equal(errnoOf(seek(-1n, data)), ENXIO);
  assert.equal(errnoOf(seek(0n, 0)), EINVAL);
});

test('extended attributes: sizes, values, and the errors for none and for too little room', (t) => {
  const at = treePlace(t, [ieee]);
  const speak = speaker(at.thread(1));
  fill(at.source, { 'a.segy': recording(2, 10).bytes, 'note.txt': 'x' });
  const file = lookup(speak, 1, 'a.sgy').node;
  const get = (node: bigint, name: string, room: number) =>
    speak.ask(op('GETXATTR'), node, joined(words(room, 0), named(name)));
  const names = ['source', 'format', 'exactness', 'warnings'].map((name) => `user.seisfs.${name}`);
  const list = `${names.join('\0')}\0`;
  assert.equal(good(speak.ask(op('LISTXATTR'), file, words(0, 0))).getUint32(0, true), list.length);
  assert.equal(new TextDecoder().decode(good(speak.ask(op('LISTXATTR'), file, words(500, 0)))), list);
  assert.equal(errnoOf(speak.ask(op('LISTXATTR'), file, words(list.length - 1, 0))), ERANGE);
  const value = join(at.source, 'a.segy');
  assert.equal(good(get(file, 'user.seisfs.source', 0)).getUint32(0, true), value.length);
  assert.equal(new TextDecoder().decode(good(get(file, 'user.seisfs.source', 4096))), value);
  assert.equal(new TextDecoder().decode(good(get(file, 'user.seisfs.format', 4096))), 'segy 1');
  assert.equal(errnoOf(get(file, 'user.seisfs.source', 3)), ERANGE);
  for (const name of ['user.other', 'constructor', 'security.capability', '']) {
    assert.equal(errnoOf(get(file, name, 100)), ENODATA);
  }
  const note = lookup(speak, 1, 'note.txt').node;
  assert.equal(good(speak.ask(op('LISTXATTR'), note, words(500, 0))).byteLength, 0);
  assert.equal(errnoOf(get(note, 'user.seisfs.source', 100)), ENODATA);
});

test('READLINK, ACCESS, STATFS and DESTROY', (t) => {
  const at = treePlace(t, [ieee]);
  const speak = speaker(at.thread(1));
  symlinkSync('../../etc/passwd', join(at.source, 'out'));
  const link = lookup(speak, 1, 'out');
  assert.equal(link.attr.mode.toString(8), '120777');
  assert.equal(link.attr.size, 16);
  assert.equal(new TextDecoder().decode(good(speak.ask(op('READLINK'), link.node))), '../../etc/passwd');
  assert.equal(errnoOf(speak.ask(op('READLINK'), 1)), EINVAL);
  assert.equal(good(speak.ask(op('ACCESS'), 1, words(4, 0))).byteLength, 0);
  assert.equal(errnoOf(speak.ask(op('ACCESS'), 1, words(2, 0))), EROFS);
  const statfs = good(speak.ask(op('STATFS'), 1));
  assert.equal(statfs.byteLength, 80);
  assert.equal(statfs.getBigUint64(8, true), 0n, 'nothing is free');
  assert.equal(statfs.getUint32(44, true), 255);
  assert.equal(good(speak.ask(op('DESTROY'), 0)).byteLength, 0);
});

test('regression: . and .. are answered for any node, as exporting the mount again asks', (t) => {
  const at = treePlace(t, [ieee]);
  const speak = speaker(at.thread(1));
  fill(at.source, { 'deep/a.segy': recording(2, 10).bytes });
  const deep = lookup(speak, 1, 'deep').node;
  const file = lookup(speak, deep, 'a.sgy').node;
  assert.equal(lookup(speak, file, '.').node, file);
  assert.equal(lookup(speak, file, '..').node, deep);
  assert.equal(lookup(speak, deep, '..').node, 1n);
  assert.equal(lookup(speak, 1, '..').node, 1n);
});

test('regression: a name that begins with a byte order mark is found', (t) => {
  const at = treePlace(t, [ieee]);
  const speak = speaker(at.thread(1));
  fill(at.source, { '\ufeffa.txt': 'x' });
  assert.equal(lookup(speak, 1, '\ufeffa.txt').attr.size, 1);
  assert.equal(errnoOf(speak.ask(op('LOOKUP'), 1, named('a.txt'))), ENOENT);
});

test('every operation has its duty: what writes is EROFS, what is not there ENOSYS, what needs no reply gets none', (t) => {
  const at = treePlace(t, [ieee]);
  const speak = speaker(at.thread(1));
  fill(at.source, { 'a.segy': recording(2, 10).bytes });
  const { node } = lookup(speak, 1, 'a.sgy');
  const known = new Map(Object.values(operations).map(({ code, duty }) => [code as number, duty as string]));
  for (let code = 0; code <= 4200; code++) {
    const duty = known.get(code) ?? 'absent';
    if (duty === 'answer') continue;
    const answer = speak.ask(code, node, new Uint8Array(64));
    if (duty === 'silent') assert.equal(answer, undefined);
    else assert.equal(errnoOf(answer), duty === 'read-only' ? EROFS : ENOSYS, `operation ${code}`);
  }
  for (const writing of [
    'SETATTR',
    'MKNOD',
    'MKDIR',
    'UNLINK',
    'RENAME',
    'LINK',
    'WRITE',
    'CREATE',
    'SETXATTR',
  ] as const) {
    assert.equal(errnoOf(speak.ask(op(writing), node, new Uint8Array(64))), EROFS);
  }
  const truncating = 0o1000;
  for (const flags of [1, 2, 3, truncating]) {
    assert.equal(errnoOf(speak.ask(op('OPEN'), node, words(flags, 0))), EROFS);
  }
});
