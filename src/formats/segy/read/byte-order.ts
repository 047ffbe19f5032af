/** Which byte order a SEG-Y file is in: the constant of bytes 3297-3300, else the format code, else the size. */
import type { ByteOrder } from '../../../bytes/order.ts';
import { i32, u16 } from '../../../bytes/order.ts';
import { SeisError } from '../../../error.ts';
import { sampleCode } from '../fields/sample-codes.ts';

/** Bytes 3297-3300 read big-endian, for each order the constant 01020304 can be written in. */
const constants: Readonly<Record<number, ByteOrder>> = { 0x01020304: 'big', 0x04030201: 'little', 0x02010403: 'pairs' };

/** What settled the order: `constant` and `given` are certain. */
export type OrderFinding = {
  readonly order: ByteOrder;
  readonly by: 'given' | 'constant' | 'code' | 'size' | 'nothing';
};

/** Larger numbers in both orders are not numbers: text, or garbage in unassigned bytes. */
const smallNumber = 2 ** 24;

/** 32-bit words that are small numbers in real files: bytes 3201-3212 and of a trace header 1-28, 37-68, 73-88. */
const smallInBinary = [0, 4, 8];
const smallInTrace = [0, 4, 8, 12, 16, 20, 24, 36, 40, 44, 48, 52, 56, 60, 64, 72, 76, 80, 84];

/**
 * `binary` are the 400 bytes of the binary file header, `trace` the 240 that follow (a trace header, as a rule) or
 * nothing, `size` the bytes of the file without a tape label.
 * Throws `unsupported` for the fourth arrangement (03040102), which no specification names.
 */
export function findOrder(binary: Uint8Array, trace: Uint8Array, size: number, given?: ByteOrder): OrderFinding {
  if (given !== undefined) return { order: given, by: 'given' };
  const constant = i32(binary, 96, 'big');
  if (constant in constants) return { order: constants[constant], by: 'constant' };
  if (constant === 0x03040102) {
    throw new SeisError(
      'unsupported',
      'segy: bytes 3297-3300: byte-order constant 03040102 (16-bit halves of 32-bit words exchanged); known are 01020304, 04030201 and 02010403',
      { format: 'segy', byte: 3296, mend: 'rewrite the file in one of the three orders of SEG-Y rev 2' },
    );
  }
  if (sampleCode(u16(binary, 24, 'big')) !== undefined) return { order: 'big', by: 'code' };
  if (sampleCode(u16(binary, 24, 'little')) !== undefined) {
    return { order: littleOrPairs(binary, trace), by: 'code' };
  }
  if (closes(binary, size, 'big')) return { order: 'big', by: 'size' };
  if (closes(binary, size, 'little')) {
    return { order: littleOrPairs(binary, trace), by: 'size' };
  }
  return { order: 'big', by: 'nothing' };
}

/** 16-bit words are the same in both, so 32-bit words vote: the order in which they are the smaller numbers wins. */
function littleOrPairs(binary: Uint8Array, trace: Uint8Array): ByteOrder {
  let pairs = 0;
  function vote(bytes: Uint8Array, at: number): void {
    const asPairs = Math.abs(i32(bytes, at, 'pairs'));
    const asLittle = Math.abs(i32(bytes, at, 'little'));
    if (Math.min(asPairs, asLittle) < smallNumber && asPairs !== asLittle) pairs += asPairs < asLittle ? 1 : -1;
  }
  for (const at of smallInBinary) vote(binary, at);
  if (trace.length === 240) for (const at of smallInTrace) vote(trace, at);
  return pairs > 0 ? 'pairs' : 'little';
}

/** Whether traces of four-byte samples, as many as the header says in `order`, fill the file. */
function closes(binary: Uint8Array, size: number, order: ByteOrder): boolean {
  const samples = u16(binary, 20, order);
  return samples > 0 && size > 3600 && (size - 3600) % (240 + 4 * samples) === 0;
}
