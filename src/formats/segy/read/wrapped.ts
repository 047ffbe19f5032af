/** Files that hold SEG-Y inside something else, or call themselves so: recognised by name, and refused with what would mend it. */
import { u16, u32 } from '../../../bytes/order.ts';
import { SeisError } from '../../../error.ts';

type Wrapper = {
  readonly name: string;
  readonly mend: string;
  readonly holds: (head: Uint8Array, size: number) => boolean;
};

const unwrap =
  'take the tape records out of the image first (record lengths and file marks removed), then mount the result';

/** Tape images begin with the length of the first record, the textual header of 3200 bytes. */
const wrappers: readonly Wrapper[] = [
  {
    name: 'a tape image with big-endian record lengths (Fortran records)',
    mend: unwrap,
    holds: (head) => head.length >= 3212 && u32(head, 0, 'big') === 3200 && u32(head, 3204, 'big') === 3200,
  },
  {
    name: 'a tape image with little-endian record lengths (SIMH .tap, Fortran records)',
    mend: unwrap,
    holds: (head) => head.length >= 3212 && u32(head, 0, 'little') === 3200 && u32(head, 3204, 'little') === 3200,
  },
  {
    name: 'a tape image in TIF format (12-byte record marks)',
    mend: unwrap,
    holds: (head) =>
      head.length >= 3212 &&
      u32(head, 0, 'little') === 0 &&
      u32(head, 4, 'little') === 0 &&
      u32(head, 8, 'little') === 3212,
  },
  {
    name: 'a tape image in TIF8 format (20-byte record marks)',
    mend: unwrap,
    holds: (head) =>
      head.length >= 3220 && zeros(head, 0, 12) && u32(head, 12, 'little') === 3220 && zeros(head, 16, 20),
  },
  {
    name: 'PASSCAL SEG-Y (one trace, no file headers)',
    mend: 'convert it with the PASSCAL tools (segy2sac, segy2mseed) first',
    holds: isPasscal,
  },
];

function zeros(bytes: Uint8Array, from: number, to: number): boolean {
  return bytes.subarray(from, to).every((byte) => byte === 0);
}

/**
 * One 240-byte header and 16- or 32-bit integers that fill the file: samples in bytes 115-116, or 32767 there and the
 * number in 229-232; data form 0 or 1 in 205-206, and a date that is one.
 */
function isPasscal(head: Uint8Array, size: number): boolean {
  if (head.length < 240) return false;
  for (const order of ['big', 'little'] as const) {
    const short = u16(head, 114, order);
    const samples = short === 32767 ? u32(head, 228, order) : short;
    const form = u16(head, 204, order);
    if (samples === 0 || form > 1 || size !== 240 + samples * (form === 1 ? 4 : 2)) continue;
    const dated = u16(head, 156, order) >= 1900 && u16(head, 156, order) <= 2200 && u16(head, 158, order) <= 366;
    const scaled = u32(head, 220, order) !== 0;
    const named = head.subarray(180, 198).every((byte) => byte === 0 || (byte >= 0x20 && byte < 0x7f));
    const stationed = head.subarray(180, 186).some((byte) => byte > 0x20);
    if (dated && scaled && named && stationed) return true;
  }
  return false;
}

/** The name of what the file is instead of plain SEG-Y, or undefined. `head` are its first 3968 bytes (or all). */
export function wrapperOf(head: Uint8Array, size: number): string | undefined {
  return wrappers.find((wrapper) => wrapper.holds(head, size))?.name;
}

/** Throws `unsupported` for a file that is SEG-Y only inside. */
export function refuseWrapped(head: Uint8Array, size: number): void {
  const wrapper = wrappers.find(({ holds }) => holds(head, size));
  if (wrapper === undefined) return;
  throw new SeisError('unsupported', `segy: bytes 1-${Math.min(240, size)}: this is ${wrapper.name}`, {
    format: 'segy',
    byte: 0,
    mend: wrapper.mend,
  });
}
