/** SEG-Y inside something else is recognised by name and refused with what would mend it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeisError } from '../../../src/error.ts';
import { scoresOf, segyOf } from '../../support/recording.ts';
import { makeSegy } from '../../support/segy-maker.ts';

/** Bytes of a SEG-Y file cut into its records: text, binary header, traces. */
function records(): readonly Uint8Array[] {
  const { bytes, offsets } = makeSegy({ code: 1, traces: 3, samples: 20 });
  return [bytes.subarray(0, 3200), bytes.subarray(3200, 3600), ...offsets.map((at) => bytes.subarray(at, at + 320))];
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function word(value: number, little: boolean): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, little);
  return bytes;
}

/** Each record between two copies of its length, as Fortran writes them and SIMH tape images have them. */
function lengths(little: boolean): Uint8Array {
  return joined(records().flatMap((record) => [word(record.length, little), record, word(record.length, little)]));
}

/** TIF marks: type, offset of the previous mark, offset of the next one, each `width` bytes wide but the type. */
function marks(width: 4 | 8): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  let previous = 0;
  for (const record of records()) {
    const mark = new Uint8Array(4 + 2 * width);
    const next = at + mark.length + record.length;
    new DataView(mark.buffer).setUint32(4, previous, true);
    new DataView(mark.buffer).setUint32(4 + width, next, true);
    parts.push(mark, record);
    previous = at;
    at = next;
  }
  return joined(parts);
}

/** One PASSCAL trace: numbers as the public-domain header file of the PASSCAL software lists them. */
function passcal(little: boolean, samples: number, wide: boolean): Uint8Array {
  const bytes = new Uint8Array(240 + samples * (wide ? 4 : 2));
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 1, little);
  view.setInt16(114, samples > 32766 ? 32767 : samples, little);
  view.setInt16(116, 4000, little);
  view.setInt16(156, 1994, little);
  view.setInt16(158, 17, little);
  view.setInt16(166, 2, little);
  bytes.set(new TextEncoder().encode('STA1'), 180);
  bytes.set(new TextEncoder().encode('6012'), 186);
  bytes.set(new TextEncoder().encode('1'), 194);
  view.setInt16(204, wide ? 1 : 0, little);
  view.setFloat32(220, 1.9e-6, little);
  view.setInt32(228, samples, little);
  for (let i = 0; i < samples; i++) bytes[240 + i] = (i * 31) & 0xff;
  return bytes;
}

/** Integers that would pass for floats of seismic size. */
function floatLike(): Uint8Array {
  const bytes = passcal(true, 900, true);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < 900; i++) view.setInt32(240 + 4 * i, 0x3f800000 + i * 1000, true);
  return bytes;
}

const wrapped: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
  'big-endian record lengths': [lengths(false), /big-endian record lengths/],
  'little-endian record lengths': [lengths(true), /little-endian record lengths/],
  TIF: [marks(4), /TIF format/],
  TIF8: [marks(8), /TIF8 format/],
  'PASSCAL, 16 bits': [passcal(false, 900, false), /PASSCAL SEG-Y/],
  'PASSCAL, 32 bits': [passcal(false, 900, true), /PASSCAL SEG-Y/],
  'PASSCAL, little-endian': [passcal(true, 900, true), /PASSCAL SEG-Y/],
  'PASSCAL, integers that pass for floats': [floatLike(), /PASSCAL SEG-Y/],
  'PASSCAL, more than 32767 samples': [passcal(false, 40000, true), /PASSCAL SEG-Y/],
};

for (const [name, [bytes, says]] of Object.entries(wrapped)) {
  test(`refused by name: ${name}`, () => {
    const { segy, su } = scoresOf(bytes);
    assert.ok(segy > 0 && su === 0, `SEG-Y ${segy}, SU ${su}`);
    assert.throws(
      () => segyOf(bytes),
      (error) =>
        error instanceof SeisError &&
        error.code === 'unsupported' &&
        says.test(error.message) &&
        (error.detail.mend ?? '').length > 10,
    );
  });
}
