/** Headers that do not tell the truth: each lie is answered by its rule and its warning, or refused for its reason. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeisError } from '../../../src/error.ts';
import type { SourceOptions } from '../../../src/formats/format.ts';
import { assertTraces, codes, segyOf } from '../../support/recording.ts';
import type { Lies, SegyPlan } from '../../support/segy-maker.ts';
import { makeSegy } from '../../support/segy-maker.ts';

/** A file opened although its headers lie: what is warned of, how many traces are found, and what else holds. */
type Tolerated = {
  readonly plan: SegyPlan;
  readonly warned: readonly string[];
  readonly count?: number;
  readonly found?: Readonly<Record<string, unknown>>;
};

function lie(lies: Lies, plan: Partial<SegyPlan> = {}): SegyPlan {
  return { code: 5, traces: 30, samples: 20, ...plan, lies };
}

/** Bytes 115-116 of each trace header of 30 traces of 20 floats, and of none that the samples would fit. */
function garbageSamples(traces: number): readonly (readonly [number, readonly number[]])[] {
  return Array.from({ length: traces }, (_, i) => [3600 + 320 * i + 115, [100 + (i % 7), (i * 37) & 0xff]] as const);
}

/** Elevation scalars that no trace header has. */
function impossibleScalars(): readonly (readonly [number, readonly number[]])[] {
  const { offsets } = makeSegy(lie({}, { samples: varying }));
  return offsets.map((at) => [at + 69, [0x77, 0x77, 0x77, 0x77]] as const);
}

const varying = (i: number) => 10 + ((i * 7) % 13);

