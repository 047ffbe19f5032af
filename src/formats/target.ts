/** Targets and source options as they are written on the command line, and the rule how such lists are read. */
import { SeisError } from '../error.ts';
import { type SampleEncoding, sampleEncodings } from '../kernel/encodings.ts';
import type { Format, SourceOptions, Target } from './format.ts';

/** Reads `key=value,key=value`; throws `usage` for anything else and for a key that comes twice. */
export function parseOptions(text: string, what: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  if (text === '') return options;
  for (const item of text.split(',')) {
    const equals = item.indexOf('=');
    const key = item.slice(0, equals);
    if (equals < 1 || equals === item.length - 1) {
      throw new SeisError('usage', `${what}: '${item}' is not of the form key=value`);
    }
    if (options.has(key)) throw new SeisError('usage', `${what}: '${key}' is given twice`);
    options.set(key, item.slice(equals + 1));
  }
  return options;
}

/** Reads a target, `FORMAT[:key=value,...]`; throws `usage` naming what would be right. */
export function parseTarget(formats: readonly Format[], spec: string): Target {
  const colon = spec.indexOf(':');
  const name = colon < 0 ? spec : spec.slice(0, colon);
  const writable = formats.filter((f) => f.target !== undefined);
  const format = writable.find((f) => f.name === name);
  if (format?.target === undefined) {
    throw new SeisError('usage', `'${name}' is not a target format`, {
      mend: `the targets are ${writable.map((f) => f.name).join(', ')}`,
    });
  }
  return format.target(parseOptions(colon < 0 ? '' : spec.slice(colon + 1), `target ${name}`));
}

/** A positive whole number or `usage`. */
function whole(key: string, value: string): number {
  const n = Number(value);
  if (/^[0-9]+$/.test(value) && n > 0 && n <= 2 ** 32 - 1) return n;
  throw new SeisError('usage', `source option ${key}: '${value}' is not a whole number from 1 to 4294967295`);
}

function oneOf<T extends string>(key: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((a) => a === value);
  if (found !== undefined) return found;
  throw new SeisError('usage', `source option ${key}: '${value}' is none of ${allowed.join(', ')}`);
}

function interval(value: string): number {
  const n = Number(value);
  if (value.trim() !== '' && Number.isFinite(n) && n > 0) return n;
  throw new SeisError('usage', `source option dt: '${value}' is not a positive number of microseconds`);
}

/** Every source option: how its value is read, and what it overrides. */
export const sourceOptionTable: {
  readonly [K in keyof Required<SourceOptions>]: {
    readonly value: string;
    readonly title: string;
    readonly read: (value: string, formats: readonly Format[]) => Required<SourceOptions>[K];
  };
} = {
  format: {
    value: 'a format name',
    title: 'take every file for this format',
    read: (v, formats) =>
      oneOf(
        'format',
        v,
        formats.map((f) => f.name),
      ),
  },
  samples: {
    value: 'a sample encoding',
    title: 'how samples are stored, whatever the file says',
    read: (v) => oneOf('samples', v, Object.keys(sampleEncodings) as SampleEncoding[]),
  },
  order: {
    value: 'big, little or pairs',
    title: 'byte order of headers and samples',
    read: (v) => oneOf('order', v, ['big', 'little', 'pairs']),
  },
  ns: { value: 'a whole number', title: 'samples per trace', read: (v) => whole('ns', v) },
  dt: { value: 'microseconds', title: 'sample interval', read: interval },
  text: {
    value: 'ebcdic or ascii',
    title: 'encoding of the textual headers',
    read: (v) => oneOf('text', v, ['ebcdic', 'ascii']),
  },
  walk: {
    value: 'yes or no',
    title: 'look at every trace header when opening, however many there are',
    read: (v) => oneOf('walk', v, ['yes', 'no']) === 'yes',
  },
};

/** Reads `--source-option`; throws `usage` naming what would be right. */
export function parseSourceOptions(formats: readonly Format[], text: string): SourceOptions {
  const read: Record<string, unknown> = {};
  for (const [key, value] of parseOptions(text, 'source option')) {
    if (!Object.hasOwn(sourceOptionTable, key)) {
      throw new SeisError('usage', `there is no source option '${key}'`, {
        mend: `the source options are ${Object.keys(sourceOptionTable).join(', ')}`,
      });
    }
    read[key] = sourceOptionTable[key as keyof SourceOptions].read(value, formats);
  }
  return read;
}
