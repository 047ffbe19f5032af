/** File names are bytes: every one of them comes back from its string as it was. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describe, printable, SeisError } from '../../src/error.ts';
import { nameBytes, nameOf, pathArgument } from '../../src/libc/names.ts';

test('names of any bytes come back, and different ones are different strings', () => {
  const interesting = [
    0x41, 0x80, 0xbf, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0xef, 0xbb, 0xbd, 0xf0, 0x9f, 0x8c, 0xff,
  ];
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc.array(fc.constantFrom(...interesting), { maxLength: 8 }).map((list) => Uint8Array.from(list)),
  );
  fc.assert(
    fc.property(bytes, (name) => {
      assert.deepEqual(nameBytes(nameOf(name)), name);
    }),
    { seed: 20_260_804, numRuns: 20_000 },
  );
});

test('UTF-8 names are the strings they look like, byte order marks and replacement characters included', () => {
  for (const name of ['plain', 'é', 'new\nline', '\ufeffmark', '\ufffd', '\u{1f30b}', 'e\u0301']) {
    assert.equal(nameOf(new TextEncoder().encode(name)), name);
    assert.equal(pathArgument(name), name);
    assert.equal(printable(name), name);
  }
});

test('Latin-1 names are shown with their bytes', () => {
  const name = nameOf(Uint8Array.of(0x52, 0xe9, 0x73));
  assert.equal(name, 'R\udce9s');
  assert.equal(printable(name), 'R\\xe9s');
  assert.deepEqual(pathArgument(name), Uint8Array.of(0x52, 0xe9, 0x73, 0));
  assert.equal(describe(new SeisError('io', 'no', { path: name })), 'R\\xe9s: no');
});