const tolerated: Readonly<Record<string, Tolerated>> = {
  'revision bytes of rev 1 exchanged': {
    plan: lie({ revisionBytes: [0, 1] }),
    warned: ['revision-assumed'],
    found: { revision: '1' },
  },
  'revision 0010': { plan: lie({ revisionBytes: [0, 16] }), warned: ['revision-assumed'], found: { revision: '1' } },
  'revision bytes of rev 2.0 exchanged': {
    plan: lie({ revisionBytes: [0, 2] }, { revision: '2.0' }),
    warned: ['revision-assumed'],
    found: { revision: '2.0' },
  },
  'revision bytes of a pair-swapped rev 2.1': {
    plan: lie({ revisionBytes: [1, 2] }, { revision: '2.1', order: 'pairs' }),
    warned: ['revision-assumed'],
    found: { revision: '2.1' },
  },
  'garbage for a revision in rev 0': {
    plan: lie({ revisionBytes: [77, 3] }, { revision: '0', code: 1 }),
    warned: ['revision-assumed'],
    found: { revision: '0' },
  },
  'no samples in the file header': { plan: lie({ samples: 0 }), warned: ['samples-assumed'] },
  'wrong samples in the file header': { plan: lie({ samples: 21, flag: 0 }), warned: ['samples-assumed'] },
  'wrong samples in the file header, fixed length': { plan: lie({ samples: 21 }), warned: ['samples-assumed'] },
  'no samples in the trace headers': { plan: lie({ traceSamples: 0 }), warned: [] },
  'wrong samples in the trace headers': { plan: lie({ traceSamples: 462 }), warned: ['samples-contradict'] },
  'wrong samples in the trace headers, rev 0': {
    plan: lie({ traceSamples: 462 }, { revision: '0', code: 1 }),
    warned: ['samples-contradict'],
  },
  'no interval in the file header': {
    plan: lie({ interval: 0 }),
    warned: ['interval-assumed'],
    found: { interval: 4000 },
  },
  'no interval at all': {
    plan: lie({ interval: 0, traceInterval: 0 }),
    warned: ['interval-missing'],
    found: { interval: undefined },
  },
  'another interval in the trace headers': {
    plan: lie({ traceInterval: 2000 }),
    warned: ['interval-contradicts'],
    found: { interval: 4000, intervalVaries: true },
  },
  'a negative interval in the file header': {
    plan: lie({ interval: 65534 }),
    warned: ['interval-assumed'],
    found: { interval: 4000 },
  },
  'a long interval everywhere': { plan: lie({}, { interval: 40000 }), warned: [], found: { interval: 40000 } },
  'fixed length flag 256': { plan: lie({ flag: 256 }), warned: ['fixed-length-flag'] },
  'fixed length flag -1': { plan: lie({ flag: -1 }), warned: ['fixed-length-flag'] },
  'fixed length flag on traces that differ': {
    plan: lie({ flag: 1 }, { samples: varying }),
    warned: ['fixed-length-flag'],
    found: { declaredSamples: 10 },
  },
  'no fixed length flag on traces that are alike': { plan: lie({ flag: 0 }), warned: [] },
  'extended textual headers that are not there': { plan: lie({ extTexts: 3 }), warned: ['extended-texts'] },
  'extended textual headers by the thousand': { plan: lie({ extTexts: 30000 }), warned: ['extended-texts'] },
  'garbage for extended textual headers in rev 0': {
    plan: lie({ extTexts: 12345 }, { revision: '0', code: 1 }),
    warned: [],
  },
  'extended textual headers in rev 0': {
    plan: lie({ extTexts: 2 }, { revision: '0', code: 1, extTexts: 2, samples: 23 }),
    warned: ['extended-texts'],
  },
  'a first trace offset against the number of texts': {
    plan: lie({ extTexts: 0, firstTrace: 6800 }, { revision: '2.0', extTexts: 1 }),
    warned: ['first-trace-offset'],
  },
  'rev 2.0 additional headers as 16 bits': {
    plan: lie({ bytes: [[3507, [0, 1, 0, 0]]] }, { revision: '2.0', additional: 1 }),
    warned: ['additional-headers'],
    found: { additionalHeaders: 1 },
  },
  'rev 2.1 additional headers as 32 bits': {
    plan: lie({ bytes: [[3507, [0, 0, 0, 1]]] }, { revision: '2.1', additional: 1 }),
    warned: ['additional-headers'],
    found: { additionalHeaders: 1 },
  },
  'trailers that are not there': { plan: lie({ trailers: 2 }, { revision: '2.0' }), warned: ['trailers'] },
  'trailers by the million': { plan: lie({ trailers: 1e6 }, { revision: '2.0' }), warned: ['trailers'] },
  'a negative number of trailers': { plan: lie({ trailers: -77 }, { revision: '2.0' }), warned: ['trailers'] },
  'fewer traces declared': {
    plan: lie({ traces: 20 }, { revision: '2.0' }),
    warned: ['tail-bytes', 'trace-count'],
    count: 20,
  },
  'more traces declared': { plan: lie({ traces: 50 }, { revision: '2.0' }), warned: ['trace-count'] },
  'traces declared, and padding': {
    plan: lie({ traces: 30 }, { revision: '2.0', tail: 1000 }),
    warned: ['tail-bytes'],
  },
  'traces declared, varying, and padding': {
    plan: lie({ traces: 30 }, { revision: '2.0', tail: 1000, samples: varying }),
    warned: ['tail-bytes'],
  },
  'cut inside the samples of the last trace': { plan: lie({}, { tail: -5 }), warned: ['cut-trace'], count: 29 },
  'cut inside the header of the last trace': { plan: lie({}, { tail: -100 }), warned: ['tail-bytes'], count: 29 },
  'cut, traces varying': { plan: lie({}, { tail: -5, samples: varying }), warned: ['cut-trace'], count: 29 },
  'cut, nothing in the trace headers': {
    plan: lie({ traceSamples: 0 }, { tail: -5 }),
    warned: ['tail-bytes'],
    count: 29,
  },
  'padding after the last trace': { plan: lie({}, { tail: 300 }), warned: ['tail-bytes'] },
  'no trace at all': { plan: lie({}, { traces: 0 }), warned: ['no-traces'] },
  'code 0, IBM': {
    plan: lie({ code: 0 }, { code: 1 }),
    warned: ['format-assumed'],
    found: { encoding: 'ibm32', formatCode: 0 },
  },
  'code 0, IEEE': { plan: lie({ code: 0 }), warned: ['format-assumed'], found: { encoding: 'ieee32', formatCode: 0 } },
  'code 0, IEEE, little-endian': {
    plan: lie({ code: 0 }, { order: 'little' }),
    warned: ['format-assumed', 'order-assumed'],
    found: { encoding: 'ieee32', order: 'little' },
  },
  'wrong samples that happen to fill the file': { plan: lie({ samples: 100, flag: 0 }), warned: ['samples-assumed'] },
  'wrong samples that happen to fill the file, fixed length': {
    plan: lie({ samples: 100 }),
    warned: ['samples-assumed'],
  },
  'garbage for samples in the trace headers, fixed length': {
    plan: lie({ bytes: garbageSamples(30) }, { revision: '2.0' }),
    warned: ['samples-contradict'],
  },
  'garbage for samples in the trace headers, fixed length, and cut': {
    plan: lie({ bytes: garbageSamples(30) }, { revision: '2.0', tail: -5 }),
    warned: ['samples-contradict', 'tail-bytes'],
    count: 29,
  },
  'fewer headers in the last trace and bytes behind it': {
    plan: lie(
      { flag: 0 },
      { revision: '2.1', code: 3, traces: 2, samples: 120, additional: (i) => (i === 0 ? 2 : 1), tail: 240 },
    ),
    warned: ['tail-bytes'],
  },
  'texts between the headers of a pair-swapped file without a constant': {
    plan: lie({}, { revision: '2.1', order: 'pairs', constant: false, extTexts: 2, label: true }),
    warned: ['order-assumed', 'tape-label'],
    found: { order: 'pairs' },
  },
  'no text': { plan: lie({}, { text: 'zero' }), warned: ['text-blank'] },
};

