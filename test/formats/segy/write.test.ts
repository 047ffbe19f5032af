/** Every target from every kind of source equals the reference model, byte for byte, whole and through any window. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { targetRevisions } from '../../../src/formats/segy/legal.ts';
import { referenceSegy, referenceSu, type Revision } from '../../reference/segy-family.ts';
import type { Encoding } from '../../reference/sample-values.ts';
import type { TraceSet } from '../../../src/model/trace-set.ts';
import { openBytes, readLayout, viewOf } from '../../support/views.ts';
import { type Case, encodingsOf, ordersOf, segyCase, suCase } from './write-cases.ts';

type Wish = { revision: Revision; samples: Encoding; order: 'big' | 'little' };

/** Every combination that may be written, spelled out. */
const wishes: readonly Wish[] = (Object.keys(encodingsOf) as Revision[]).flatMap((revision) =>
  encodingsOf[revision].flatMap((samples) =>
    (Number(revision) >= 2 ? (['big', 'little'] as const) : (['big'] as const)).map((order) => ({
      revision,
      samples,
      order,
    })),
  ),
);

const traces = 2;
const samples = 7;

const sources: readonly { name: string; make: () => Case }[] = [
  ...(Object.keys(encodingsOf) as Revision[]).flatMap((revision) =>
    encodingsOf[revision].flatMap((encoding) =>
      ordersOf(encoding).map((order) => ({
        name: `revision ${revision} ${encoding} ${order}`,
        make: () => segyCase(encoding, { revision, order, traces, samples }),
      })),
    ),
  ),
  ...(['big', 'little'] as const).map((order) => ({
    name: `su ${order}`,
    make: () => suCase({ order, traces, samples }),
  })),
];

/** Before rev 2 nothing in a file tells pair-swapped from little-endian: the user must. */
function open({ bytes, facts }: Case): TraceSet {
  const told = facts.order === 'pairs' && Number(facts.revision) < 2;
  return openBytes(facts.format, bytes, told ? { order: 'pairs' } : {});
}

function assertSame(got: Uint8Array, whole: Uint8Array, what: string): void {
  if (Buffer.from(got).equals(whole)) return;
  const at = whole.findIndex((byte, i) => byte !== got[i]);
  assert.fail(`${what}: ${got.length} bytes for ${whole.length}; byte ${at} is ${got[at]}, should be ${whole[at]}`);
}

/** Compares a view with the whole that it should be, at once and through a few windows that depend on `seed`. */
function compare(source: Case, set: TraceSet, spec: string, whole: Uint8Array, name: string, seed: number): void {
  const { layout } = viewOf(set, source.bytes, spec);
  const { window } = readLayout(layout, source.bytes);
  assertSame(window, whole, `${name} as ${spec}`);
  for (let i = 1; i <= 3; i++) {
    const offset = (seed * 7919 * i + 31 * i) % whole.length;
    const length = 1 + ((seed * 104729 + i * 17) % Math.min(i === 1 ? 16 : 700, whole.length - offset));
    const part = readLayout(layout, source.bytes, offset, length).window;
    assertSame(part, whole.subarray(offset, offset + length), `${name} as ${spec}, ${length} bytes at ${offset}`);
  }
}

/** An SU source's made textual header is the view's own; another test reads it. */
function referenceOf(source: Case, wish: Wish, text: 'ebcdic' | 'ascii', spec: string): Uint8Array {
  const { bytes, facts } = source;
  if (facts.format === 'segy') return referenceSegy(bytes, facts, { ...wish, text, clip: true });
  const { layout } = viewOf(openBytes('su', bytes), bytes, spec);
  const made = readLayout(layout, bytes, 0, 3200).window;
  return referenceSegy(bytes, facts, { ...wish, text, clip: true }, made);
}

test('the combinations of the test are those of the table', () => {
  assert.deepEqual(targetRevisions, ['0', '1', '2.0', '2.1']);
  assert.equal(wishes.length, 3 + 5 + 2 * 2 * 13);
});

