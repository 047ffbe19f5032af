/** What SEG-Y and SU views keep, change, lose and say: identity, exactness, warnings, text, counts of what is read. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formats } from '../../../src/formats/segy/index.ts';
import { viewRules } from '../../../src/formats/segy/write/warnings.ts';
import { parseTarget } from '../../../src/formats/target.ts';
import type { TraceSet } from '../../../src/model/trace-set.ts';
import type { Revision } from '../../reference/segy-family.ts';
import { refusal } from '../../support/refusals.ts';
import { makeSegy, makeSu, type SegyPlan } from '../../support/segy-maker.ts';
import { openBytes, readLayout, viewOf } from '../../support/views.ts';
import { binaryOf, encodingsOf, ordersOf, segyCase, segyView, suCase, warningsOf } from './write-cases.ts';

test('nothing to change: one copy of the whole source, its tail included', () => {
  for (const revision of Object.keys(encodingsOf) as Revision[]) {
    for (const encoding of encodingsOf[revision]) {
      for (const order of ordersOf(encoding)) {
        const made = segyCase(encoding, { revision, order, label: true, tail: 77 });
        const set = openBytes('segy', made.bytes, Number(revision) < 2 ? { order } : {});
        const same = Number(revision) < 2 || order === 'pairs' ? 'segy' : `segy:order=${order}`;
        for (const spec of ['segy', `${same}${same === 'segy' ? ':' : ','}clip=yes,drop=yes`]) {
          const view = viewOf(set, made.bytes, spec);
          assert.equal(view.exactness, 'identical');
          assert.deepEqual(view.warnings, []);
          const { window, ranges } = readLayout(view.layout, made.bytes);
          assert.ok(Buffer.from(window).equals(made.bytes));
          assert.equal(ranges.length, 1);
        }
      }
    }
  }
  for (const order of ['big', 'little'] as const) {
    const { bytes } = suCase({ order, tail: 3 });
    for (const spec of ['su', `su:order=${order},words=keep`]) {
      const view = viewOf(openBytes('su', bytes), bytes, spec);
      assert.equal(view.exactness, 'identical');
      assert.ok(Buffer.from(readLayout(view.layout, bytes).window).equals(bytes));
    }
  }
});

test('a source option that contradicts the headers is written into them', () => {
  const { bytes } = makeSegy({ code: 1, lies: { code: 5, interval: 2000 }, samples: 20 });
  const told = { samples: 'ibm32', dt: 4000, ns: 20 } as const;
  const view = viewOf(openBytes('segy', bytes, told), bytes, 'segy');
  assert.equal(view.exactness, 'lossless');
  const binary = binaryOf(view, bytes);
  assert.equal(binary.getUint16(24), 1);
  assert.equal(binary.getUint16(16), 4000);
  const agreeing = viewOf(openBytes('segy', bytes, { samples: 'ieee32', dt: 2000, ns: 20 }), bytes, 'segy');
  assert.equal(agreeing.exactness, 'identical');
  const su = makeSu({ samples: 20 }).bytes;
  const longer = viewOf(openBytes('su', su, { ns: 20, dt: 500, order: 'little' }), su, 'su');
  assert.equal(longer.exactness, 'lossless');
  assert.equal(new DataView(readLayout(longer.layout, su, 0, 240).window.buffer).getUint16(116, true), 500);
});

test('an interval in a trace header that opening did not look at is kept, and a missing one filled in', () => {
  const made = makeSegy({ code: 5, traces: 200, samples: 3 });
  const words = new DataView(made.bytes.buffer);
  const usual = words.getUint16(made.offsets[0] + 116);
  const own = usual * 2;
  const unseen = made.offsets.findIndex((offset) => {
    words.setUint16(offset + 116, own);
    const seen = (openBytes('segy', made.bytes) as TraceSet & { intervalVaries: boolean }).intervalVaries;
    if (seen) words.setUint16(offset + 116, usual);
    return !seen;
  });
  assert.ok(unseen > 0, 'every trace header was looked at');
  words.setUint16(made.offsets[unseen + 1] + 116, 0);
  const view = viewOf(openBytes('segy', made.bytes), made.bytes, 'segy:revision=2.0');
  const whole = readLayout(view.layout, made.bytes).window;
  const shown = new DataView(whole.buffer, whole.byteOffset);
  const stride = 240 + 3 * 4;
  const intervals = made.offsets.map((_, trace) => shown.getUint16(3600 + trace * stride + 116));
  assert.deepEqual(
    intervals,
    made.offsets.map((_, trace) => (trace === unseen ? own : usual)),
  );
});

test('intervals that vary from trace to trace stay with their traces', () => {
  const made = makeSegy({ code: 5, traces: 3 });
  const words = new DataView(made.bytes.buffer);
  made.offsets.forEach((offset, trace) => words.setUint16(offset + 116, 1000 * (trace + 1)));
  const view = viewOf(openBytes('segy', made.bytes), made.bytes, 'segy:order=little');
  const whole = new DataView(readLayout(view.layout, made.bytes).window.buffer);
  assert.deepEqual(
    made.offsets.map((offset) => whole.getUint16(offset + 116, true)),
    [1000, 2000, 3000],
  );
  assert.equal(whole.getUint16(3200 + 302, true), 0, 'the fixed-length flag');
  const told = viewOf(openBytes('segy', made.bytes, { dt: 4000 }), made.bytes, 'segy:order=little');
  const mended = new DataView(readLayout(told.layout, made.bytes).window.buffer);
  assert.equal(mended.getUint16(made.offsets[2] + 116, true), 4000);
});

test('what a rebuilt file leaves out or overwrites is said, with a code that the table knows', () => {
  const codes = (plan: SegyPlan, spec: string): string[] => warningsOf(segyView(plan, spec));
  assert.deepEqual(codes({ code: 5 }, 'segy:revision=2.1'), []);
  assert.deepEqual(codes({ code: 1 }, 'segy:samples=ieee32'), ['range']);
  assert.deepEqual(codes({ code: 5, label: true, tail: 9 }, 'segy:text=ascii'), ['label-dropped', 'tail-dropped']);
  assert.deepEqual(codes({ code: 5 }, 'su'), ['file-headers-dropped', 'segy-words-dropped']);
  assert.deepEqual(codes({ code: 5 }, 'su:words=keep'), ['file-headers-dropped']);
  const survey = { code: 5, revision: '2.1', lies: { bytes: [[3509, [0, 3]]] } } as const;
  assert.deepEqual(codes(survey, 'segy:revision=1'), ['words-dropped']);
  assert.deepEqual(codes(survey, 'segy:revision=2.0'), ['words-dropped']);
  const garbage = { code: 1, revision: '0', lies: { bytes: [[3290, [1, 2, 3, 4]]] } } as const;
  assert.deepEqual(codes(garbage, 'segy:revision=2.0'), ['unassigned-overwritten']);
  assert.deepEqual(codes(garbage, 'segy:text=ascii'), []);
  const several = { code: 5, revision: '2.1', additional: 2 } as const;
  assert.deepEqual(codes(several, 'segy:order=little'), ['headers-not-reordered']);
  const { bytes } = makeSu({});
  assert.deepEqual(warningsOf(viewOf(openBytes('su', bytes), bytes, 'segy')), ['su-words-dropped', 'text-made']);
  assert.deepEqual(warningsOf(viewOf(openBytes('su', bytes), bytes, 'segy:revision=0,samples=ibm32,clip=yes')), [
    'text-made',
  ]);
  for (const code of ['range', 'dropped', 'interval-unknown', ...codes(several, 'segy:order=little')]) {
    assert.ok(code in viewRules);
  }
});

test('the exactness of a view, and what losing samples needs', () => {
  const exactness = (code: number, spec: string): string => segyView({ revision: '2.1', code }, spec).exactness;
  assert.equal(exactness(1, 'segy:samples=ieee32'), 'lossless');
  assert.equal(exactness(1, 'segy:order=little'), 'lossless');
  assert.equal(exactness(1, 'segy:revision=2.0'), 'lossless');
  assert.equal(exactness(5, 'segy:samples=ibm32,scale=1'), 'rounded');
  assert.equal(exactness(5, 'segy:samples=int16,clip=yes'), 'clipped');
  assert.equal(exactness(5, 'segy:scale=2'), 'rounded');
  assert.throws(
    () => exactness(5, 'segy:samples=int16'),
    refusal('unrepresentable', 'samples: int16 cannot hold every value of ieee32', /clip=yes/),
  );
});

test('a sample that turns out not to fit is refused when it is read, with its trace and number', () => {
  const made = makeSegy({ revision: '1', code: 5, traces: 3 });
  new DataView(made.bytes.buffer).setFloat32(made.sampleOffsets[1] + 4 * 6, 40000.5);
  const set = openBytes('segy', made.bytes);
  const byte = made.sampleOffsets[1] + 4 * 6;
  const small = 'segy:samples=int16,scale=0.01';
  assert.equal(viewOf(set, made.bytes, small).exactness, 'rounded');
  readLayout(viewOf(set, made.bytes, small).layout, made.bytes);
  assert.throws(
    () => readLayout(viewOf(set, made.bytes, 'segy:samples=int16,scale=1').layout, made.bytes),
    refusal('unrepresentable', /^segy: trace \d at byte \d+: sample \d+ does not fit int16$/, /^clip=yes/),
  );
  const only = viewOf(set, made.bytes, 'segy:samples=int16,scale=1').layout;
  const at = 3600 + 280 + 240 + 2 * 6;
  assert.throws(
    () => readLayout(only, made.bytes, at, 2),
    refusal('unrepresentable', `segy: trace 2 at byte ${byte + 1}: sample 7 does not fit int16`, /^clip=yes/),
  );
  const clipped = viewOf(set, made.bytes, 'segy:samples=int16,clip=yes');
  assert.deepEqual([...readLayout(clipped.layout, made.bytes, at, 2).window], [0x7f, 0xff]);
});

test('an SU source gets a textual header that says what the view is', () => {
  const { bytes } = makeSu({ order: 'big', traces: 4, samples: 30 });
  const set = openBytes('su', bytes);
  const lines = (spec: string): string[] => {
    const text = readLayout(viewOf(set, bytes, spec).layout, bytes, 0, 3200).window;
    return Array.from({ length: 40 }, (_, i) =>
      Buffer.from(text)
        .toString('latin1', 80 * i, 80 * i + 80)
        .trimEnd(),
    );
  };
  const ascii = lines('segy:text=ascii');
  assert.deepEqual(ascii.slice(0, 7), [
    'C 1 SEG-Y VIEW OF A SEISMIC UNIX (SU) FILE, MADE BY SEISFS WHILE IT IS READ',
    'C 2',
    'C 3 TRACES 4',
    'C 4 SAMPLES PER TRACE 30',
    'C 5 SAMPLE INTERVAL 4000 MICROSECONDS',
    'C 6 SAMPLES IEEE 754 FLOAT, 32 BITS, FORMAT CODE 5',
    'C 7 BYTE ORDER BIG-ENDIAN',
  ]);
  assert.deepEqual(ascii.slice(38), ['C39 SEG Y REV1', 'C40 END TEXTUAL HEADER']);
  assert.equal(lines('segy:text=ascii,revision=2.1')[38], 'C39 SEG-Y REV2.1');
  const ebcdic = readLayout(viewOf(set, bytes, 'segy').layout, bytes, 0, 3).window;
  assert.deepEqual([...ebcdic], [0xc3, 0x40, 0xf1]);
});

test('a block of extended text is translated from its own code, whatever the first header is in', () => {
  const made = makeSegy({ code: 5, text: 'ebcdic', extTexts: 2 });
  const other = makeSegy({ code: 5, text: 'ascii', extTexts: 2 });
  made.bytes.set(other.bytes.subarray(3600, 6800), 3600);
  const { layout } = viewOf(openBytes('segy', made.bytes), made.bytes, 'segy:text=ascii');
  const { window } = readLayout(layout, made.bytes);
  assert.ok(Buffer.from(window).equals(other.bytes));
});

test('converted and converted back is the source again', () => {
  for (const revision of ['0', '1'] as const) {
    for (const encoding of encodingsOf[revision]) {
      const { bytes } = segyCase(encoding, { revision, extTexts: revision === '1' ? 1 : 0 });
      const wide = encoding === 'int32' ? 'int64' : 'ieee64';
      const there = viewOf(
        openBytes('segy', bytes),
        bytes,
        `segy:revision=2.1,order=little,text=ascii,samples=${wide}`,
      );
      const middle = readLayout(there.layout, bytes).window;
      const set = openBytes('segy', middle);
      assert.deepEqual(set.warnings, []);
      const spec = `segy:revision=${revision},order=big,text=ebcdic,samples=${encoding},clip=yes`;
      const back = readLayout(viewOf(set, middle, spec).layout, middle).window;
      const clean = bytes.slice();
      // On the way rev 2 zeroes what it calls its own: 3261-3300 and 3507-3532, and 233-240 of each trace header.
      clean.fill(0, 3260, 3300);
      const size = bytes.length;
      assert.equal(back.length, size);
      const first = openBytes('segy', bytes).frames;
      for (let trace = 0; trace < 5; trace++) clean.fill(0, first.offset(trace) + 232, first.offset(trace) + 240);
      assert.ok(Buffer.from(back).equals(clean), `revision ${revision} ${encoding}`);
    }
  }
});

test('a 4 KiB read of traces whose samples keep their size is one range of 4 KiB', () => {
  const segy = segyCase('ibm32', { revision: '1', traces: 40, samples: 251 });
  const su = suCase({ order: 'little', traces: 40, samples: 251 });
  const cases = [
    [segy, 'segy:samples=ieee32', 3600],
    [segy, 'segy:samples=ieee32,revision=2.1,order=little', 3600],
    [segy, 'su', 0],
    [su, 'segy', 3600],
    [su, 'su:order=big', 0],
  ] as const;
  for (const [source, spec, start] of cases) {
    const { layout } = viewOf(openBytes(source.facts.format, source.bytes), source.bytes, spec);
    const shift = source.facts.offsets[0] - start;
    for (let offset = 4096; offset + 4096 <= layout.size; offset += 4096) {
      const { ranges } = readLayout(layout, source.bytes, offset, 4096);
      assert.deepEqual(ranges, [{ offset: offset + shift, length: 4096 }], spec);
    }
  }
});

test('making a view reads nothing, or eight bytes where additional headers must be told apart', () => {
  for (const [plan, expected] of [
    [{ revision: '1', code: 1 }, 0],
    [{ revision: '2.1', code: 1, additional: 1 }, 8],
  ] as const) {
    const { bytes } = makeSegy(plan);
    const need = parseTarget(formats, 'segy:samples=ieee32').write(openBytes('segy', bytes), {
      make: () => () => -1,
    });
    let asked = 0;
    for (let step = need.next(); !step.done; ) {
      asked += step.value.reduce((sum, range) => sum + range.length, 0);
      step = need.next(step.value.map(({ offset, length }) => bytes.slice(offset, offset + length)));
    }
    assert.equal(asked, expected);
  }
});

test('explain names the header word, the text line or the sample behind a byte', () => {
  const { bytes } = makeSegy({ revision: '2.1', code: 1, additional: 1 });
  const { layout } = viewOf(openBytes('segy', bytes), bytes, 'segy:samples=ieee32,order=little,text=ascii');
  assert.match(layout.explain(85).what ?? '', /^ascii text, line 2, column 6$/);
  assert.match(layout.explain(3200 + 20).what ?? '', /byte 3221 \(samples, from 3221\)/);
  assert.equal(layout.explain(3600 + 115).what, 'trace header: ns (bytes 115-116)');
  assert.equal(layout.explain(3600 + 240 + 100).what, 'trace header extension 1: sx (bytes 97-104)');
  const sample = layout.explain(3600 + 480 + 4 * 3 + 1);
  assert.deepEqual(sample, {
    rule: 'converted',
    sourceOffset: 3600 + 480 + 12,
    sourceLength: 4,
    trace: 0,
    what: 'sample 4',
  });
});
