/**
 * What a view of the survey as SEG-Y rev 2.1, IEEE float, must hold, worked out from the source's bytes and the text of the
 * standard alone: it shares no code with seisfs, so that a mistake cannot be in both.
 */

/** Bytes of the textual and the binary file header, and of a trace header. */
const headBytes = 3600;
const headerBytes = 240;

/** A whole source file with IBM samples, all traces of one length, SEG-Y rev 1; and how many samples a trace has. */
export type Source = { readonly bytes: DataView; readonly samples: number };

/** Value of an IBM word by its definition: sign, fraction / 2^24, times 16 to the power of the exponent less 64. */
function ibmValue(word: number): number {
  const fraction = (word & 0xffffff) / 16777216;
  const magnitude = fraction * 16 ** (((word >>> 24) & 0x7f) - 64);
  return word < 0 ? -magnitude : magnitude;
}

/** The first 3600 bytes: the text as it is, the file header with the words that rev 2.1 and the new samples change. */
function head({ bytes, samples }: Source): DataView {
  const made = new DataView(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + headBytes) as ArrayBuffer);
  const traces = (bytes.byteLength - headBytes) / (headerBytes + 4 * samples);
  const place = (byte: number): number => byte - 1;
  made.setInt16(place(3225), 5); // IEEE float of 32 bits
  made.setUint32(place(3269), samples);
  made.setFloat64(place(3273), made.getUint16(place(3217)));
  made.setUint32(place(3297), 0x01020304);
  made.setUint8(place(3501), 2);
  made.setUint8(place(3502), 1);
  made.setBigUint64(place(3513), BigInt(traces));
  made.setBigUint64(place(3521), BigInt(headBytes));
  return made;
}

/** The bytes `[offset, offset + length)` of the view. Trace headers stay; no place moves, for both floats have four bytes. */
export function expected(source: Source, offset: number, length: number): Uint8Array {
  const window = new Uint8Array(length);
  const { bytes, samples } = source;
  const end = offset + length;
  const stride = headerBytes + 4 * samples;
  let at = offset;
  if (at < headBytes) {
    const first = new Uint8Array(head(source).buffer, at, Math.min(end, headBytes) - at);
    window.set(first);
    at += first.length;
  }
  const word = new DataView(new ArrayBuffer(4));
  while (at < end) {
    const inside = (at - headBytes) % stride;
    const start = at - inside;
    if (inside < headerBytes) {
      const stop = Math.min(end, start + headerBytes);
      window.set(new Uint8Array(bytes.buffer, bytes.byteOffset + at, stop - at), at - offset);
      at = stop;
    } else {
      const sample = at - ((inside - headerBytes) % 4);
      word.setFloat32(0, ibmValue(bytes.getInt32(sample)));
      for (; at < Math.min(end, sample + 4); at++) window[at - offset] = word.getUint8(at - sample);
    }
  }
  return window;
}
