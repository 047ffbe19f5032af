/** Opens bytes as SEG-Y or SU and checks that what was opened is consistent with itself and with the file. */
import assert from 'node:assert/strict';
import { runSync } from '../../src/bytes/need.ts';
import type { SourceOptions } from '../../src/formats/format.ts';
import { openSegy } from '../../src/formats/segy/read/open.ts';
import { probeSegy } from '../../src/formats/segy/read/probe.ts';
import type { SegyRecording, SuRecording } from '../../src/formats/segy/recording.ts';
import { openSu } from '../../src/formats/segy/su/open.ts';
import { probeSu } from '../../src/formats/segy/su/probe.ts';
import { sampleEncodings } from '../../src/kernel/encodings.ts';
import type { CountingSource } from './corpus.ts';
import { countingSource } from './corpus.ts';
import type { Made } from './segy-maker.ts';

export function segyOf(
  bytes: Uint8Array,
  options: SourceOptions = {},
  source: CountingSource = countingSource(bytes),
): SegyRecording {
  const recording = runSync(openSegy({ size: bytes.length, options }), [source]);
  assertConsistent(recording);
  return recording;
}

export function suOf(
  bytes: Uint8Array,
  options: SourceOptions = {},
  source: CountingSource = countingSource(bytes),
): SuRecording {
  const recording = runSync(openSu({ size: bytes.length, options }), [source]);
  assertConsistent(recording);
  return recording;
}

/** Codes of the warnings, sorted. */
export function codes(recording: SegyRecording | SuRecording): readonly string[] {
  return recording.warnings.map(({ code }) => code).sort();
}

/** The scores of both formats for a file of these bytes. */
export function scoresOf(bytes: Uint8Array, extension = 'dat', headBytes = 4096): { segy: number; su: number } {
  const [segy, su] = [probeSegy, probeSu].map((probe) =>
    runSync(probe({ size: bytes.length, extension, head: bytes.subarray(0, headBytes) }), [countingSource(bytes)]),
  );
  return { segy, su };
}

/** Traces lie one behind the other inside the file, sums agree with single traces, and everything named lies in the file. */
export function assertConsistent(recording: SegyRecording | SuRecording): void {
  const { count, frames, sourceSize, encoding, tail } = recording;
  const width = sampleEncodings[encoding].bytes;
  assert.ok(Number.isSafeInteger(count) && count >= 0, `count ${count}`);
  assert.equal(frames.offset(0), recording.firstTrace);
  assert.equal(frames.dataSamples(0), 0);
  assert.ok(frames.offset(count) <= sourceSize, `traces end at ${frames.offset(count)} of ${sourceSize}`);
  const looked = count <= 12 ? Array.from({ length: count }, (_, i) => i) : [0, 1, Math.floor(count / 2), count - 1];
  for (const i of looked) {
    const samples = frames.samples(i);
    assert.ok(
      samples > 0 && samples <= recording.maxSamples,
      `trace ${i}: ${samples} samples of ${recording.maxSamples}`,
    );
    assert.ok(frames.headerBytes(i) >= 240 && frames.headerBytes(i) % 240 === 0);
    assert.equal(frames.offset(i + 1) - frames.offset(i), frames.headerBytes(i) + samples * width);
    assert.equal(frames.dataSamples(i + 1) - frames.dataSamples(i), samples);
    assert.equal(frames.dataHeaderBytes(i + 1) - frames.dataHeaderBytes(i), frames.headerBytes(i));
  }
  assert.equal(tail.offset, frames.offset(count));
  assert.ok(tail.length >= 0 && tail.offset + tail.length <= sourceSize);
  assert.equal(recording.index !== undefined, !frames.regular);
  assert.ok(recording.interval === undefined || recording.interval > 0);
  for (const warning of recording.warnings)
    assert.ok(warning.message.length > 0 && !warning.message.includes('undefined'), warning.message);
  if (recording.format !== 'segy') return;
  const { text, trailers, labelBytes, firstTrace } = recording;
  assert.equal(recording.binaryHeader.length, 400);
  assert.equal(text.offsets[0], labelBytes);
  for (const offset of text.offsets) assert.ok(offset + 3200 <= Math.max(firstTrace, labelBytes + 3200));
  assert.equal(tail.offset + tail.length, trailers.offset);
  assert.equal(trailers.offset + 3200 * trailers.count, sourceSize);
}

/** The traces of a made file, where it has them. */
export function assertTraces(recording: SegyRecording | SuRecording, made: Made, count: number = made.traces): void {
  assert.equal(recording.count, count);
  for (let i = 0; i < count; i++) {
    assert.equal(recording.frames.offset(i), made.offsets[i], `offset of trace ${i}`);
    assert.equal(recording.frames.samples(i), made.samples[i], `samples of trace ${i}`);
    assert.equal(recording.frames.offset(i) + recording.frames.headerBytes(i), made.sampleOffsets[i]);
  }
}
