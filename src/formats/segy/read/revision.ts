/** Which revision bytes 3501-3502 mean, the usual mistakes in them included. */
import type { ByteOrder } from '../../../bytes/order.ts';
import { SeisError } from '../../../error.ts';
import type { Revision } from '../fields/revisions.ts';
import type { OrderFinding } from './byte-order.ts';

export type RevisionFinding = { readonly revision: Revision; readonly assumed: boolean };

/**
 * Rev 1 printed one 16-bit word (hexadecimal 0100) where rev 2 has two bytes, so files carry 00 01, and 00 10 from a
 * misreading of it. Anything else is garbage that rev 0 allowed there, unless the byte-order constant stands in its
 * place: then the file means a revision, and one that is not known is refused as `unsupported`.
 */
export function findRevision(major: number, minor: number, order: OrderFinding): RevisionFinding {
  const exact = named(major, minor);
  if (exact !== undefined) return { revision: exact, assumed: false };
  const swapped = nearest(major, minor, order.order);
  if (swapped !== undefined) return { revision: swapped, assumed: true };
  if (order.by === 'constant') {
    throw new SeisError(
      'unsupported',
      `segy: bytes 3501-3502: revision ${major}.${minor} is not known; known are 0, 1.0, 2.0 and 2.1`,
      { format: 'segy', byte: 3500, mend: 'ask the writer of the file which revision it is' },
    );
  }
  return { revision: '0', assumed: true };
}

function named(major: number, minor: number): Revision | undefined {
  if (major === 2) return minor === 0 ? '2.0' : minor === 1 ? '2.1' : undefined;
  return minor === 0 && (major === 0 || major === 1) ? `${major}` : undefined;
}

function nearest(major: number, minor: number, order: ByteOrder): Revision | undefined {
  if (order === 'pairs' && named(minor, major) !== undefined) return named(minor, major);
  if (major === 2) return '2.1';
  if (major === 1) return '1';
  if (major === 0 && (minor === 1 || minor === 0x10)) return '1';
  return major === 0 && minor === 2 ? '2.0' : undefined;
}
