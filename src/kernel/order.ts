/** Where the bytes of a word lie in each order, and the refusal of orders that are not defined. */
import { SeisError } from '../error.ts';
import { type ByteOrder, type Stored, sampleEncodings } from './encodings.ts';

/** For every byte of a stored word, first to last: its place in the big-endian word, 0 the most significant byte. */
export function bytePlaces(width: number, order: ByteOrder): readonly number[] {
  const big = Array.from({ length: width }, (_, i) => i);
  if (order === 'big' || width === 1) return big;
  if (order === 'little') return big.reverse();
  return big.map((i) => i ^ 1);
}

/** Throws `unsupported` for pair-swapped words of three bytes. A word of one byte is the same in every order. */
export function checkOrder(stored: Stored): void {
  if (stored.order === 'pairs' && sampleEncodings[stored.encoding].bytes === 3) {
    throw new SeisError(
      'unsupported',
      `samples: ${stored.encoding} in pair-swapped order is not defined, a word has 3 bytes`,
      {
        mend: 'give order=big or order=little',
      },
    );
  }
}
