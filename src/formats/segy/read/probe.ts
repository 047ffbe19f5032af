/** How sure it is that a file is SEG-Y: by its textual header, its format code and its first trace header. */
import type { Need } from '../../../bytes/need.ts';
import { bytesAt } from '../../../bytes/need.ts';
import { i16, i32, u16 } from '../../../bytes/order.ts';
import { printableShare, textEncodingOf } from '../../../bytes/text.ts';
import type { Glimpse, Score } from '../../format.ts';
import { fileHeaderBytes, labelBytes, textBytes } from '../fields/revisions.ts';
import { sampleCode } from '../fields/sample-codes.ts';
import { strangerOf } from '../strangers.ts';
import { findOrder } from './byte-order.ts';
import { hasTapeLabel, headBytes } from './file-header.ts';
import { traceFacts } from './trace-facts.ts';
import { wrapperOf } from './wrapped.ts';

/** What the first 3200 bytes look like. `cards`: forty lines of eighty columns that begin with `C`. */
type TextEvidence = 'cards' | 'ebcdic' | 'ascii' | 'none';

/** A broken SEG-Y file with forty cards is still SEG-Y, so that opening it says what is wrong. */
const scores = {
  label: 95,
  cards: 90,
  ebcdic: 85,
  ascii: 80,
  constant: 65,
  revision: 50,
  none: 60,
  wrapped: 70,
  brokenCards: 55,
  brokenEbcdic: 45,
} as const;

/** Scores a file; asks for one range at most, of `headBytes` bytes. */
export function* probeSegy(glimpse: Glimpse): Need<Score> {
  const { size } = glimpse;
  if (size < 240) return 0;
  const wanted = Math.min(size, headBytes);
  const head = glimpse.head.length >= wanted ? glimpse.head.subarray(0, wanted) : yield* bytesAt(0, wanted);
  if (strangerOf(head) !== undefined) return 0;
  if (wrapperOf(head, size) !== undefined) return scores.wrapped;
  const base = hasTapeLabel(head) ? labelBytes : 0;
  const text = textEvidence(head.subarray(base, base + textBytes));
  const broken = text === 'cards' ? scores.brokenCards : text === 'ebcdic' ? scores.brokenEbcdic : 0;
  if (size < base + fileHeaderBytes) return broken;

  const binary = head.subarray(base + textBytes, base + fileHeaderBytes);
  // Forty cards followed by more text are a text file: a binary header is mostly zeros.
  if (binary.filter((byte) => byte === 0).length < 4 && printableShare(binary, textEncodingOf(binary)) > 0.98) return 0;
  const trace = head.subarray(base + fileHeaderBytes, base + fileHeaderBytes + 240);
  const evidence = binaryEvidence(binary, trace, size - base);
  if (text === 'cards') return evidence === 'none' ? broken : base > 0 ? scores.label : scores.cards;
  if (text === 'ebcdic') return evidence === 'none' ? broken : scores.ebcdic;
  if (evidence === 'constant' || evidence === 'revision') return scores[evidence];
  return evidence === 'trace' ? scores[text] : 0;
}

/**
 * What the binary header is evidence of: `code`, a defined format code beside a number of samples; `trace`, besides, a
 * first trace whose header agrees or whose like fill the file; `constant`, a byte-order constant as well as the
 * code; `revision`, a revision as well, with the 200 unassigned bytes 3301-3500 zero and numbers for samples and interval.
 */
function binaryEvidence(
  binary: Uint8Array,
  trace: Uint8Array,
  size: number,
): 'none' | 'code' | 'constant' | 'trace' | 'revision' {
  // The one arrangement of the byte-order constant that `findOrder` refuses.
  if (i32(binary, 96, 'big') === 0x03040102) return 'code';
  const { order, by } = findOrder(binary, trace, size);
  const row = sampleCode(i16(binary, 24, order));
  if (row === undefined) return 'none';
  if (by === 'constant') return 'constant';
  const samples = u16(binary, 20, order);
  const revised = (binary[300] === 1 && binary[301] === 0) || (binary[300] === 2 && binary[301] < 2);
  const otherwise =
    revised && samples > 0 && u16(binary, 16, order) > 0 && binary.subarray(100, 300).every((byte) => byte === 0)
      ? 'revision'
      : 'code';
  if (trace.length < 240) return otherwise;
  const facts = traceFacts(trace, 0, 1, order);
  const closes = samples > 0 && (size - fileHeaderBytes) % (240 + samples * row.bytes) === 0;
  return facts.plausible && (closes || (facts.samples > 0 && facts.samples === samples)) ? 'trace' : otherwise;
}

/** NULs and blanks are no evidence: half of a block must be characters or blanks of one code, nearly all of it legible. */
function textEvidence(block: Uint8Array): TextEvidence {
  const filled = block.filter((byte) => byte !== 0);
  const encoding = textEncodingOf(block);
  if (encoding === 'blank' || filled.length * 2 < block.length || printableShare(filled, encoding) < 0.97)
    return 'none';
  const letterC = encoding === 'ebcdic' ? 0xc3 : 0x43;
  const lines = Math.floor(block.length / 80);
  let cards = 0;
  for (let line = 0; line < lines; line++) if (block[80 * line] === letterC) cards++;
  return lines >= 3 && cards >= 0.6 * lines ? 'cards' : encoding;
}
