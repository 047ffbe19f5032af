/** Beginnings of files that are certainly something else: SEG-Y and SU have no magic number, these have. */

/** `bytes` in hexadecimal. */
type Stranger = { readonly bytes: string; readonly name: string };

const strangers: readonly Stranger[] = [
  { bytes: '894844460d0a1a0a', name: 'HDF5' },
  { bytes: '89504e470d0a1a0a', name: 'PNG' },
  { bytes: '504b0304', name: 'ZIP' },
  { bytes: '25504446', name: 'PDF' },
  { bytes: '1f8b08', name: 'gzip' },
  { bytes: '425a68', name: 'bzip2' },
  { bytes: '28b52ffd', name: 'Zstandard' },
  { bytes: 'fd377a585a00', name: 'xz' },
  { bytes: '56425300', name: 'ZGY' },
  { bytes: '56435300', name: 'ZGY' },
  { bytes: '5a475900', name: 'ZGY' },
  { bytes: '553a', name: 'SEG-2, little-endian' },
  { bytes: '3a55', name: 'SEG-2, big-endian' },
  { bytes: '5444536d', name: 'TDMS' },
  { bytes: '52494646', name: 'RIFF (WAV)' },
  { bytes: '4d5303', name: 'miniSEED 3' },
  { bytes: '934e554d5059', name: 'NumPy' },
  { bytes: '7f454c46', name: 'ELF' },
];

const beginnings: readonly (readonly [Stranger, Uint8Array])[] = strangers.map((stranger) => [
  stranger,
  Uint8Array.from({ length: stranger.bytes.length / 2 }, (_, i) =>
    Number.parseInt(stranger.bytes.slice(2 * i, 2 * i + 2), 16),
  ),
]);

/** What the file certainly is by its first bytes, or undefined. */
export function strangerOf(head: Uint8Array): string | undefined {
  return beginnings.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte))?.[0].name;
}
