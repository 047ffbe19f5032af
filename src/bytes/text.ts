/**
 * EBCDIC and ASCII as permutations of the 256 byte values, and which of the two a block of text is in.
 *
 * The printable ASCII characters lie where SEG-Y's appendix F has them (`[` 4A, `!` 4F, `]` 5A, `^` 5F, `|` 6A hexadecimal,
 * unlike code page 037); everything else follows code page 037, completed so that no two EBCDIC bytes share an ASCII one.
 * Being a permutation, a translation there and back gives the same bytes whatever they were.
 */

/** Code page 037 as Latin-1 values: byte `e` of EBCDIC is character `cp037[e]`. */
const cp037Hex =
  '000102039c09867f978d8e0b0c0d0e0f101112139d8508871819928f1c1d1e1f' +
  '80818283840a171b88898a8b8c050607909116939495960498999a9b14159e1a' +
  '20a0e2e4e0e1e3e5e7f1a22e3c282b7c26e9eaebe8edeeefecdf21242a293bac' +
  '2d2fc2c4c0c1c3c5c7d1a62c255f3e3ff8c9cacbc8cdcecfcc603a2340273d22' +
  'd8616263646566676869abbbf0fdfeb1b06a6b6c6d6e6f707172aabae6b8c6a4' +
  'b57e737475767778797aa1bfd0dddeae5ea3a5b7a9a7b6bcbdbe5b5dafa8b4d7' +
  '7b414243444546474849adf4f6f2f3f57d4a4b4c4d4e4f505152b9fbfcf9faff' +
  '5cf7535455565758595ab2d4d6d2d3d530313233343536373839b3dbdcd9da9f';

/** Where appendix F departs from code page 037: EBCDIC byte, ASCII character. */
const appendixF = [
  [0x4a, 0x5b],
  [0x4f, 0x21],
  [0x5a, 0x5d],
  [0x5f, 0x5e],
  [0x6a, 0x7c],
  [0xa1, 0x7e],
] as const;

function makeEbcdicToAscii(): Uint8Array {
  const table = new Uint8Array(256);
  for (let e = 0; e < 256; e++) table[e] = Number.parseInt(cp037Hex.slice(2 * e, 2 * e + 2), 16);
  for (const [e, a] of appendixF) {
    table[table.indexOf(a)] = table[e];
    table[e] = a;
  }
  return table;
}

function inverse(table: Uint8Array): Uint8Array {
  const back = new Uint8Array(256);
  for (let i = 0; i < 256; i++) back[table[i]] = i;
  return back;
}

/** `ebcdicToAscii[e]` is the ASCII (beyond 127: Latin-1) byte of EBCDIC byte `e`. */
export const ebcdicToAscii: Uint8Array = makeEbcdicToAscii();

/** The inverse of `ebcdicToAscii`. */
export const asciiToEbcdic: Uint8Array = inverse(ebcdicToAscii);

/** Translates `src` byte by byte into `dst`, which may be the same array. */
export function translate(table: Uint8Array, dst: Uint8Array, src: Uint8Array): void {
  for (let i = 0; i < src.length; i++) dst[i] = table[src[i]];
}

/** `blank`: no text to speak of, all zero or neither code. */
export type TextEncoding = 'ebcdic' | 'ascii' | 'blank';

/**
 * Which code a block of text is in. The first byte `C` settles it; otherwise the blanks vote (40 against 20
 * hexadecimal), then letters and digits. A count of printable bytes would not do: nearly blank EBCDIC is all `@` in ASCII.
 */
export function textEncodingOf(block: Uint8Array): TextEncoding {
  if (block[0] === 0xc3) return 'ebcdic';
  if (block[0] === 0x43) return 'ascii';
  let spaces = 0;
  let letters = 0;
  for (let i = 0; i < block.length; i++) {
    const byte = block[i];
    if (byte === 0x40) spaces++;
    else if (byte === 0x20) spaces--;
    if (isAlphanumeric(ebcdicToAscii[byte])) letters++;
    if (isAlphanumeric(byte)) letters--;
  }
  const vote = spaces === 0 ? letters : spaces;
  return vote === 0 ? 'blank' : vote > 0 ? 'ebcdic' : 'ascii';
}

function isAlphanumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** The characters of a block, EBCDIC translated; control characters and NUL as they are. */
export function decodeText(block: Uint8Array, encoding: TextEncoding): string {
  let text = '';
  for (const byte of block) text += String.fromCharCode(encoding === 'ebcdic' ? ebcdicToAscii[byte] : byte);
  return text;
}

/** Share of bytes that are printable, blank, NUL or a line break under `encoding`, 0 to 1. */
export function printableShare(block: Uint8Array, encoding: TextEncoding): number {
  let good = 0;
  for (let i = 0; i < block.length; i++) {
    const a = encoding === 'ebcdic' ? ebcdicToAscii[block[i]] : block[i];
    if ((a >= 0x20 && a < 0x7f) || a === 0 || a === 0x0a || a === 0x0d || a === 0x09) good++;
  }
  return block.length === 0 ? 0 : good / block.length;
}
