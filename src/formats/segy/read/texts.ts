/** How many extended textual headers precede the traces, and how many trailer stanzas follow them. */
import type { Need } from '../../../bytes/need.ts';
import { bytesAt } from '../../../bytes/need.ts';
import { decodeText, printableShare, textEncodingOf } from '../../../bytes/text.ts';
import { SeisError } from '../../../error.ts';
import { atLeast, fileHeaderBytes, textBytes } from '../fields/revisions.ts';
import type { Warn } from '../warnings.ts';
import type { FileHeader } from './file-header.ts';

/** Blocks of 3200 bytes searched for `((SEG: EndText))` at most, and at the file's end for trailers. */
export const mostEndTextBlocks = 4096;
const mostTrailers = 256;
const blocksPerRead = 16;

/** In rev 0, where bytes 3505-3506 are unassigned, a larger number of extended textual headers is garbage. */
const mostTextsInRev0 = 1000;

/** One reading of where the traces begin, `texts` extended textual headers behind the binary file header. */
export type Beginning = { readonly first: number; readonly texts: number };

/** One reading of where the traces end, `trailers` stanzas before the end of the file. */
export type Ending = { readonly end: number; readonly trailers: number };

/**
 * Where the traces may begin, the header's own reading first. Throws `malformed` where bytes 3521-3528 point outside the
 * file or an open-ended series of extended textual headers has no end.
 */
export function* findBeginnings(header: FileHeader, size: number, warn: Warn): Need<readonly Beginning[]> {
  const headers = header.base + fileHeaderBytes;
  const at = (texts: number): Beginning => ({ first: headers + texts * textBytes, texts });
  const { extTexts, firstTrace } = header;
  if (firstTrace !== 0) {
    if (firstTrace < headers || firstTrace > size) {
      throw malformed(
        `bytes 3521-3528: first trace at byte offset ${firstTrace}; headers end at ${headers}, the file at ${size}`,
        header.base + 3520,
      );
    }
    const texts = Math.floor((firstTrace - headers) / textBytes);
    if (extTexts !== -1 && firstTrace !== at(extTexts).first) {
      warn(
        'first-trace-offset',
        `bytes 3521-3528 put the first trace at ${firstTrace}, ${extTexts} extended textual headers put it at ${at(extTexts).first}`,
        header.base + 3520,
      );
    }
    return [{ first: firstTrace, texts }];
  }
  if (!atLeast(header.revision, '1')) {
    const plausible = extTexts > 0 && extTexts <= mostTextsInRev0 && at(extTexts).first <= size;
    return plausible ? [at(0), at(extTexts)] : [at(0)];
  }
  if (extTexts === -1) return [at(yield* searchEndText(headers, size))];
  if (extTexts < -1 || at(extTexts).first > size) {
    warn(
      'extended-texts',
      `bytes 3505-3506 give ${extTexts} extended textual headers, which the file does not hold`,
      header.base + 3504,
    );
    return [at(0)];
  }
  return extTexts === 0 ? [at(0)] : [at(extTexts), at(0)];
}

/** Number of blocks up to and including the one that holds `((SEG: EndText))`. */
function* searchEndText(from: number, size: number): Need<number> {
  const blocks = Math.min(mostEndTextBlocks, Math.floor((size - from) / textBytes));
  for (let block = 0; block < blocks; block += blocksPerRead) {
    const count = Math.min(blocksPerRead, blocks - block);
    const bytes = yield* bytesAt(from + block * textBytes, count * textBytes);
    for (let i = 0; i < count; i++) {
      const text = bytes.subarray(i * textBytes, (i + 1) * textBytes);
      const squeezed = decodeText(text, textEncodingOf(text)).replace(/\s/g, '').toLowerCase();
      if (squeezed.includes('((seg:endtext))')) return block + i + 1;
    }
  }
  throw malformed(
    `bytes 3505-3506: -1 extended textual headers, and no ((SEG: EndText)) in the ${blocks} blocks that follow`,
    3504,
  );
}

/** Where the traces may end, the header's own reading first; `first` is the earliest place where they may begin. */
export function* findEndings(header: FileHeader, first: number, size: number, warn: Warn): Need<readonly Ending[]> {
  const none: Ending = { end: size, trailers: 0 };
  const { trailers } = header;
  if (trailers === 0) return [none];
  if (trailers === -1) return yield* searchTrailers(first, size, none);
  const end = size - trailers * textBytes;
  if (trailers < -1 || end < first) {
    warn(
      'trailers',
      `bytes 3529-3532 give ${trailers} trailer stanzas, which the file does not hold`,
      header.base + 3528,
    );
    return [none];
  }
  const block = yield* bytesAt(end, textBytes);
  const declared: Ending = { end, trailers };
  return startsStanza(block) ? [declared, none] : [none, declared];
}

/** Stanzas found backwards from the end of the file: a run of text blocks that may begin at any block with `((`. */
function* searchTrailers(first: number, size: number, none: Ending): Need<readonly Ending[]> {
  const blocks = Math.min(mostTrailers, Math.floor((size - first) / textBytes));
  const start = size - blocks * textBytes;
  const bytes = yield* bytesAt(start, blocks * textBytes);
  const endings: Ending[] = [];
  for (let i = blocks - 1; i >= 0; i--) {
    const block = bytes.subarray(i * textBytes, (i + 1) * textBytes);
    const encoding = textEncodingOf(block);
    if (encoding === 'blank' || printableShare(block, encoding) < 0.99) break;
    if (startsStanza(block)) {
      endings.push({ end: start + i * textBytes, trailers: blocks - i });
    }
  }
  return [...endings.reverse(), none];
}

/** Whether a block begins with `((`, as every stanza does. */
function startsStanza(block: Uint8Array): boolean {
  return decodeText(block.subarray(0, 2), textEncodingOf(block)) === '((';
}

function malformed(finding: string, byte: number): SeisError {
  return new SeisError('malformed', `segy: ${finding}`, { format: 'segy', byte });
}
