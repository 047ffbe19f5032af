/** Options that several commands share, and how their values are read. */
import { InvalidArgumentError, Option } from 'commander';

/** A reader of whole numbers from `least` to `most`. */
export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (/^[0-9]+$/.test(text) && n >= least && n <= most) return n;
    throw new InvalidArgumentError(`must be a whole number from ${least} to ${most}.`);
  };
}

/** A byte offset, decimal or, with 0x before it, hexadecimal. */
export function offset(text: string): number {
  const n = Number(text);
  if (/^(0x[0-9a-f]+|[0-9]+)$/i.test(text) && Number.isSafeInteger(n)) return n;
  throw new InvalidArgumentError('must be a byte offset counted from 0, decimal or hexadecimal (0x..).');
}

/** A list of names with commas between them. */
export function names(text: string): string[] {
  const list = text.split(',').map((name) => name.trim());
  if (list.every((name) => name !== '')) return [...new Set(list)];
  throw new InvalidArgumentError('must be names with commas between them.');
}

/** Gathers the values of an option that may be repeated. */
export const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

export function sourceOption(): Option {
  return new Option(
    '--source-option <list>',
    'override what the file says: format=..,samples=..,order=..,ns=..,dt=..,text=..',
  ).default('', 'believe it');
}

export function jsonOption(): Option {
  return new Option('--json', 'for programs').default(false);
}
