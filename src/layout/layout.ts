/** A virtual file as a list of parts laid one behind the other: its size is a sum, a window touches only what it overlaps. */
import type { Need } from '../bytes/need.ts';
import { SeisError } from '../error.ts';

/** Where a byte of a virtual file comes from, for `seisfs explain`. */
export type Origin = {
  /** What made the byte: `copied`, `converted`, `header word`, `made`. */
  readonly rule: string;
  /** 0-based offset in the source of the first source byte that decides it; undefined for bytes made by the target. */
  readonly sourceOffset?: number;
  readonly sourceLength?: number;
  /** 0-based trace number. */
  readonly trace?: number;
  /** Name of the header word or sample number, for people. */
  readonly what?: string;
};

/** One stretch of a virtual file. `read` fills `into` with bytes `[offset, offset + into.length)` of the stretch. */
export type Part = {
  readonly size: number;
  read(offset: number, into: Uint8Array): Need<void>;
  explain(offset: number): Origin;
};

/** A whole virtual file: the same two verbs, over all of it. */
export type Layout = Part & { readonly parts: readonly Part[] };

/** Joins parts into a file. Empty parts are dropped. */
export function layoutOf(parts: readonly Part[]): Layout {
  const kept = parts.filter((part) => part.size > 0);
  const starts: number[] = [];
  let size = 0;
  for (const part of kept) {
    starts.push(size);
    size += part.size;
  }
  if (!Number.isSafeInteger(size)) throw new SeisError('limit', `a virtual file of ${size} bytes is larger than 2^53`);

  /** Index of the part that holds byte `offset`. */
  function at(offset: number): number {
    let low = 0;
    let high = kept.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  return {
    size,
    parts: kept,
    *read(offset, into) {
      if (offset < 0 || offset + into.length > size) {
        throw new SeisError('usage', `window ${offset}+${into.length} is outside a file of ${size} bytes`);
      }
      let done = 0;
      for (let i = at(offset); done < into.length; i++) {
        const inside = offset + done - starts[i];
        const length = Math.min(into.length - done, kept[i].size - inside);
        yield* kept[i].read(inside, length === into.length ? into : into.subarray(done, done + length));
        done += length;
      }
    },
    explain(offset) {
      const i = at(offset);
      return kept[i].explain(offset - starts[i]);
    },
  };
}

/** Bytes that the target made: file headers and the like. */
export function bytesPart(bytes: Uint8Array, what: (offset: number) => Omit<Origin, 'rule'> = () => ({})): Part {
  return {
    size: bytes.length,
    *read(offset, into) {
      into.set(bytes.subarray(offset, offset + into.length));
    },
    explain: (offset) => ({ rule: 'made', ...what(offset) }),
  };
}

/** Bytes of the source as they lie, without a change. */
export function copyPart(sourceOffset: number, size: number, source = 0): Part {
  return {
    size,
    *read(offset, into) {
      yield [{ offset: sourceOffset + offset, length: into.length, into, source }];
    },
    explain: (offset) => ({ rule: 'copied', sourceOffset: sourceOffset + offset, sourceLength: 1 }),
  };
}
