/** The trace header of Seismic Unix: bytes 1-180 as in SEG-Y, bytes 181-240 its own (the default build; 213-240 unassigned). */
import type { Block } from '../../../bytes/fields.ts';
import { commonWords } from './trace-header.ts';

export const suWords = {
  d1: { byte: 181, type: 'f32', meaning: 'sample spacing of data that are not in time' },
  f1: { byte: 185, type: 'f32', meaning: 'first sample location of data that are not in time' },
  d2: { byte: 189, type: 'f32', meaning: 'spacing between traces' },
  f2: { byte: 193, type: 'f32', meaning: 'first trace location' },
  ungpow: { byte: 197, type: 'f32', meaning: 'negative of the power used for dynamic range compression' },
  unscale: { byte: 201, type: 'f32', meaning: 'reciprocal of the scaling factor to normalise the range' },
  ntr: { byte: 205, type: 'i32', meaning: 'number of traces in the file; advisory' },
  mark: { byte: 209, type: 'i16', meaning: 'mark selected traces' },
  shortpad: { byte: 211, type: 'i16', meaning: 'alignment padding' },
} as const;

export const suHeader: Block<typeof commonWords & typeof suWords> = {
  title: 'SU trace header',
  first: 1,
  length: 240,
  revisions: ['su'],
  words: { ...commonWords, ...suWords },
};
