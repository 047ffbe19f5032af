/** Which SEG-Y and SU files may be written: one table, from which types, the command line's checks and the tests follow. */
import { SeisError } from '../../error.ts';
import type { ByteOrder, SampleEncoding } from '../../kernel/encodings.ts';

/**
 * What each target holds. `samples`: the encodings with their codes in bytes 3225-3226. `maxSamples`: of one trace, by
 * bytes 3221-3222 and 115-116, from rev 2 on 3269-3272. `interval`: in microseconds, `whole` where only the 16-bit words
 * 3217-3218 and 117-118 hold it, else the double 3273-3280 does. `additionalHeaders`: how many of a trace bytes
 * 3507-3510 can count. `extendedTexts` and `trailers`: whether there may be any.
 */
export const legal = {
  segy: {
    '0': {
      orders: ['big'],
      samples: { ibm32: 1, int32: 2, int16: 3 },
      maxSamples: 65535,
      interval: { whole: true, most: 65535 },
      extendedTexts: false,
      additionalHeaders: 0,
      trailers: false,
    },
    '1': {
      orders: ['big'],
      samples: { ibm32: 1, int32: 2, int16: 3, ieee32: 5, int8: 8 },
      maxSamples: 65535,
      interval: { whole: true, most: 65535 },
      extendedTexts: true,
      additionalHeaders: 0,
      trailers: false,
    },
    '2.0': {
      orders: ['big', 'little'],
      samples: {
        ibm32: 1,
        int32: 2,
        int16: 3,
        ieee32: 5,
        ieee64: 6,
        int24: 7,
        int8: 8,
        int64: 9,
        uint32: 10,
        uint16: 11,
        uint64: 12,
        uint24: 15,
        uint8: 16,
      },
      maxSamples: 0xffffffff,
      interval: { whole: false, most: 1.7976931348623157e308 },
      extendedTexts: true,
      additionalHeaders: 0x7fffffff,
      trailers: true,
    },
    '2.1': {
      orders: ['big', 'little'],
      samples: {
        ibm32: 1,
        int32: 2,
        int16: 3,
        ieee32: 5,
        ieee64: 6,
        int24: 7,
        int8: 8,
        int64: 9,
        uint32: 10,
        uint16: 11,
        uint64: 12,
        uint24: 15,
        uint8: 16,
      },
      maxSamples: 0xffffffff,
      interval: { whole: false, most: 1.7976931348623157e308 },
      extendedTexts: true,
      additionalHeaders: 0xffff,
      trailers: true,
    },
  },
  su: {
    orders: ['big', 'little'],
    samples: { ieee32: undefined },
    maxSamples: 65535,
    interval: { whole: true, most: 65535 },
    extendedTexts: false,
    additionalHeaders: 0,
    trailers: false,
  },
} as const;

type Rows = typeof legal.segy;

export const textEncodings = ['ebcdic', 'ascii'] as const;

export type TextEncoding = (typeof textEncodings)[number];

/** A SEG-Y file that may be written; a combination that the table does not hold is no value of this type. */
export type SegyTarget = {
  [R in keyof Rows]: {
    readonly format: 'segy';
    readonly revision: R;
    readonly samples: keyof Rows[R]['samples'];
    readonly order: Rows[R]['orders'][number];
    readonly text: TextEncoding;
  };
}[keyof Rows];

/** An SU file that may be written. */
export type SuTarget = {
  readonly format: 'su';
  readonly samples: keyof typeof legal.su.samples;
  readonly order: (typeof legal.su.orders)[number];
};

/** What one row of the table says, whichever it is. */
export type Limits = {
  readonly orders: readonly ('big' | 'little')[];
  readonly samples: Readonly<Partial<Record<SampleEncoding, number | undefined>>>;
  readonly maxSamples: number;
  readonly interval: { readonly whole: boolean; readonly most: number };
  readonly extendedTexts: boolean;
  readonly additionalHeaders: number;
  readonly trailers: boolean;
};

export type TargetRevision = keyof Rows;
export type TargetOrder = Limits['orders'][number];
export type TargetEncoding = keyof Rows['2.1']['samples'];

export const targetRevisions: readonly TargetRevision[] = Object.keys(legal.segy).sort() as TargetRevision[];
export const targetOrders: readonly TargetOrder[] = legal.segy['2.1'].orders;
export const targetEncodings: readonly TargetEncoding[] = Object.keys(legal.segy['2.1'].samples) as TargetEncoding[];

export function limitsOf(revision: TargetRevision | 'su'): Limits {
  return revision === 'su' ? legal.su : legal.segy[revision];
}

/** Whether `limits` allow samples in this encoding and words in this order; undefined asks nothing. */
export function allows(limits: Limits, samples: SampleEncoding | undefined, order: ByteOrder | undefined): boolean {
  return (
    (samples === undefined || samples in limits.samples) &&
    (order === undefined || (limits.orders as readonly ByteOrder[]).includes(order))
  );
}

/** The oldest revision, `from` or newer, that meets `wanted`; undefined when none does. */
export function lowestRevision(from: TargetRevision, wanted: (limits: Limits) => boolean): TargetRevision | undefined {
  return targetRevisions.slice(targetRevisions.indexOf(from)).find((revision) => wanted(limitsOf(revision)));
}

/**
 * The combination as a target, when the table holds it.
 * Throws `usage` naming what the revision does not have and the nearest revision that has it.
 */
export function segyCombination(
  revision: TargetRevision,
  samples: TargetEncoding,
  order: TargetOrder,
  text: TextEncoding,
): SegyTarget {
  checkCombination(revision, samples, order);
  return { format: 'segy', revision, samples, order, text } as SegyTarget;
}

/** Throws as `segyCombination` does; what is undefined was not asked for. */
export function checkCombination(
  revision: TargetRevision,
  samples: TargetEncoding | undefined,
  order: TargetOrder | undefined,
): void {
  if (allows(limitsOf(revision), samples, order)) return;
  const wrong = allows(limitsOf(revision), samples, undefined) ? `order=${order}` : `samples=${samples}`;
  const nearest = lowestRevision('0', (other) => allows(other, samples, order));
  const options = [`revision=${nearest}`, samples && `samples=${samples}`, order && `order=${order}`];
  throw new SeisError('usage', `segy: revision ${revision} has no ${wrong}`, {
    format: 'segy',
    mend: `segy:${options.filter((option) => option !== undefined).join(',')} is the nearest that may be written`,
  });
}
