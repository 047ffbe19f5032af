/** Opening reads a stated number of ranges and bytes whatever the size of the file, and a walk no more than its traces. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSync } from '../../../src/bytes/need.ts';
import { openSegy } from '../../../src/formats/segy/read/open.ts';
import { checkedHeaders, checkedPlaces } from '../../../src/formats/segy/read/shape.ts';
import { walkTraces } from '../../../src/formats/segy/read/walk.ts';
import { openSu } from '../../../src/formats/segy/su/open.ts';
import type { CountingSource } from '../../support/corpus.ts';
import { countingSource } from '../../support/corpus.ts';
import { segyOf } from '../../support/recording.ts';
import { makeSegy, makeSu } from '../../support/segy-maker.ts';

/** A file of `traces` like traces made of one: file headers, then the same trace over and over, without any memory. */
function sparse(head: Uint8Array, trace: Uint8Array, traces: number): CountingSource {
  return {
    size: head.length + trace.length * traces,
    ranges: 0,
    bytes: 0,
    read(offset, into) {
      this.ranges++;
      this.bytes += into.length;
      for (let i = 0; i < into.length; i++) {
        const at = offset + i;
        into[i] = at < head.length ? head[at] : trace[(at - head.length) % trace.length];
      }
    },
  };
}

/** Stated in the family's README: the head, first trace headers of up to four readings, sixteen checked headers. */
const regularRanges = 1 + 4 + 16;
const regularBytes = 3968 + 20 * 480;

/** Headers whose two bytes of ns are read beyond the checked ones: all of a file of few traces, of a large one none. */
const everyHeaderOf = (traces: number): number => (traces <= 1024 ? traces : 0);

test('a regular SEG-Y file of a terabyte opens with no more ranges than one of a megabyte', () => {
  for (const revision of ['0', '1', '2.0', '2.1'] as const) {
    const made = makeSegy({
      revision,
      code: 1,
      traces: 1,
      samples: 1000,
      additional: revision.startsWith('2') ? 1 : 0,
    });
    const [first] = made.offsets;
    for (const size of [1e6, 1e12]) {
      const traces = Math.ceil((size - first) / (made.bytes.length - first));
      const source = sparse(made.bytes.subarray(0, first), made.bytes.subarray(first), traces);
      const recording = runSync(openSegy({ size: source.size, options: {} }), [source]);
      assert.equal(recording.count, traces);
      assert.deepEqual(
        recording.warnings.map((warning) => warning.code).filter((code) => code !== 'lengths-sampled'),
        [],
      );
      const more = everyHeaderOf(traces);
      assert.ok(source.ranges <= regularRanges + more, `${source.ranges} ranges`);
      assert.ok(source.bytes <= regularBytes + 2 * more, `${source.bytes} bytes`);
      const last = recording.frames.offset(traces - 1);
      assert.equal(last + (made.bytes.length - first), source.size);
    }
  }
});

test('a regular SU file of a terabyte opens with no more ranges than one of a megabyte', () => {
  const made = makeSu({ traces: 1, samples: 1000 });
  for (const size of [1e6, 1e12]) {
    const source = sparse(new Uint8Array(0), made.bytes, Math.ceil(size / made.bytes.length));
    const recording = runSync(openSu({ size: source.size, options: {} }), [source]);
    assert.equal(recording.count, source.size / made.bytes.length);
    const more = everyHeaderOf(recording.count);
    assert.ok(source.ranges <= 1 + 2 * (16 + 1 + 1) + more, `${source.ranges} ranges`);
    assert.ok(source.bytes <= 20000 + 2 * more, `${source.bytes} bytes`);
  }
});

test('zeros without end, and noise without end, are refused after bounded work', () => {
  const { bytes } = makeSegy({ revision: '1', code: 5, traces: 1, samples: 20, lies: { samples: 0 } });
  for (const trace of [
    new Uint8Array(1000),
    Uint8Array.from({ length: 99991 }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff),
  ]) {
    const source = sparse(bytes.subarray(0, 3600), trace, 1e7);
    assert.throws(() => runSync(openSegy({ size: source.size, options: {} }), [source]), /segy: /);
    assert.ok(source.ranges <= 1000, `${source.ranges} ranges`);
  }
});

test('a walk asks for at most two headers a trace, in yields of many', () => {
  const made = makeSegy({ revision: '1', code: 3, traces: 3000, samples: (i) => (i < 1500 ? 20 : 30) });
  const source = countingSource(made.bytes);
  let yields = 0;
  const need = openSegy({ size: source.size, options: {} });
  const next = need.next.bind(need);
  need.next = (...filled) => {
    yields++;
    return next(...filled);
  };
  runSync(need, [source]);
  assert.ok(source.ranges <= 2 * 3000 + 60, `${source.ranges} ranges`);
  assert.ok(yields < 60, `${yields} yields`);
  assert.equal(segyOf(made.bytes).frames.regular, false);
});

test('more traces of differing length than can be kept are refused', () => {
  const made = makeSegy({ revision: '1', code: 3, traces: 200, samples: (i) => 20 + (i % 3) });
  const shape = { first: 3600, end: made.bytes.length, headers: 1, samples: 0, sampleBytes: 2 };
  const walk = { format: 'segy', ...shape, order: 'big', most: Number.POSITIVE_INFINITY } as const;
  assert.throws(
    () => runSync(walkTraces({ ...walk, limit: 199 }), [countingSource(made.bytes)]),
    /more than 199 traces/,
  );
  const walked = runSync(walkTraces({ ...walk, limit: 200 }), [countingSource(made.bytes)]);
  assert.equal(walked.columns.count, 200);
  assert.equal(walked.columns.samples.BYTES_PER_ELEMENT, 2);
});

test('the checked places are few, ascending, inside, and the same every time', () => {
  for (const count of [0, 1, 2, 16, 17, 1000, 1e9, 2 ** 40]) {
    const places = checkedPlaces(count);
    assert.equal(places.length, Math.min(count, checkedHeaders));
    assert.deepEqual(places, checkedPlaces(count));
    for (let i = 0; i < places.length; i++) assert.ok(places[i] < count && (i === 0 || places[i] > places[i - 1]));
    if (count > 1) for (const place of [0, 1, count - 1]) assert.ok(places.includes(place));
  }
});
