/** Corpus files cut and flipped: a SeisError or a consistent recording, nothing else, with bounded work. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeisError } from '../../../src/error.ts';
import { corpusBytes, corpusFiles, countingSource, skipCorpus } from '../../support/corpus.ts';
import { scoresOf, segyOf, suOf } from '../../support/recording.ts';

const largest = 60_000;

/** Ranges a reader may ask for: a constant, and two headers for each trace that could be there. */
function mostRanges(size: number): number {
  return 520 + 2 * Math.ceil(size / 241);
}

type Outcomes = { opened: number; refused: number };

/** Opens bytes as `format`; counts; anything but a SeisError or a consistent recording fails the test. */
function tryOpen(format: 'segy' | 'su', bytes: Uint8Array, outcomes: Outcomes, what: string): void {
  const source = countingSource(bytes);
  try {
    if (format === 'segy') segyOf(bytes, {}, source);
    else suOf(bytes, {}, source);
    outcomes.opened++;
  } catch (error) {
    if (!(error instanceof SeisError)) throw new Error(`${what}: ${String(error)}`, { cause: error });
    assert.ok(
      error.message.startsWith(`${format}: `) && !/undefined|NaN/.test(error.message),
      `${what}: ${error.message}`,
    );
    outcomes.refused++;
  }
  assert.ok(source.ranges <= mostRanges(bytes.length), `${what}: ${source.ranges} ranges`);
  assert.ok(source.bytes <= 20 * bytes.length + 200_000, `${what}: ${source.bytes} bytes of ${bytes.length}`);
}

const files = corpusFiles('segy', 'su').filter((path) => corpusBytes(path).length <= largest);

for (const format of ['segy', 'su'] as const) {
  const own = files.filter((path) => path.startsWith(`${format}/`));

  test(`${format}: each corpus file cut at every 37th byte`, { skip: skipCorpus }, () => {
    const outcomes = { opened: 0, refused: 0 };
    for (const path of own) {
      const bytes = corpusBytes(path);
      for (let size = 0; size < bytes.length; size += 37)
        tryOpen(format, bytes.subarray(0, size), outcomes, `${path} cut at ${size}`);
    }
    assert.ok(outcomes.opened > 500 && outcomes.refused > 500, JSON.stringify(outcomes));
  });

  test(`${format}: each corpus file with each header byte flipped`, { skip: skipCorpus }, () => {
    const outcomes = { opened: 0, refused: 0 };
    for (const [number, path] of own.entries()) {
      const bytes = Uint8Array.from(corpusBytes(path));
      // One bit in one file, all bits in the next: many of the files are variants of each other.
      const flip = number % 2 === 0 ? 0xff : 0x01;
      // The text is one array of letters to the reader; the binary header and the first trace header are looked at.
      const from = format === 'segy' ? 3200 : 0;
      const places = [];
      for (let at = 0; at < from; at += 97) places.push(at);
      for (let at = from; at < Math.min(bytes.length, from + 640); at++) places.push(at);
      for (const at of places) {
        bytes[at] ^= flip;
        tryOpen(format, bytes, outcomes, `${path} byte ${at + 1} ^ ${flip}`);
        bytes[at] ^= flip;
      }
    }
    assert.ok(outcomes.opened > 500 && outcomes.refused > 20, JSON.stringify(outcomes));
  });
}

test('probing damaged files never fails', { skip: skipCorpus }, () => {
  for (const path of files) {
    const bytes = Uint8Array.from(corpusBytes(path));
    for (let size = 0; size < Math.min(bytes.length, 5000); size += 111) scoresOf(bytes.subarray(0, size));
    for (let at = 3; at < Math.min(bytes.length, 4000); at += 97) {
      bytes[at] ^= 0xff;
      const { segy, su } = scoresOf(bytes);
      assert.ok(segy >= 0 && segy <= 100 && su >= 0 && su <= 100);
      bytes[at] ^= 0xff;
    }
  }
});
