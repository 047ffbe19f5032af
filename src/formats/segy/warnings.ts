/** Every oddity the readers of SEG-Y and SU tolerate: its stable code and the rule that was applied. */
import type { Warning } from '../../model/trace-set.ts';

export const warningRules = {
  'tape-label': 'A tape label of 128 bytes precedes the textual header; it is skipped.',
  'text-blank': 'The textual header is neither EBCDIC nor ASCII text.',
  'order-assumed': 'Nothing says big-endian, the order was found by the rules of byte order without a constant.',
  'revision-assumed': 'Bytes 3501-3502 are not one of 0.0, 1.0, 2.0, 2.1; the nearest revision was taken.',
  'fixed-length-flag': 'Bytes 3503-3504 are neither 0 nor 1, or contradict the traces; the traces decide.',
  'format-assumed': 'The format code is 0; the encoding was decided from the samples.',
  'format-revision': 'The format code belongs to a later revision than the file declares; it is believed.',
  'samples-assumed':
    'The number of samples is not the one the binary file header gives, because only another one fits the file.',
  'samples-contradict':
    'Trace headers give another number of samples than the one that fits the file; they are ignored.',
  'lengths-sampled':
    'No flag says that all traces are equally long, and there are too many to look at each header when opening; source option walk=yes does.',
  'interval-missing': 'No header gives a sample interval.',
  'interval-assumed': 'The sample interval was taken from the first trace header.',
  'interval-contradicts': 'Trace headers give another sample interval than the binary file header, which wins.',
  'extended-texts': 'Bytes 3505-3506 do not give the number of extended textual headers that fits the file.',
  'first-trace-offset': 'Bytes 3521-3528 contradict the number of extended textual headers; the byte offset wins.',
  'additional-headers': 'Bytes 3507-3510 do not give the number of additional trace headers that fits the file.',
  trailers: 'Bytes 3529-3532 do not give the number of data trailer stanzas that fits the file.',
  'trace-count':
    'Bytes 3513-3520 do not give the number of whole traces that fit the file: fewer are believed, more are not there. In SU bytes 205-208 are advisory.',
  'no-traces': 'The file ends with its headers and holds no trace.',
  'cut-trace': 'The file ends inside a trace; the whole traces before it are kept.',
  'tail-bytes': 'Bytes follow the last trace that belong to nothing.',
} as const;

export type WarningCode = keyof typeof warningRules;

/** Collects the warnings of one opening. */
export type Warn = (code: WarningCode, message: string, byte?: number, trace?: number) => void;

/** A list and the function that fills it; each code is kept once, with its first finding. */
export function collectWarnings(): { readonly list: readonly Warning[]; readonly warn: Warn } {
  const list: Warning[] = [];
  const warn: Warn = (code, message, byte, trace) => {
    if (list.some((known) => known.code === code)) return;
    list.push({ code, message, ...(byte === undefined ? {} : { byte }), ...(trace === undefined ? {} : { trace }) });
  };
  return { list, warn };
}

/** Warns that `looked` of `count` headers stand for all. */
export function warnOfSampling(looked: number, count: number, warn: Warn): void {
  warn('lengths-sampled', `all traces are taken for equally long by ${looked} of ${count} trace headers`);
}
