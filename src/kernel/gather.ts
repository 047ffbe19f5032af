/** Words of many headers, gathered into columns: by kernels where the headers lie in an arena, else plainly. */
import { SeisError } from '../error.ts';
import type { Arena } from './arena.ts';
import type { ByteOrder } from './encodings.ts';
import { type Kernels, makeKernels } from './kernels.ts';
import { bytePlaces } from './order.ts';

/** A word: its place in the header, its width in bytes, how it lies there, and the bytes of its column. */
export type GatheredWord = {
  readonly at: number;
  readonly width: number;
  readonly order: ByteOrder;
  readonly into: Uint8Array;
};

/**
 * Takes the words of `count` headers, which begin at `src[0]` and every `stride` bytes from there, and lays them into
 * their columns from element `element` on, in little-endian order: what typed arrays of the machines that seisfs runs on
 * have. Throws `usage`, before anything is written, when a word does not lie in `src` or its column has no room.
 */
export type GatherRun = (src: Uint8Array, stride: number, count: number, element: number) => void;

/** Prepares the gathering of some words. */
export type Gather = (words: readonly GatheredWord[]) => GatherRun;

/** What throws unless the words of a run lie in their arrays. */
function checkOf(words: readonly GatheredWord[]): GatherRun {
  const needed = Math.max(0, ...words.map(({ at, width }) => at + width));
  const room = Math.min(...words.map(({ width, into }) => Math.floor(into.length / width)));
  const placed = words.every(({ at }) => at >= 0);
  return (src, stride, count, element) => {
    const counts = count >= 0 && element >= 0 && stride >= 0 && placed;
    if (counts && element + count <= room && (count === 0 || (count - 1) * stride + needed <= src.length)) return;
    throw new SeisError(
      'usage',
      `${count} headers of ${needed} bytes or more, ${stride} bytes apart, do not lie in ${src.length} bytes, or from element ${element} on not in columns of ${room}`,
    );
  };
}

/** Gathers between any arrays, byte by byte: the definition that the kernels are compared with. */
export const plainGather: Gather = (words) => {
  const check = checkOf(words);
  return (src, stride, count, element) => {
    check(src, stride, count, element);
    for (const word of words) gatherPlainly(word, src, stride, count, element);
  };
};

function gatherPlainly(
  { at, width, order, into }: GatheredWord,
  src: Uint8Array,
  stride: number,
  count: number,
  element: number,
): void {
  // A single byte has no order; text of any width comes as little-endian.
  bytePlaces(width, order).forEach((place, j) => {
    const target = element * width + width - 1 - place;
    for (let k = 0; k < count; k++) into[target + k * width] = src[at + j + k * stride];
  });
}

/** As the kernels know the orders. */
const orderNumbers: Readonly<Record<ByteOrder, number>> = { little: 0, big: 1, pairs: 2 };

/** Headers whose columns are made in the arena before they are copied out; a multiple of eight. */
const stageHeaders = 1024;
/** Between columns in the arena, so that those of one tile do not lie a power of two apart, which caches dislike. */
const gap = 64;
/** A tile is loaded as so many bytes. */
const tileBytes = 16;
const rowBytes = 20;

/** A word that a kernel gathers, and the columns of a stage as memory of its own. */
type Staged = GatheredWord & { readonly stage: Uint8Array };
/** Neighbouring words of one width and order. */
type Tile = readonly [Staged, ...Staged[]];

function tilesOf(words: readonly Staged[]): readonly Tile[] {
  const tiles: [Staged, ...Staged[]][] = [];
  for (const word of words) {
    const tile = tiles.at(-1);
    const before = tile?.at(-1);
    const joins =
      before !== undefined &&
      before.width === word.width &&
      before.order === word.order &&
      before.at + before.width === word.at;
    if (tile !== undefined && joins && tile.length * word.width < tileBytes) tile.push(word);
    else tiles.push([word]);
  }
  return tiles;
}

/** The tiles as `gatherTiles` takes them; in order of the header, so that their stages lie a pitch apart. */
function writeTable(arena: Arena, tiles: readonly Tile[]): number {
  const table = arena.take((tiles.length + 1) * rowBytes).fill(0);
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  tiles.forEach((tile, i) => {
    const [{ at, width, stage }] = tile;
    const row = [at, stage.byteOffset, width * stageHeaders + gap, tile.length, width];
    row.forEach((number, j) => view.setUint32(i * rowBytes + 4 * j, number, true));
  });
  return table.byteOffset;
}

/**
 * Gathers headers that lie in `arena`, of which each preparation takes for good 1 KiB for each byte of the words, and
 * some more; headers that lie elsewhere, and words of widths that no kernel has, are gathered plainly.
 */
export function wasmGather(arena: Arena): Gather {
  const kernels = makeKernels(arena.memory);
  return (words) => {
    const inKernels = (word: GatheredWord): boolean => [2, 4, 8].includes(word.width);
    const plain = words.filter((word) => !inKernels(word));
    const staged = words
      .filter(inKernels)
      .sort((a, b) => a.at - b.at)
      .map((word) => ({ ...word, stage: arena.take(word.width * stageHeaders + gap) }));
    const gatherStage = stageGatherer(arena, kernels, staged);
    const check = checkOf(words);
    /** The stages of as many headers as last time: blocks are alike, and making views costs more than copying. */
    let made: readonly Uint8Array[] = [];
    let madeFor = -1;
    return (src, stride, count, element) => {
      check(src, stride, count, element);
      if (src.buffer !== arena.bytes.buffer) {
        for (const word of words) gatherPlainly(word, src, stride, count, element);
        return;
      }
      for (const word of plain) gatherPlainly(word, src, stride, count, element);
      for (let first = 0; first < count; first += stageHeaders) {
        const length = Math.min(stageHeaders, count - first);
        gatherStage(src.byteOffset + first * stride, stride, length);
        if (length !== madeFor) {
          made = staged.map(({ width, stage }) => stage.subarray(0, length * width));
          madeFor = length;
        }
        for (let i = 0; i < staged.length; i++) {
          const { into, width } = staged[i];
          into.set(made[i], (element + first) * width);
        }
      }
    };
  };
}

/** Fills the stages of all words from the headers at an address. */
function stageGatherer(
  arena: Arena,
  kernels: Kernels,
  words: readonly Staged[],
): (src: number, stride: number, count: number) => void {
  const wide = words.filter(({ width }) => width === 8);
  const tiles = tilesOf(words.filter(({ width }) => width < 8));
  const groups = (['little', 'big', 'pairs'] as const)
    .map((order) => ({ order, of: tiles.filter(([word]) => word.order === order) }))
    .filter(({ of }) => of.length > 0)
    .map(({ order, of }) => ({ order: orderNumbers[order], table: writeTable(arena, of) }));
  const last = Math.max(0, ...tiles.map(([{ at }]) => at)) + tileBytes;
  const { gather2, gather4, gather8, gatherTiles } = kernels;
  const single = { 2: gather2, 4: gather4, 8: gather8 };
  return (src, stride, count) => {
    const tiled = count >= 8 && src + (count - 1) * stride + last <= arena.bytes.length;
    if (tiled) for (const { order, table } of groups) gatherTiles(table, src, count, stride, order);
    for (const { at, width, order, stage } of tiled ? wide : words) {
      single[width as 2 | 4 | 8](stage.byteOffset, src + at, count, stride, orderNumbers[order]);
    }
  };
}
