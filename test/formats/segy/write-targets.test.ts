/** What may be asked of the SEG-Y and SU targets, what is taken when it is not given, and what is refused with which advice. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleCodes } from '../../../src/formats/segy/fields/sample-codes.ts';
import { formats } from '../../../src/formats/segy/index.ts';
import { legal, type SegyTarget, type SuTarget } from '../../../src/formats/segy/legal.ts';
import { targetOptions } from '../../../src/formats/segy/targets.ts';
import { parseTarget } from '../../../src/formats/target.ts';
import { refusal } from '../../support/refusals.ts';
import { makeSegy, makeSu, type SegyPlan } from '../../support/segy-maker.ts';
import { openBytes, readLayout, viewOf } from '../../support/views.ts';
import { binaryOf, segyView, warningsOf } from './write-cases.ts';

test('an illegal combination does not compile', () => {
  const legalOnes: readonly (SegyTarget | SuTarget)[] = [
    { format: 'segy', revision: '1', samples: 'ieee32', order: 'big', text: 'ascii' },
    { format: 'segy', revision: '2.1', samples: 'uint24', order: 'little', text: 'ebcdic' },
    { format: 'su', samples: 'ieee32', order: 'little' },
  ];
  // @ts-expect-error revision 0 has no IEEE floats
  const noFloat: SegyTarget = { format: 'segy', revision: '0', samples: 'ieee32', order: 'big', text: 'ascii' };
  // @ts-expect-error revision 1 has no doubles
  const noDouble: SegyTarget = { format: 'segy', revision: '1', samples: 'ieee64', order: 'big', text: 'ascii' };
  // @ts-expect-error little-endian begins with revision 2
  const noLittle: SegyTarget = { format: 'segy', revision: '1', samples: 'ibm32', order: 'little', text: 'ascii' };
  // @ts-expect-error code 4 can be read only
  const noGain: SegyTarget = { format: 'segy', revision: '2.1', samples: 'gain32mul', order: 'big', text: 'ascii' };
  // @ts-expect-error SU holds IEEE floats only
  const noIbm: SuTarget = { format: 'su', samples: 'ibm32', order: 'big' };
  assert.equal(new Set([...legalOnes, noFloat, noDouble, noLittle, noGain, noIbm]).size, 8);
});

test('the table of what may be written agrees with the table of sample codes', () => {
  const order = Object.keys(legal.segy).sort();
  for (const [revision, { samples }] of Object.entries(legal.segy)) {
    const expected = Object.entries(sampleCodes)
      .filter(([, row]) => row.encoding !== undefined && order.indexOf(row.since) <= order.indexOf(revision))
      .map(([code, row]) => [row.encoding, Number(code)]);
    assert.deepEqual(new Map(Object.entries(samples)), new Map(expected as [string, number][]));
  }
});

test('a command line that asks for what no file can be is told the nearest that can', () => {
  const usage = (spec: string, message: string, mend: RegExp | string): void => {
    assert.throws(() => parseTarget(formats, spec), refusal('usage', message, mend));
  };
  usage(
    'segy:samples=ieee64,revision=1',
    'segy: revision 1 has no samples=ieee64',
    'segy:revision=2.0,samples=ieee64 is the nearest that may be written',
  );
  usage(
    'segy:order=little,revision=0,samples=ieee32',
    'segy: revision 0 has no samples=ieee32',
    'segy:revision=2.0,samples=ieee32,order=little is the nearest that may be written',
  );
  usage(
    'segy:order=little,revision=1',
    'segy: revision 1 has no order=little',
    'segy:revision=2.0,order=little is the nearest that may be written',
  );
  usage('segy:revision=3', 'segy: revision=3 is not known', 'revision is one of 0, 1, 2.0, 2.1');
  usage('segy:order=pairs', 'segy: order=pairs is not known', 'order is one of big, little');
  usage(
    'segy:colour=red',
    'segy: there is no option colour',
    'the options of segy are samples, revision, order, text, scale, clip, drop',
  );
  usage('su:samples=ibm32', 'su: there is no option samples', /order, scale, clip, words, drop$/);
  usage('su:words=none', 'su: words=none is not known', 'words is one of own, keep');
  usage('segy:scale=0', 'segy: scale=0 is no number to multiply with', /a number other than 0/);
  usage('su:scale=much', 'su: scale=much is no number to multiply with', /a number other than 0/);
  usage('segy:clip=maybe', 'segy: clip=maybe is not known', 'clip is one of yes, no');
});

test('a target has one normal form', () => {
  const spec = (text: string): string => parseTarget(formats, text).spec;
  assert.equal(spec('segy'), 'segy');
  assert.equal(spec('segy:drop=no,clip=no'), 'segy');
  assert.equal(
    spec('segy:drop=yes,scale=1e3,text=ascii,order=big,clip=yes,revision=2.1,samples=int16'),
    'segy:samples=int16,revision=2.1,order=big,text=ascii,scale=1000,clip=yes,drop=yes',
  );
  assert.equal(spec('su:words=own,order=little'), 'su:order=little');
  assert.equal(spec('su:words=keep'), 'su:words=keep');
  assert.equal(parseTarget(formats, 'segy').extension, '.sgy');
  assert.equal(parseTarget(formats, 'su').extension, '.su');
  assert.deepEqual(Object.keys(targetOptions), ['segy', 'su']);
});

test("what is not given is the source's, and the revision rises to what can hold it", () => {
  const shape = (plan: SegyPlan, spec: string): readonly [number, number, number] => {
    const made = makeSegy(plan);
    const set = openBytes('segy', made.bytes, plan.order === 'pairs' ? { order: 'pairs' } : {});
    const view = viewOf(set, made.bytes, spec);
    const header = readLayout(view.layout, made.bytes, 3200, 400).window;
    const big = header[24] === 0;
    return [header[300] * 10 + header[301], header[big ? 25 : 24], big ? 0 : 1];
  };
  // [revision, code, little]
  assert.deepEqual(shape({ revision: '1', code: 1 }, 'segy:samples=ieee32'), [10, 5, 0]);
  assert.deepEqual(shape({ revision: '0', code: 1 }, 'segy:samples=ieee32'), [10, 5, 0]);
  assert.deepEqual(shape({ revision: '0', code: 1 }, 'segy:samples=ieee64,clip=yes'), [20, 6, 0]);
  assert.deepEqual(shape({ revision: '0', code: 3 }, 'segy:order=little'), [20, 3, 1]);
  assert.deepEqual(shape({ revision: '2.1', code: 6, order: 'little' }, 'segy:text=ascii'), [21, 6, 1]);
  assert.deepEqual(shape({ revision: '2.1', code: 5, order: 'little' }, 'segy:revision=1'), [10, 5, 0]);
  assert.deepEqual(shape({ revision: '1', code: 2, order: 'little' }, 'segy:text=ascii'), [10, 2, 0]);
  assert.deepEqual(shape({ revision: '2.1', code: 2, order: 'pairs' }, 'segy:text=ascii'), [21, 2, 0]);
  const long = makeSegy({ revision: '1', code: 8, traces: 2, samples: 70000 }).bytes;
  const told = openBytes('segy', long, { ns: 70000 });
  assert.equal(binaryOf(viewOf(told, long, 'segy'), long).getUint8(300), 2);
  const short = makeSegy({ revision: '1', code: 8 }).bytes;
  const fine = openBytes('segy', short, { dt: 62.5 });
  assert.equal(binaryOf(viewOf(fine, short, 'segy'), short).getUint8(300), 2);
  const { bytes } = makeSu({ order: 'little' });
  const made = readLayout(viewOf(openBytes('su', bytes), bytes, 'segy').layout, bytes, 3200, 400).window;
  assert.deepEqual([made[300], made[301], made[25]], [1, 0, 5]);
});

test('code 4 and codes that a given revision lacks are refused with what has them', () => {
  const { bytes } = makeSegy({ revision: '1', code: 4 });
  const set = openBytes('segy', bytes, { samples: 'gain32mul' });
  assert.equal(viewOf(set, bytes, 'segy').exactness, 'identical');
  assert.equal(viewOf(set, bytes, 'segy:samples=ieee64').exactness, 'lossless');
  assert.throws(
    () => viewOf(set, bytes, 'segy:revision=2.1'),
    refusal('unrepresentable', 'segy: samples in gain32mul can be read only', /^samples=ieee64/),
  );
  assert.throws(
    () => segyView({ revision: '2.1', code: 12 }, 'segy:revision=1'),
    refusal(
      'unrepresentable',
      "segy: revision 1 has no samples=uint64, the source's",
      'revision=2.0 has it; revision 1 has samples=ibm32, int32, int16, ieee32, int8',
    ),
  );
});

test('traces too long for 16 bits are refused naming revision 2.1, and held by it', () => {
  const plan = { revision: '2.0', code: 8, traces: 2, samples: (trace: number) => 70000 - trace } as const;
  const { bytes } = makeSegy({ ...plan, samples: 70000 });
  const set = openBytes('segy', bytes);
  const message = /: trace 1 at byte 3601: 70000 samples, more than the 65535 it can hold$/;
  for (const spec of ['segy:revision=0,samples=int16', 'segy:revision=1', 'su']) {
    assert.throws(() => viewOf(set, bytes, spec), refusal('unrepresentable', message, 'segy:revision=2.1 holds them'));
  }
  const view = viewOf(set, bytes, 'segy:revision=2.1,samples=int16');
  const binary = binaryOf(view, bytes);
  assert.equal(binary.getUint16(20), 0);
  assert.equal(binary.getUint32(68), 70000);
  const header = new DataView(readLayout(view.layout, bytes, 3600, 240).window.buffer);
  assert.equal(header.getUint16(114), 0);
  const back = openBytes('segy', readLayout(view.layout, bytes).window);
  assert.deepEqual([back.count, back.maxSamples, back.encoding, back.warnings], [2, 70000, 'int16', []]);
});

test('an interval that 16 bits cannot hold is refused, an unknown one is left and said', () => {
  for (const interval of [333.25, 0.5, 70000]) {
    const plan = { revision: '2.1', code: 5, interval } as const;
    for (const spec of ['segy:revision=1', 'su']) {
      const message = new RegExp(`: the sample interval of ${interval} us is no whole number from 1 to 65535$`);
      assert.throws(() => segyView(plan, spec), refusal('unrepresentable', message, 'segy:revision=2.1 holds it'));
    }
    const { bytes } = makeSegy(plan);
    const binary = binaryOf(viewOf(openBytes('segy', bytes), bytes, 'segy:revision=2.0'), bytes);
    assert.deepEqual([binary.getUint16(16), binary.getFloat64(72)], [0, interval]);
  }
  const unknown = makeSegy({ code: 1, interval: 0 }).bytes;
  const view = viewOf(openBytes('segy', unknown), unknown, 'segy:samples=ieee32');
  assert.ok(warningsOf(view).includes('interval-unknown'));
  assert.equal(binaryOf(view, unknown).getUint16(16), 0);
});

test('a file that ends with its headers stays SEG-Y', () => {
  const plan = { code: 5, traces: 0 } as const;
  assert.equal(segyView(plan, 'segy:text=ascii').layout.size, 3600);
  assert.throws(() => segyView(plan, 'su'), refusal('unrepresentable', /^su: there is no trace/, 'segy holds it'));
});

test('extended text, additional headers and trailers that do not fit are refused, or dropped on request', () => {
  const plan = { revision: '2.1', code: 5, extTexts: 2, additional: 1, trailers: 1 } as const;
  const mend = 'segy:revision=2.1 holds them, drop=yes leaves them out';
  const refused = (spec: string, message: RegExp, from: SegyPlan = plan): void => {
    assert.throws(() => segyView(from, spec), refusal('unrepresentable', message, mend));
  };
  refused(
    'segy:revision=0,samples=int32,scale=1',
    /^segy: revision 0: byte 3601: it cannot hold 2 extended textual headers$/,
  );
  refused('segy:revision=1', /^segy: revision 1: byte 10001: it cannot hold 1 additional trace headers$/);
  refused('segy:revision=1', /^segy: revision 1: byte \d+: it cannot hold 1 data trailers$/, {
    ...plan,
    additional: 0,
  });
  refused('su', /^su: byte 3601: it cannot hold 2 extended textual headers$/);
  const dropped = segyView(plan, 'segy:revision=1,drop=yes');
  assert.equal(warningsOf(dropped).filter((code) => code === 'dropped').length, 2);
  assert.equal(dropped.layout.size, 3600 + 2 * 3200 + 5 * (240 + 80));
  assert.equal(segyView(plan, 'su:drop=yes').layout.size, 5 * (240 + 80));
  assert.equal(segyView(plan, 'segy:revision=2.0').layout.size, makeSegy(plan).bytes.length);
});
