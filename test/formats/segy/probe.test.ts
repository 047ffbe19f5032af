/** What is SEG-Y, what is SU, and above all what is neither, whatever its name. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { corpusBytes, corpusFiles, corpusFolders, skipCorpus } from '../../support/corpus.ts';
import { scoresOf, segyOf } from '../../support/recording.ts';
import { makeSegy, makeSu } from '../../support/segy-maker.ts';

const nobody = { segy: 0, su: 0 };

for (const folder of corpusFolders().filter((name) => name !== 'segy' && name !== 'su')) {
  test(`no file of corpus/${folder} is taken for SEG-Y or SU`, { skip: skipCorpus }, () => {
    for (const path of corpusFiles(folder)) {
      for (const extension of ['sgy', 'su', 'dat'])
        assert.deepEqual(scoresOf(corpusBytes(path), extension), nobody, path);
    }
  });
}

test('the other folders of the corpus were looked at', { skip: skipCorpus }, () => {
  assert.ok(corpusFolders().length > 20);
});

test('text, emptiness and noise are nobody’s', () => {
  const text = (line: string) => new TextEncoder().encode(line.repeat(400));
  const cards = Array.from({ length: 90 }, (_, i) =>
    `C${String(i + 1).padStart(2)} A CARD OF A TEXT FILE`.padEnd(80),
  ).join('');
  const beginnings = [
    '%PDF-1.7\n',
    'PK\u0003\u0004',
    '\u0089PNG\r\n\u001a\n',
    '\u0089HDF\r\n\u001a\n',
    'RIFF',
    '{"a": 1}\n',
  ];
  const files = [
    new Uint8Array(0),
    new Uint8Array(100),
    new Uint8Array(10000),
    new Uint8Array(10000).fill(0xff),
    new Uint8Array(10000).fill(0x40),
    new Uint8Array(10000).fill(0x20),
    text('shot,line,x,y\n'),
    text('C this is a comment of a Fortran program\n'),
    new TextEncoder().encode(cards),
    ...beginnings.map((start) => {
      const bytes = new Uint8Array(9000);
      bytes.set(Uint8Array.from(start, (c) => c.charCodeAt(0)));
      return bytes;
    }),
  ];
  for (const bytes of files)
    assert.deepEqual(scoresOf(bytes, 'sgy'), nobody, String.fromCharCode(...bytes.subarray(0, 20)));
});

test('random bytes are nobody’s', () => {
  let state = 12345;
  const next = () => {
    state = (state * 48271) % 0x7fffffff;
    return state & 0xff;
  };
  for (let i = 0; i < 300; i++) {
    const bytes = Uint8Array.from({ length: 4000 + i }, next);
    assert.deepEqual(scoresOf(bytes, i % 2 === 0 ? 'sgy' : 'su'), nobody, `file ${i}`);
  }
});

test('contents decide, not names: SU called .sgy is SU, SEG-Y called .su is SEG-Y', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('sgy', 'su', 'segy', ''),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 10, max: 300 }),
      (extension, traces, samples) => {
        const su = scoresOf(makeSu({ traces, samples }).bytes, extension);
        assert.ok(su.su > su.segy);
        const segy = scoresOf(makeSegy({ code: 1, revision: '0', traces, samples }).bytes, extension);
        assert.ok(segy.segy > segy.su);
      },
    ),
    { seed: 9, numRuns: 60 },
  );
});

test('SEG-Y without a text is recognised by its numbers', () => {
  for (const plan of [
    { code: 1, revision: '0' as const },
    { code: 5, revision: '1' as const, extTexts: 2 },
    { code: 5, revision: '2.1' as const, order: 'little' as const, additional: 1, extTexts: 1 },
  ]) {
    const { segy, su } = scoresOf(makeSegy({ ...plan, text: 'zero' }).bytes);
    assert.ok(segy >= 50 && su < segy, JSON.stringify(plan));
  }
});

test('a broken file with forty cards is SEG-Y, so that opening it says why it is refused', () => {
  for (const lies of [{ code: 13 }, { code: 999 }, { samples: 0, traceSamples: 0 }]) {
    for (const text of ['ebcdic', 'ascii'] as const) {
      const { bytes } = makeSegy({ code: 1, text, lies });
      assert.ok(scoresOf(bytes).segy >= 50);
      assert.throws(() => segyOf(bytes), /segy: /);
    }
  }
  const cut = makeSegy({ code: 1, traces: 0, tail: -1000 }).bytes;
  assert.ok(scoresOf(cut).segy >= 50);
  assert.throws(() => segyOf(cut), /its headers need 3600/);
});

test('a glimpse of nothing is enough: probes ask for the bytes they need', () => {
  const { bytes } = makeSegy({ code: 1 });
  assert.deepEqual(scoresOf(bytes, 'dat', 0), scoresOf(bytes));
  const su = makeSu({ order: 'big' }).bytes;
  assert.deepEqual(scoresOf(su, 'dat', 0), scoresOf(su));
});
