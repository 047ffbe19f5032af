/** The textual headers of a view: copied, translated block by block, or made where the source has none. */
import { asciiToEbcdic, ebcdicToAscii, textEncodingOf, translate } from '../../../bytes/text.ts';
import { sampleEncodings } from '../../../kernel/encodings.ts';
import { bytesPart, copyPart, type Part } from '../../../layout/layout.ts';
import { textBytes } from '../fields/revisions.ts';
import { limitsOf, type SegyTarget, type TextEncoding } from '../legal.ts';
import type { SegyRecording, SuRecording } from '../recording.ts';

/** The textual header and, after it, the `extended` ones of `set`, in encoding `to`. */
export function textParts(set: SegyRecording, to: TextEncoding, extended: boolean): { first: Part; extended: Part[] } {
  const from = set.text.encoding;
  const [first, ...others] = set.text.offsets;
  const blocks = extended ? others : [];
  if (from === to || from === 'blank') return { first: copyPart(first, textBytes), extended: blocks.map(copyBlock) };
  return { first: translatedBlock(first, to, from), extended: blocks.map((offset) => translatedBlock(offset, to)) };
}

function copyBlock(offset: number): Part {
  return copyPart(offset, textBytes);
}

/**
 * One block of text in encoding `to`. Without `from` the block itself tells its encoding, and is copied when that is
 * `to` or cannot be told: extended headers need not be in the code of the first one.
 */
function translatedBlock(blockOffset: number, to: TextEncoding, from?: TextEncoding): Part {
  return {
    size: textBytes,
    *read(offset, into) {
      const [block] = yield [{ offset: blockOffset, length: textBytes }];
      const wanted = block.subarray(offset, offset + into.length);
      const encoding = from ?? textEncodingOf(block);
      if (encoding === to || encoding === 'blank') into.set(wanted);
      else translate(to === 'ascii' ? ebcdicToAscii : asciiToEbcdic, into, wanted);
    },
    explain: (offset) => ({
      rule: 'converted',
      sourceOffset: blockOffset + offset,
      sourceLength: 1,
      what: `${to} text, line ${Math.floor(offset / 80) + 1}, column ${(offset % 80) + 1}`,
    }),
  };
}

/** A textual header for a source without one: 40 lines that say what the view is, the same whenever it is made. */
export function madeText(set: SuRecording, target: SegyTarget): Part {
  const lines = lineTexts(set, target).map((line, i) => `C${String(i + 1).padStart(2)} ${line}`.padEnd(80));
  const bytes = Uint8Array.from(lines.join(''), (character) => character.charCodeAt(0));
  if (target.text === 'ebcdic') translate(asciiToEbcdic, bytes, bytes);
  return bytesPart(bytes, (offset) => ({ what: `textual header, line ${Math.floor(offset / 80) + 1}` }));
}

/** `C39` and `C40` as the revisions print them: rev 0 has no revision mark and another last line. */
const lastLines: Readonly<Record<SegyTarget['revision'], readonly [string, string]>> = {
  '0': ['', 'END EBCDIC'],
  '1': ['SEG Y REV1', 'END TEXTUAL HEADER'],
  '2.0': ['SEG-Y REV2.0', 'END TEXTUAL HEADER'],
  '2.1': ['SEG-Y REV2.1', 'END TEXTUAL HEADER'],
};

function lineTexts(set: SuRecording, target: SegyTarget): readonly string[] {
  const { revision, samples, order, text } = target;
  const length = set.frames.regular ? `${set.maxSamples}` : `${set.maxSamples} OR FEWER`;
  const later = revision === '0' ? 'AS IN THE SU FILE' : "ZERO: SU'S OWN WORDS ARE NOT SEG-Y'S";
  const lines = [
    'SEG-Y VIEW OF A SEISMIC UNIX (SU) FILE, MADE BY SEISFS WHILE IT IS READ',
    '',
    `TRACES ${set.count}`,
    `SAMPLES PER TRACE ${length}`,
    `SAMPLE INTERVAL ${set.interval === undefined ? 'NOT KNOWN' : `${set.interval} MICROSECONDS`}`,
    `SAMPLES ${sampleEncodings[samples].title.toUpperCase()}, FORMAT CODE ${limitsOf(revision).samples[samples]}`,
    `BYTE ORDER ${order === 'big' ? 'BIG-ENDIAN' : 'LITTLE-ENDIAN'}`,
    '',
    'TRACE HEADER BYTES 1-180 AS IN THE SU FILE',
    `TRACE HEADER BYTES 181-240 ${later}`,
  ];
  while (lines.length < 38) lines.push('');
  const [mark, end] = lastLines[revision];
  return [...lines, mark, revision === '0' && text === 'ascii' ? 'END TEXTUAL HEADER' : end];
}
