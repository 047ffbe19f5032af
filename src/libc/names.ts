/**
 * File names between the system, where they are bytes, and seisfs, where they are strings.
 *
 * Most names are UTF-8. A byte that is not (an archive written in Latin-1, say) becomes a lone low surrogate, U+DC00 plus
 * the byte, which no valid name can hold; so every name, whatever its bytes, comes back as it was.
 */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
/** A surrogate without its other half. */
const lone = /\p{Surrogate}/u;

/** Bytes of the UTF-8 sequence that begins with `lead`. */
const lengthOf = (lead: number): number => (lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

/** The string for a name of these bytes. */
export function nameOf(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    // Not UTF-8 as a whole: character by character.
  }
  let name = '';
  for (let i = 0; i < bytes.length; ) {
    const end = i + lengthOf(bytes[i]);
    try {
      if (end > bytes.length) throw new RangeError();
      name += strict.decode(bytes.subarray(i, end));
      i = end;
    } catch {
      name += String.fromCharCode(0xdc00 + bytes[i]);
      i++;
    }
  }
  return name;
}

/** The bytes of a name. */
export function nameBytes(name: string): Uint8Array {
  if (!lone.test(name)) return encoder.encode(name);
  const bytes: number[] = [];
  for (const character of name) {
    const code = character.codePointAt(0) as number;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00);
    else bytes.push(...encoder.encode(character));
  }
  return Uint8Array.from(bytes);
}

/** A path as a system call takes it: a string where that is the same, else bytes and their ending zero. */
export function pathArgument(path: string): string | Uint8Array {
  return lone.test(path) ? Uint8Array.from([...nameBytes(path), 0]) : path;
}