test('from every revision, code and order to every SEG-Y target', () => {
  let seed = 0;
  for (const { name, make } of sources) {
    const source = make();
    const set = open(source);
    for (const wish of wishes) {
      seed++;
      const text = seed % 2 === 0 ? 'ascii' : 'ebcdic';
      const { revision, samples: to, order } = wish;
      const spec = `segy:samples=${to},revision=${revision},order=${order},text=${text},clip=yes`;
      const same =
        source.facts.format === 'segy' &&
        revision === source.facts.revision &&
        to === source.facts.encoding &&
        order === source.facts.order &&
        text === source.facts.text;
      const whole = same ? source.bytes : referenceOf(source, wish, text, spec);
      compare(source, set, spec, whole, name, seed);
    }
  }
});

test('from every revision, code and order to SU', () => {
  let seed = 1;
  for (const { name, make } of sources) {
    const source = make();
    const set = open(source);
    for (const order of ['big', 'little'] as const) {
      for (const words of ['own', 'keep'] as const) {
        seed++;
        const spec = `su:order=${order},words=${words},clip=yes`;
        const same = source.facts.format === 'su' && order === source.facts.order;
        const whole = same ? source.bytes : referenceSu(source.bytes, source.facts, { order, words, clip: true });
        compare(source, set, spec, whole, name, seed);
      }
    }
  }
});

test('from sources of any structure: labels, extended text, additional headers, trailers, lengths that vary', () => {
  const structure = fc.record({
    revision: fc.constantFrom<Revision>('2.0', '2.1'),
    order: fc.constantFrom('big', 'little', 'pairs'),
    encoding: fc.constantFrom<Encoding>('ibm32', 'int16', 'ieee64', 'uint8'),
    text: fc.constantFrom('ebcdic', 'ascii', 'zero'),
    label: fc.boolean(),
    extTexts: fc.nat(2),
    additional: fc.nat(3),
    fewer: fc.boolean(),
    trailers: fc.nat(2),
    lengths: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
    interval: fc.constantFrom(500, 2000.5),
  });
  const target = fc.record({
    wish: fc.constantFrom(...wishes),
    text: fc.constantFrom('ebcdic', 'ascii'),
    scale: fc.constantFrom(undefined, 0.5, -3),
    su: fc.constantFrom(undefined, undefined, 'big', 'little'),
  });
  fc.assert(
    fc.property(structure, target, fc.nat(), (from, { wish, text, scale, su }, seed) => {
      const lengths = from.lengths;
      const source = segyCase(from.encoding, {
        ...from,
        order: from.order,
        text: from.text,
        traces: lengths.length,
        samples: (trace) => lengths[trace],
        additional: from.fewer
          ? (trace) => (trace === 0 ? from.additional : Math.min(1, from.additional))
          : from.additional,
      });
      // A reader may take less than one trace's length after the first trace for padding.
      const [first, second = Number.POSITIVE_INFINITY] = source.facts.offsets;
      fc.pre(
        second === Number.POSITIVE_INFINITY || source.bytes.length - 3200 * from.trailers - second >= second - first,
      );
      const two = Number(wish.revision) >= 2 && su === undefined;
      if (!two && !Number.isInteger(from.interval)) return;
      const options = `clip=yes,drop=yes${scale === undefined ? '' : `,scale=${scale}`}`;
      const factor = scale === undefined ? {} : { scale };
      if (su !== undefined) {
        const whole = referenceSu(source.bytes, source.facts, {
          order: su,
          words: 'own',
          clip: true,
          ...factor,
        });
        compare(source, open(source), `su:order=${su},${options}`, whole, JSON.stringify(from), seed % 1000);
        return;
      }
      const { revision, samples: to, order } = wish;
      const spec = `segy:samples=${to},revision=${revision},order=${order},text=${text},${options}`;
      const { facts } = source;
      const same = revision === facts.revision && to === facts.encoding && order === facts.order;
      const identical = same && scale === undefined && (text === facts.text || facts.text === 'zero');
      const whole = identical
        ? source.bytes
        : referenceSegy(source.bytes, facts, { ...wish, text, clip: true, ...factor });
      compare(source, open(source), spec, whole, JSON.stringify(from), seed % 1000);
    }),
    { seed: 20240608, numRuns: 600 },
  );
});
