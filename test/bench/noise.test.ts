/** The recordings made for benchmarks are plain SEG-Y of revision 1 that nobody has to make allowances for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileHeader, noise, traceBytes } from '../../bench/noise.ts';
import { runSync } from '../../src/bytes/need.ts';
import { allFormats } from '../../src/formats/all.gen.ts';
import { plainConverters } from '../../src/kernel/converters.ts';

const samples = 50;
const count = 40;

test('it opens without a warning, in IBM floats, with every trace', () => {
  const bytes = Buffer.concat([fileHeader(samples), noise(samples)(0, 25), noise(samples)(25, count - 25)]);
  const source = {
    size: bytes.length,
    read: (offset: number, into: Uint8Array): void => into.set(bytes.subarray(offset, offset + into.length)),
  };
  const segy = allFormats.find(({ name }) => name === 'segy');
  assert.ok(segy);
  const set = runSync(segy.open({ size: bytes.length, options: {} }), [source]);
  assert.deepEqual(set.warnings, []);
  assert.equal(set.revision, '1');
  assert.equal(set.encoding, 'ibm32');
  assert.equal(set.count, count);
  assert.ok(set.frames.regular);
});

test('its samples are spread as noise of that strength is, and fade', () => {
  const words = noise(samples)(0, count);
  const values = new Float32Array(count * samples);
  const convert = plainConverters.make(
    { encoding: 'ibm32', order: 'big' },
    { encoding: 'ieee32', order: 'little' },
    { scale: 1, clip: true },
  );
  const bytes = new Uint8Array(values.buffer);
  for (let i = 0; i < count; i++) convert(bytes, 4 * i * samples, words, i * traceBytes(samples) + 240, samples);
  const strength = (from: number, to: number): number => {
    const some = values.filter((_, i) => i % samples >= from && i % samples < to);
    return Math.sqrt(some.reduce((sum, value) => sum + value * value, 0) / some.length);
  };
  assert.ok(Math.abs(strength(0, 10) / 1000 - 0.76) < 0.15, `${strength(0, 10)}`);
  assert.ok(strength(40, 50) < strength(0, 10) / 5, `${strength(40, 50)}`);
});
