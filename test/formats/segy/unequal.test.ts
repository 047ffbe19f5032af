/** Traces of other lengths whose differences cancel out, so that the size of the file does not tell. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeisError } from '../../../src/error.ts';
import type { TraceSet } from '../../../src/model/trace-set.ts';
import { makeSegy, makeSu } from '../../support/segy-maker.ts';
import { openBytes, readLayout, viewOf } from '../../support/views.ts';

/** `traces` traces of 100 samples but for one of 50 and, behind it, one of 150. */
const lengths = (short: number) => (trace: number) => (trace === short ? 50 : trace === short + 1 ? 150 : 100);

const lengthsOf = (set: TraceSet): number[] => Array.from({ length: set.count }, (_, i) => set.frames.samples(i));

test('up to 1024 traces without a fixed-length flag: every header counts, wherever the odd ones are', () => {
  for (const traces of [20, 50, 100, 300, 1024]) {
    for (const short of [1, Math.floor(traces / 3), Math.floor(traces / 2) - 1, traces - 2]) {
      const samples = lengths(short);
      const expected = Array.from({ length: traces }, (_, i) => samples(i));
      for (const revision of ['0', '1', '2.0'] as const) {
        const { bytes } = makeSegy({ revision, code: 5, traces, samples });
        assert.deepEqual(lengthsOf(openBytes('segy', bytes)), expected, `revision ${revision}, ${traces}, ${short}`);
      }
      const su = makeSu({ traces, samples });
      assert.deepEqual(lengthsOf(openBytes('su', su.bytes)), expected, `su, ${traces}, ${short}`);
    }
  }
});

test('a fixed-length flag that the headers contradict yields to a walk that ends with the file', () => {
  const traces = 16;
  const samples = lengths(7);
  const made = makeSegy({ revision: '1', code: 5, traces, samples });
  new DataView(made.bytes.buffer).setUint16(3502, 1);
  assert.deepEqual(
    lengthsOf(openBytes('segy', made.bytes)),
    Array.from({ length: traces }, (_, i) => samples(i)),
  );
});

test('beyond 1024 traces: said as a warning, an error where a header tells, and walk=yes looks at all', () => {
  const traces = 5000;
  const short = 2311;
  const made = makeSegy({ revision: '1', code: 5, traces, samples: lengths(short) });
  const su = makeSu({ traces, samples: lengths(short) });
  for (const [format, { bytes }] of [['segy', made] as const, ['su', su] as const]) {
    const set = openBytes(format, bytes);
    assert.ok(
      set.warnings.some((warning) => warning.code === 'lengths-sampled'),
      format,
    );
    const { layout } = viewOf(set, bytes, 'segy:revision=2.0');
    assert.throws(
      () => readLayout(layout, bytes),
      (error) =>
        error instanceof SeisError &&
        error.code === 'malformed' &&
        error.message.startsWith(`trace ${short + 1}: bytes 115-116 give 50 samples`) &&
        error.detail.trace === short,
    );
    const walked = openBytes(format, bytes, { walk: true });
    assert.deepEqual(lengthsOf(walked).slice(short - 1, short + 3), [100, 50, 150, 100]);
    assert.ok(!walked.warnings.some((warning) => warning.code === 'lengths-sampled'));
  }
});
