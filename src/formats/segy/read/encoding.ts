/** In which encoding the samples of a SEG-Y file are: as declared, as the user says, or, for code 0, as they look. */
import type { Need } from '../../../bytes/need.ts';
import { u32 } from '../../../bytes/order.ts';
import { SeisError } from '../../../error.ts';
import type { SampleEncoding } from '../../../kernel/encodings.ts';
import { sampleEncodings } from '../../../kernel/encodings.ts';
import type { Frames } from '../../../model/trace-set.ts';
import { atLeast } from '../fields/revisions.ts';
import { sampleCode } from '../fields/sample-codes.ts';
import type { Warn } from '../warnings.ts';
import type { FileHeader } from './file-header.ts';
import { checkedPlaces } from './shape.ts';

const mend = 'say how samples are stored: --source-option samples=ENCODING (ibm32, ieee32, int16, ...)';

/** Code 0, unset: four-byte floats, IBM or IEEE, to be told apart by the samples. */
export type Undecided = 'float32';

/**
 * The declared encoding. Throws `unsupported` for undefined codes, for code 4 without a word from the user about the
 * sign of its exponent, and for pair-swapped samples of three bytes.
 */
export function declaredEncoding(
  header: FileHeader,
  given: SampleEncoding | undefined,
  warn: Warn,
): SampleEncoding | Undecided {
  const found = given ?? fromCode(header, warn);
  if (found !== 'float32' && header.order.order === 'pairs' && sampleEncodings[found].bytes === 3) {
    throw refused(
      header,
      `${found} samples in a file with exchanged byte pairs: the order of three-byte words is not defined`,
      undefined,
    );
  }
  return found;
}

function fromCode(header: FileHeader, warn: Warn): SampleEncoding | Undecided {
  const { code, revision } = header;
  if (code === 0) return 'float32';
  const row = sampleCode(code);
  if (row === undefined) throw refused(header, `data sample format code ${code} is not defined`, mend);
  if (row.encoding === undefined) {
    throw refused(
      header,
      'data sample format code 4, fixed point with gain: the revisions print opposite signs of its exponent',
      'say which: --source-option samples=gain32mul (mantissa x 2^gain) or samples=gain32div (mantissa / 2^gain)',
    );
  }
  if (!atLeast(revision, row.since)) {
    warn(
      'format-revision',
      `format code ${code} (${row.encoding}) came with revision ${row.since}, the file is revision ${revision}`,
      header.base + 3224,
    );
  }
  return row.encoding;
}

function refused(header: FileHeader, finding: string, howTo: string | undefined): SeisError {
  const detail = { format: 'segy', byte: header.base + 3224 };
  return new SeisError(
    'unsupported',
    `segy: bytes 3225-3226: ${finding}`,
    howTo === undefined ? detail : { ...detail, mend: howTo },
  );
}

/** Bytes of a sample; four while it is undecided. */
export function sampleBytesOf(encoding: SampleEncoding | Undecided): number {
  return encoding === 'float32' ? 4 : sampleEncodings[encoding].bytes;
}

/** Samples that are not 0 that a decision needs: by chance, one IEEE file in 60 would pass for IBM with as few. */
const leastSamples = 64;
const bytesPerTrace = 4096;

/**
 * Tells IBM from IEEE floats for code 0 by the leading hexadecimal digit of the fraction: IBM's is never 0 in a
 * normalised number, IEEE's bits there are 0 in one of sixteen. Looks at the first 4096 bytes of up to sixteen traces.
 * Throws `unsupported` when the samples do not settle it; a file without traces is taken for IBM.
 */
export function* settleEncoding(header: FileHeader, frames: Frames, count: number, warn: Warn): Need<SampleEncoding> {
  if (count === 0) return assumed('ibm32', 'there are no samples');
  const blocks = yield checkedPlaces(count).map((i) => ({
    offset: frames.offset(i) + frames.headerBytes(i),
    length: Math.min(bytesPerTrace, 4 * frames.samples(i)),
  }));
  let counted = 0;
  let normal = 0;
  let sane = 0;
  for (const block of blocks) {
    for (let at = 0; at + 4 <= block.length; at += 4) {
      const word = u32(block, at, header.order.order);
      if ((word & 0x7fffffff) === 0) continue;
      counted++;
      if ((word & 0x00f00000) !== 0) normal++;
      if (saneIeee(word)) sane++;
    }
  }
  if (counted >= leastSamples && normal === counted) return assumed('ibm32', `${counted} samples look like it`);
  if (counted >= leastSamples && normal < counted && sane === counted)
    return assumed('ieee32', `${counted} samples look like it`);
  throw refused(
    header,
    `data sample format code 0, and ${counted} samples do not show whether they are IBM or IEEE floats`,
    mend,
  );

  function assumed(encoding: SampleEncoding, because: string): SampleEncoding {
    warn('format-assumed', `format code 0; ${encoding} because ${because}`, header.base + 3224);
    return encoding;
  }
}

/** Whether the word is an IEEE float of a size that seismic samples have: 2^-64 to 2^64. */
function saneIeee(word: number): boolean {
  const exponent = ((word >>> 23) & 0xff) - 127;
  return exponent >= -64 && exponent <= 64;
}