for (const [name, { plan, warned, count, found }] of Object.entries(tolerated)) {
  test(`tolerated: ${name}`, () => {
    const made = makeSegy(plan);
    const recording = segyOf(made.bytes);
    assert.deepEqual(codes(recording), warned, JSON.stringify(recording.warnings));
    assertTraces(recording, made, count);
    for (const [key, value] of Object.entries(found ?? {}))
      assert.equal((recording as Record<string, unknown>)[key], value, key);
  });
}

/** A file that is refused: the code, a word of the message, and whether it says what would mend it. */
type Refused = { readonly plan: SegyPlan; readonly code: string; readonly says: RegExp; readonly mends?: boolean };

const refused: Readonly<Record<string, Refused>> = {
  'code 4': { plan: lie({}, { code: 4 }), code: 'unsupported', says: /code 4, fixed point with gain/, mends: true },
  'code 13': { plan: lie({ code: 13 }), code: 'unsupported', says: /code 13 is not defined/, mends: true },
  'code 14': { plan: lie({ code: 14 }), code: 'unsupported', says: /code 14 is not defined/, mends: true },
  'code 0 over integers': {
    plan: lie({ code: 0 }, { code: 2 }),
    code: 'unsupported',
    says: /do not show whether they are IBM or IEEE/,
    mends: true,
  },
  'code 0 and few samples': {
    plan: lie({ code: 0 }, { traces: 2, samples: 5 }),
    code: 'unsupported',
    says: /do not show/,
    mends: true,
  },
  'pair-swapped samples of three bytes': {
    plan: lie({}, { code: 7, order: 'pairs', revision: '2.0' }),
    code: 'unsupported',
    says: /three-byte words/,
  },
  'revision 3.0 beside a byte-order constant': {
    plan: lie({ revisionBytes: [3, 0] }, { revision: '2.1' }),
    code: 'unsupported',
    says: /revision 3\.0 is not known/,
  },
  'traces that vary, do not end with the file, and do not look like traces': {
    plan: lie({ bytes: impossibleScalars() }, { samples: varying, tail: -5 }),
    code: 'malformed',
    says: /the trace headers do not agree/,
    mends: true,
  },
  'the fourth byte order': {
    plan: lie({ bytes: [[3297, [3, 4, 1, 2]]] }, { revision: '2.0' }),
    code: 'unsupported',
    says: /03040102/,
    mends: true,
  },
  'no number of samples anywhere': {
    plan: lie({ samples: 0, traceSamples: 0 }),
    code: 'malformed',
    says: /trace 1 at byte 3601: sample count 0|number of samples/,
    mends: true,
  },
  'open-ended texts without an end': {
    plan: lie({ extTexts: -1 }),
    code: 'malformed',
    says: /no \(\(SEG: EndText\)\)/,
  },
  'a first trace before the headers end': {
    plan: lie({ firstTrace: 240 }, { revision: '2.0' }),
    code: 'malformed',
    says: /first trace at byte offset 240/,
  },
  'a first trace behind the end': {
    plan: lie({ firstTrace: 1e9 }, { revision: '2.0' }),
    code: 'malformed',
    says: /first trace at byte offset 1000000000/,
  },
  'an infinite interval': {
    plan: lie({ extInterval: Number.POSITIVE_INFINITY }, { revision: '2.0' }),
    code: 'malformed',
    says: /interval Infinity/,
    mends: true,
  },
  'a negative extended interval': {
    plan: lie({ extInterval: -4 }, { revision: '2.0' }),
    code: 'malformed',
    says: /interval -4/,
    mends: true,
  },
  'an interval that is no number': {
    plan: lie({ extInterval: Number.NaN }, { revision: '2.0' }),
    code: 'malformed',
    says: /interval NaN/,
    mends: true,
  },
  'a first trace that does not fit': {
    plan: lie({}, { traces: 1, tail: -5 }),
    code: 'truncated',
    says: /trace 1 at byte 3601: 20 samples need 320 bytes, the file has 315/,
  },
  'an end inside the first trace header': {
    plan: lie({}, { traces: 1, tail: -200 }),
    code: 'truncated',
    says: /before the end of the first trace header/,
  },
  'an end inside the file headers': {
    plan: lie({}, { traces: 0, tail: -1 }),
    code: 'truncated',
    says: /has 3599 bytes, its headers need 3600/,
  },
  '70000 samples where 16 bits count them': {
    plan: lie({}, { revision: '1', code: 8, samples: 70000, traces: 2 }),
    code: 'malformed',
    says: /sample count 0/,
    mends: true,
  },
};

