/** How one sample is stored: the closed table of encodings from which kernels, targets and documentation derive. */

/** `kind` says how the bits are read; `exactBits` the widest integer magnitude that always survives, in bits. */
export const sampleEncodings = {
  ibm32: { bytes: 4, kind: 'float', exactBits: 24, title: 'IBM hexadecimal float, 32 bits' },
  ieee32: { bytes: 4, kind: 'float', exactBits: 24, title: 'IEEE 754 float, 32 bits' },
  ieee64: { bytes: 8, kind: 'float', exactBits: 53, title: 'IEEE 754 float, 64 bits' },
  int8: { bytes: 1, kind: 'signed', exactBits: 7, title: "two's complement integer, 8 bits" },
  int16: { bytes: 2, kind: 'signed', exactBits: 15, title: "two's complement integer, 16 bits" },
  int24: { bytes: 3, kind: 'signed', exactBits: 23, title: "two's complement integer, 24 bits" },
  int32: { bytes: 4, kind: 'signed', exactBits: 31, title: "two's complement integer, 32 bits" },
  int64: { bytes: 8, kind: 'signed', exactBits: 63, title: "two's complement integer, 64 bits" },
  uint8: { bytes: 1, kind: 'unsigned', exactBits: 8, title: 'unsigned integer, 8 bits' },
  uint16: { bytes: 2, kind: 'unsigned', exactBits: 16, title: 'unsigned integer, 16 bits' },
  uint24: { bytes: 3, kind: 'unsigned', exactBits: 24, title: 'unsigned integer, 24 bits' },
  uint32: { bytes: 4, kind: 'unsigned', exactBits: 32, title: 'unsigned integer, 32 bits' },
  uint64: { bytes: 8, kind: 'unsigned', exactBits: 64, title: 'unsigned integer, 64 bits' },
  /** SEG-Y code 4, byte 2 the gain, bytes 3-4 the mantissa: value = mantissa * 2^gain. Read only. */
  gain32mul: { bytes: 4, kind: 'gain', exactBits: 0, title: 'fixed point with gain, mantissa x 2^gain' },
  /** The same bytes read the other way round, value = mantissa * 2^-gain: the revisions print opposite signs. */
  gain32div: { bytes: 4, kind: 'gain', exactBits: 0, title: 'fixed point with gain, mantissa / 2^gain' },
} as const;

export type SampleEncoding = keyof typeof sampleEncodings;

/**
 * Order of the bytes inside a word. `pairs`: big-endian with the bytes of every 16-bit pair exchanged
 * (a 32-bit word b0 b1 b2 b3 lies as b1 b0 b3 b2), which tape software left behind; not defined for 3-byte words.
 */
export type ByteOrder = 'big' | 'little' | 'pairs';

/** Encoding and order together: everything needed to read a run of samples. */
export type Stored = { readonly encoding: SampleEncoding; readonly order: ByteOrder };
