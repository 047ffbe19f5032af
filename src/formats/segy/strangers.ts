/** Beginnings of files that are certainly something else: SEG-Y and SU have no magic number, these have. */

type Stranger = { readonly at: number; readonly bytes: string; readonly name: string };

/** `bytes` in hexadecimal. */
const strangers: readonly Stranger[] = [
  { at: 0, bytes: '894844460d0a1a0a', name: 'HDF5' },
  { at: 0, bytes: '89504e470d0a1a0a', name: 'PNG' },
  { at: 0, bytes: '504b0304', name: 'ZIP' },
  { at: 0, bytes: '25504446', name: 'PDF' },
  { at: 0, bytes: '1f8b08', name: 'gzip' },
  { at: 0, bytes: '425a68', name: 'bzip2' },
  { at: 0, bytes: '28b52ffd', name: 'Zstandard' },
  { at: 0, bytes: 'fd377a585a00', name: 'xz' },
  { at: 0, bytes: '56425300', name: 'ZGY' },
  { at: 0, bytes: '56435300', name: 'ZGY' },
  { at: 0, bytes: '5a475900', name: 'ZGY' },
  { at: 0, bytes: '553a', name: 'SEG-2, little-endian' },
  { at: 0, bytes: '3a55', name: 'SEG-2, big-endian' },
  { at: 0, bytes: '5444536d', name: 'TDMS' },
  { at: 0, bytes: '52494646', name: 'RIFF (WAV)' },
  { at: 0, bytes: '4d5303', name: 'miniSEED 3' },
  { at: 0, bytes: '934e554d5059', name: 'NumPy' },
  { at: 0, bytes: '7f454c46', name: 'ELF' },
];

/** What the file certainly is by its first bytes, or undefined. */
export function strangerOf(head: Uint8Array): string | undefined {
  return strangers.find(({ at, bytes }) => {
    for (let i = 0; 2 * i < bytes.length; i++) {
      if (head[at + i] !== Number.parseInt(bytes.slice(2 * i, 2 * i + 2), 16)) return false;
    }
    return true;
  })?.name;
}