for (const [name, { plan, code, says, mends }] of Object.entries(refused)) {
  test(`refused: ${name}`, () => {
    const error = errorOf(() => segyOf(makeSegy(plan).bytes));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, says);
    assert.match(error.message, /^segy: /);
    assert.equal(error.detail.format, 'segy');
    if (mends) assert.ok(error.detail.mend !== undefined, 'says what would mend it');
  });
}

function errorOf(run: () => unknown): SeisError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof SeisError, String(error));
    return error;
  }
  assert.fail('was not refused');
}

/** What the user says wins over what the file says. */
const overrides: Readonly<
  Record<string, { plan: SegyPlan; options: SourceOptions; found: Readonly<Record<string, unknown>> }>
> = {
  'samples for code 4': {
    plan: lie({}, { code: 4 }),
    options: { samples: 'gain32mul' },
    found: { encoding: 'gain32mul' },
  },
  'samples for code 13': {
    plan: lie({ code: 13 }),
    options: { samples: 'ieee32' },
    found: { encoding: 'ieee32', formatCode: 13 },
  },
  'samples against the code': {
    plan: lie({ code: 1 }),
    options: { samples: 'ieee32' },
    found: { encoding: 'ieee32', formatCode: 1 },
  },
  'order against the constant': {
    plan: lie({ bytes: [[3297, [4, 3, 2, 1]]] }, { revision: '2.0', constant: false }),
    options: { order: 'big' },
    found: { order: 'big' },
  },
  'ns that no header gives': {
    plan: lie({ samples: 0, traceSamples: 0 }),
    options: { ns: 20 },
    found: { maxSamples: 20 },
  },
  '70000 samples where 16 bits count them': {
    plan: lie({}, { revision: '1', code: 8, samples: 70000, traces: 2 }),
    options: { ns: 70000 },
    found: { maxSamples: 70000 },
  },
  'dt against the header': { plan: lie({}), options: { dt: 500.5 }, found: { interval: 500.5 } },
  'dt for an infinite interval': {
    plan: lie({ extInterval: Number.NaN }, { revision: '2.0' }),
    options: { dt: 2000 },
    found: { interval: 2000 },
  },
};

for (const [name, { plan, options, found }] of Object.entries(overrides)) {
  test(`overridden: ${name}`, () => {
    const made = makeSegy(plan);
    const recording = segyOf(made.bytes, options);
    assertTraces(recording, made);
    for (const [key, value] of Object.entries(found))
      assert.equal((recording as Record<string, unknown>)[key], value, key);
  });
}

test('overridden: the code of the text', () => {
  assert.equal(segyOf(makeSegy({ code: 1 }).bytes, { text: 'ascii' }).text.encoding, 'ascii');
});
