/** Everything a written view says about itself: what it leaves out, overwrites or assumes, with its stable code. */
import type { Warning } from '../../../model/trace-set.ts';

export const viewRules = {
  dropped: 'drop=yes left out extended text, additional trace headers or data trailers that the target cannot hold.',
  'label-dropped': 'The tape label before the textual header is left out of a rebuilt file.',
  'tail-dropped': 'Bytes of the source after its last whole trace are left out of a rebuilt file.',
  'file-headers-dropped': 'SU has no file headers: textual and binary header are left out.',
  'words-dropped': 'Words of the binary file header that only rev 2 has are zero in an older revision.',
  'unassigned-overwritten': 'Bytes that the source revision leaves unassigned held values where the target has words.',
  'su-words-dropped': "SU's own words in bytes 181-240 are not SEG-Y's: zero from rev 1 on.",
  'segy-words-dropped': "SEG-Y's words in bytes 181-240 make room for SU's own.",
  'interval-unknown':
    'No sample interval is known: the words for it are left as the source has them, 0 in the file header.',
  'text-made': 'The source has no textual header: one that says what the view is was made.',
  'headers-not-reordered': 'Additional trace headers that no standard describes keep the byte order of the source.',
  range: 'What the pair of sample encodings does beyond the exponents of the target.',
} as const;

export type ViewWarningCode = keyof typeof viewRules;

export function viewWarning(code: ViewWarningCode, message: string, byte?: number): Warning {
  return byte === undefined ? { code, message } : { code, message, byte };
}
