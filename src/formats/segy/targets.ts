/** The targets SEG-Y and SU as the command line names them: their options checked, their normal form, what they write. */
import { SeisError } from '../../error.ts';
import type { LossPolicy } from '../../kernel/contract.ts';
import type { SampleEncoding } from '../../kernel/encodings.ts';
import type { TraceSet } from '../../model/trace-set.ts';
import type { Target, TargetTable } from '../format.ts';
import {
  checkCombination,
  legal,
  limitsOf,
  targetEncodings,
  targetOrders,
  targetRevisions,
  type TargetRevision,
  textEncodings,
} from './legal.ts';
import { familyOf, type SegyRecording, type SuRecording } from './recording.ts';
import type { SegyChoice, SuChoice } from './write/resolve.ts';
import { writeSegy } from './write/segy.ts';
import { writeSu } from './write/su.ts';

type Options = ReadonlyMap<string, string>;

const answers = ['yes', 'no'] as const;
const suWordings = ['own', 'keep'] as const;

/** Every option with its values, in the order of the normal form; `number` stands for any number but 0. */
export const targetOptions: Readonly<Record<'segy' | 'su', Readonly<Record<string, readonly string[] | 'number'>>>> = {
  segy: {
    samples: targetEncodings,
    revision: targetRevisions,
    order: targetOrders,
    text: textEncodings,
    scale: 'number',
    clip: answers,
    drop: answers,
  },
  su: {
    order: legal.su.orders,
    scale: 'number',
    clip: answers,
    words: suWordings,
    drop: answers,
  },
};

function combination(when: string, row: TargetRevision | 'su'): TargetTable['combinations'][number] {
  const { samples, orders, maxSamples } = limitsOf(row);
  return { when, samples: Object.keys(samples) as SampleEncoding[], orders, maxSamples };
}

/** The options and the legal combinations as whoever lists formats wants them. */
export const targetTables: Readonly<Record<'segy' | 'su', TargetTable>> = {
  segy: {
    options: targetOptions.segy,
    combinations: targetRevisions.map((revision) => combination(`revision=${revision}`, revision)),
  },
  su: { options: targetOptions.su, combinations: [combination('', 'su')] },
};

/** What is taken when the option is not given, and left out of the normal form. */
const rules: ReadonlyMap<string, string> = new Map([
  ['clip', 'no'],
  ['drop', 'no'],
  ['words', 'own'],
]);

/**
 * The target `segy:samples=..,revision=..,order=..,text=..,scale=..,clip=..,drop=..`.
 * Throws `usage` for an option or value it does not have, and for a combination that the given revision does not have.
 */
export function segyTarget(options: Options): Target {
  checkKeys('segy', options);
  const choice: SegyChoice = {
    revision: oneOf('segy', options, 'revision', targetRevisions),
    samples: oneOf('segy', options, 'samples', targetEncodings),
    order: oneOf('segy', options, 'order', targetOrders),
    text: oneOf('segy', options, 'text', textEncodings),
    policy: policyOf('segy', options),
    drop: oneOf('segy', options, 'drop', answers) === 'yes',
  };
  if (choice.revision !== undefined) checkCombination(choice.revision, choice.samples, choice.order);
  return {
    format: 'segy',
    spec: normalForm('segy', options),
    extension: '.sgy',
    *write(set, converters) {
      return yield* writeSegy(choice, recordingOf('segy', set), converters);
    },
  };
}

/** The target `su:order=..,scale=..,clip=..,words=own|keep,drop=..`. Throws `usage` as `segyTarget` does. */
export function suTarget(options: Options): Target {
  checkKeys('su', options);
  const choice: SuChoice = {
    order: oneOf('su', options, 'order', legal.su.orders),
    policy: policyOf('su', options),
    drop: oneOf('su', options, 'drop', answers) === 'yes',
    words: oneOf('su', options, 'words', suWordings) ?? 'own',
  };
  return {
    format: 'su',
    spec: normalForm('su', options),
    extension: '.su',
    *write(set, converters) {
      return yield* writeSu(choice, recordingOf('su', set), converters);
    },
  };
}

function recordingOf(format: string, set: TraceSet): SegyRecording | SuRecording {
  const recording = familyOf(set);
  if (recording !== undefined) return recording;
  throw new SeisError('unsupported', `${format}: a recording in ${set.format} cannot be written as ${format}`, {
    format,
  });
}

function checkKeys(format: keyof typeof targetOptions, options: Options): void {
  const known = Object.keys(targetOptions[format]);
  for (const key of options.keys()) {
    if (!known.includes(key)) {
      const mend = `the options of ${format} are ${known.join(', ')}`;
      throw new SeisError('usage', `${format}: there is no option ${key}`, { format, mend });
    }
  }
}

function oneOf<V extends string>(format: string, options: Options, key: string, values: readonly V[]): V | undefined {
  const text = options.get(key);
  if (text === undefined) return undefined;
  const value = values.find((known) => known === text);
  if (value !== undefined) return value;
  const mend = `${key} is one of ${values.join(', ')}`;
  throw new SeisError('usage', `${format}: ${key}=${text} is not known`, { format, mend });
}

function policyOf(format: string, options: Options): LossPolicy {
  const text = options.get('scale');
  const scale = text === undefined ? undefined : Number(text);
  if (text?.trim() === '' || (scale !== undefined && (!Number.isFinite(scale) || scale === 0))) {
    const mend = 'scale is a number other than 0, by which every sample is multiplied';
    throw new SeisError('usage', `${format}: scale=${text} is no number to multiply with`, { format, mend });
  }
  return { scale, clip: oneOf(format, options, 'clip', answers) === 'yes' };
}

/** The options that matter, in the table's order. */
function normalForm(format: keyof typeof targetOptions, options: Options): string {
  const kept = Object.keys(targetOptions[format])
    .map((key) => [key, options.get(key)] as const)
    .filter(([key, value]) => value !== undefined && value !== rules.get(key))
    .map(([key, value]) => `${key}=${key === 'scale' ? Number(value) : value}`);
  return kept.length === 0 ? format : `${format}:${kept.join(',')}`;
}
