/** EBCDIC and ASCII: a permutation, right where SEG-Y's appendix F says so, and told apart by their blanks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { asciiToEbcdic, decodeText, ebcdicToAscii, textEncodingOf, translate } from '../../src/bytes/text.ts';

test('both tables are permutations of the 256 bytes, and each undoes the other', () => {
  assert.equal(new Set(ebcdicToAscii).size, 256);
  for (let byte = 0; byte < 256; byte++) {
    assert.equal(asciiToEbcdic[ebcdicToAscii[byte]], byte);
    assert.equal(ebcdicToAscii[asciiToEbcdic[byte]], byte);
  }
});

/** Where the printable characters lie, typed in from SEG-Y rev 1, appendix F: EBCDIC byte of the first, then the run. */
const appendixF: readonly (readonly [number, string])[] = [
  [0x40, ' '],
  [0x4a, '[.<(+!'],
  [0x50, '&'],
  [0x5a, ']$*);^'],
  [0x60, '-/'],
  [0x6a, '|,%_>?'],
  [0x79, '`:#@\'="'],
  [0x81, 'abcdefghi'],
  [0x91, 'jklmnopqr'],
  [0xa1, '~stuvwxyz'],
  [0xc0, '{ABCDEFGHI'],
  [0xd0, '}JKLMNOPQR'],
  [0xe0, '\\'],
  [0xe2, 'STUVWXYZ'],
  [0xf0, '0123456789'],
];

test('the printable characters lie where appendix F has them', () => {
  let seen = '';
  for (const [first, run] of appendixF) {
    seen += run;
    assert.equal(String.fromCharCode(...ebcdicToAscii.subarray(first, first + run.length)), run);
  }
  assert.equal(new Set(seen).size, 95);
});

test('a translation there and back gives the same bytes, whatever they were', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const there = new Uint8Array(bytes.length);
      translate(ebcdicToAscii, there, bytes);
      translate(asciiToEbcdic, there, there);
      assert.deepEqual(there, bytes);
    }),
    { seed: 1 },
  );
});

function block(text: string, ebcdic: boolean): Uint8Array {
  const bytes = Uint8Array.from(text.padEnd(3200, ' '), (c) => c.charCodeAt(0));
  if (ebcdic) translate(asciiToEbcdic, bytes, bytes);
  return bytes;
}

test('the code of a text is told by its first letter, its blanks, its letters', () => {
  for (const text of ['C 1 CLIENT', '   1 nearly blank', 'x'.repeat(3200), '']) {
    assert.equal(textEncodingOf(block(text, true)), 'ebcdic', text.slice(0, 20));
    assert.equal(textEncodingOf(block(text, false)), 'ascii', text.slice(0, 20));
    assert.equal(decodeText(block(text, true), 'ebcdic'), text.padEnd(3200, ' '));
  }
  // One NUL before the text, as some writers leave there.
  const shifted = block('', true);
  shifted[0] = 0;
  assert.equal(textEncodingOf(shifted), 'ebcdic');
  // Nearly blank EBCDIC is a page of printable @ in ASCII: a count of printable bytes would be wrong.
  assert.equal(textEncodingOf(new Uint8Array(3200).fill(0x40)), 'ebcdic');
  assert.equal(textEncodingOf(new Uint8Array(3200)), 'blank');
  assert.equal(textEncodingOf(new Uint8Array(3200).fill(0xff)), 'blank');
});
