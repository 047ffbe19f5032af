/** The data sample format codes of bytes 3225-3226: what each means and from which revision on. */
import type { SampleEncoding } from '../../../kernel/encodings.ts';
import type { Revision } from './revisions.ts';

/**
 * Codes 13 and 14 are undefined in every revision. Code 4 means fixed point with gain, and the revisions print the sign
 * of its exponent both ways: `encoding` is absent, a reader must be told.
 */
export const sampleCodes = {
  1: { encoding: 'ibm32', since: '0', bytes: 4 },
  2: { encoding: 'int32', since: '0', bytes: 4 },
  3: { encoding: 'int16', since: '0', bytes: 2 },
  4: { encoding: undefined, since: '0', bytes: 4 },
  5: { encoding: 'ieee32', since: '1', bytes: 4 },
  6: { encoding: 'ieee64', since: '2.0', bytes: 8 },
  7: { encoding: 'int24', since: '2.0', bytes: 3 },
  8: { encoding: 'int8', since: '1', bytes: 1 },
  9: { encoding: 'int64', since: '2.0', bytes: 8 },
  10: { encoding: 'uint32', since: '2.0', bytes: 4 },
  11: { encoding: 'uint16', since: '2.0', bytes: 2 },
  12: { encoding: 'uint64', since: '2.0', bytes: 8 },
  15: { encoding: 'uint24', since: '2.0', bytes: 3 },
  16: { encoding: 'uint8', since: '2.0', bytes: 1 },
} as const;

export type SampleCode = keyof typeof sampleCodes;

type CodeRow = { readonly encoding: SampleEncoding | undefined; readonly since: Revision; readonly bytes: number };

/** The row of a code, or undefined when no revision defines it. */
export function sampleCode(code: number): CodeRow | undefined {
  const rows: Readonly<Record<number, CodeRow>> = sampleCodes;
  return rows[code];
}

/** The code under which an encoding is written; undefined for those SEG-Y has none for. */
export function codeOf(encoding: SampleEncoding): SampleCode | undefined {
  if (encoding === 'gain32mul' || encoding === 'gain32div') return 4;
  for (const [code, row] of Object.entries(sampleCodes))
    if (row.encoding === encoding) return Number(code) as SampleCode;
  return undefined;
}
