/**
 * The byte order of whole headers changed in place, four bytes at a time: several times faster than byte by byte.
 *
 * Every header of the SEG-Y family falls into lanes of four bytes, each of which holds one 32-bit word, two of 16 bits,
 * half of a 64-bit word or bytes that stay.
 */

/** What happens to a lane; `wide` ones change place with the next lane as well. */
const nothing = 0;
const swapBytes = 1;
const reverse = 2;
const swapHalves = 3;
const wide = 4;

/** The places that the four bytes of a lane come from, counted from its first byte, by what happens to it. */
const patterns: ReadonlyMap<string, number> = new Map([
  ['0,1,2,3', nothing],
  ['1,0,3,2', swapBytes],
  ['3,2,1,0', reverse],
  ['2,3,0,1', swapHalves],
  ['7,6,5,4', wide + reverse],
  ['6,7,4,5', wide + swapHalves],
]);

/** What happens to each lane under a permutation as `permutation` makes it; of two wide ones the second says nothing. */
export function lanesOf(places: Uint16Array): Uint8Array {
  const lanes = new Uint8Array(places.length / 4);
  for (let lane = 0; lane < lanes.length; lane++) {
    if (lane > 0 && lanes[lane - 1] >= wide) continue;
    const pattern = [0, 1, 2, 3].map((i) => places[4 * lane + i] - 4 * lane).join();
    const kind = patterns.get(pattern);
    if (kind === undefined) throw new RangeError(`bytes ${4 * lane + 1} and on: ${pattern} is no order of a lane`);
    lanes[lane] = kind;
  }
  return lanes;
}

/** Bytes of the run that lane `lane` is changed with: itself, or both halves of a wide one; 0 where nothing happens. */
export function laneBytes(lanes: Uint8Array, lane: number): number {
  return lanes[lane] === nothing ? 0 : lanes[lane] >= wide ? 8 : 4;
}

/** Changes the byte order of a run of headers' bytes, in place. */
export type Reorder = (bytes: Uint8Array, at: number, first: number, end: number) => void;

/**
 * A function that changes the bytes `[first, end)`, a run of whole lanes, of a header: byte `j` lies at `bytes[at + j]`.
 * It keeps a view of the last buffer it worked in: a thread has one for all its reads.
 */
export function reorderBy(lanes: Uint8Array): Reorder {
  const aside = new Uint32Array(lanes.length);
  const asideBytes = new Uint8Array(aside.buffer);
  let words = aside;
  return (bytes, at, first, end) => {
    const stop = Math.min(end, 4 * lanes.length);
    if (stop <= first) return;
    const place = bytes.byteOffset + at;
    if (place % 4 !== 0) {
      asideBytes.set(bytes.subarray(at + first, at + stop), first);
      changeLanes(lanes, aside, 0, first >> 2, stop >> 2);
      bytes.set(asideBytes.subarray(first, stop), at + first);
      return;
    }
    const { buffer } = bytes;
    if (words.buffer !== buffer) words = new Uint32Array(buffer as ArrayBuffer, 0, buffer.byteLength >> 2);
    changeLanes(lanes, words, place >> 2, first >> 2, stop >> 2);
  };
}

/** Changes the lanes `[first, end)` of the header whose lane 0 is `words[at]`. The same on machines of either order. */
function changeLanes(lanes: Uint8Array, words: Uint32Array, at: number, first: number, end: number): void {
  for (let lane = first; lane < end; lane++) {
    const kind = lanes[lane];
    if (kind === nothing) continue;
    const word = words[at + lane];
    if (kind < wide) words[at + lane] = changed(word, kind);
    else {
      words[at + lane] = changed(words[at + lane + 1], kind - wide);
      words[at + lane + 1] = changed(word, kind - wide);
    }
  }
}

function changed(word: number, kind: number): number {
  if (kind === swapHalves) return (word << 16) | (word >>> 16);
  const swapped = ((word & 0xff00ff) << 8) | ((word >>> 8) & 0xff00ff);
  return kind === swapBytes ? swapped : (swapped << 16) | (swapped >>> 16);
}
