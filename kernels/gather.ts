/**
 * Words of many headers, gathered into columns in little-endian order; headers lie `stride` bytes apart, `n` counts them.
 *
 * `order` says how a word lies: 0 little-endian, 1 big-endian, 2 big-endian with the bytes of every pair exchanged.
 *
 * Neighbouring words of the same width are a tile: eight headers by up to eight words of two bytes, or four by four of
 * four, are loaded as rows of a matrix, transposed in registers and stored as rows of columns. Headers are walked in
 * the outer loop and tiles in the inner one, so that a header is fetched from memory once. What is no tile (words of
 * eight bytes, fewer than eight headers) is gathered a word at a time.
 */

const LITTLE: i32 = 0;
const BIG: i32 = 1;

class Gather {
  @inline static vector(v: v128, width: usize, order: i32): v128 {
    if (order == LITTLE) return v;
    if (width == 2) return i8x16.swizzle(v, i8x16(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
    if (width == 4) {
      if (order == BIG) return i8x16.swizzle(v, i8x16(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
      return i8x16.swizzle(v, i8x16(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
    }
    if (order == BIG) return i8x16.swizzle(v, i8x16(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8));
    return i8x16.swizzle(v, i8x16(6, 7, 4, 5, 2, 3, 0, 1, 14, 15, 12, 13, 10, 11, 8, 9));
  }

  /** One word by way of a vector, so that it is reordered as in a tile. */
  @inline static word(dst: usize, src: usize, width: usize, order: i32): void {
    const zero = i64x2.splat(0);
    if (width == 2) {
      v128.store_lane<u16>(dst, Gather.vector(v128.load_lane<u16>(src, zero, 0), width, order), 0);
    } else if (width == 4) {
      v128.store_lane<u32>(dst, Gather.vector(v128.load_lane<u32>(src, zero, 0), width, order), 0);
    } else {
      v128.store_lane<u64>(dst, Gather.vector(v128.load_lane<u64>(src, zero, 0), width, order), 0);
    }
  }

  @inline static run(dst: usize, src: usize, n: i32, stride: usize, width: usize, order: i32): void {
    for (let left = n; left > 0; left--) {
      Gather.word(dst, src, width, order);
      dst += width;
      src += stride;
    }
  }

  @inline static inOrder(dst: usize, src: usize, n: i32, stride: i32, width: usize, order: i32): i32 {
    if (order == LITTLE) Gather.run(dst, src, n, <usize>stride, width, LITTLE);
    else if (order == BIG) Gather.run(dst, src, n, <usize>stride, width, BIG);
    else Gather.run(dst, src, n, <usize>stride, width, 2);
    return -1;
  }
}

/** Matrices of words. Every shuffle is one that engines know as a single unpacking instruction. */
class Tile {
  @inline static put(dst: usize, pitch: usize, words: i32, k: i32, v: v128, width: usize, order: i32): void {
    if (words > k) v128.store(dst + <usize>k * pitch, Gather.vector(v, width, order));
  }

  /** Eight headers by eight words of two bytes, of which `words` are wanted; column k goes to `dst + k * pitch`. */
  @inline static eight(dst: usize, pitch: usize, words: i32, src: usize, stride: usize, order: i32): void {
    const a = v128.load(src);
    const b = v128.load(src + stride);
    const c = v128.load(src + 2 * stride);
    const d = v128.load(src + 3 * stride);
    const e = v128.load(src + 4 * stride);
    const f = v128.load(src + 5 * stride);
    const g = v128.load(src + 6 * stride);
    const h = v128.load(src + 7 * stride);
    const ab = i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
    const cd = i16x8.shuffle(c, d, 0, 8, 1, 9, 2, 10, 3, 11);
    const ef = i16x8.shuffle(e, f, 0, 8, 1, 9, 2, 10, 3, 11);
    const gh = i16x8.shuffle(g, h, 0, 8, 1, 9, 2, 10, 3, 11);
    Tile.quarter(dst, pitch, words, 0, ab, cd, ef, gh, order);
    if (words <= 4) return;
    const ba = i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
    const dc = i16x8.shuffle(c, d, 4, 12, 5, 13, 6, 14, 7, 15);
    const fe = i16x8.shuffle(e, f, 4, 12, 5, 13, 6, 14, 7, 15);
    const hg = i16x8.shuffle(g, h, 4, 12, 5, 13, 6, 14, 7, 15);
    Tile.quarter(dst, pitch, words, 4, ba, dc, fe, hg, order);
  }

  /** Four columns of eight words from pairs of headers, interleaved. */
  @inline static quarter(
    dst: usize,
    pitch: usize,
    words: i32,
    k: i32,
    ab: v128,
    cd: v128,
    ef: v128,
    gh: v128,
    order: i32,
  ): void {
    const abcd = i32x4.shuffle(ab, cd, 0, 4, 1, 5);
    const efgh = i32x4.shuffle(ef, gh, 0, 4, 1, 5);
    Tile.put(dst, pitch, words, k, i64x2.shuffle(abcd, efgh, 0, 2), 2, order);
    Tile.put(dst, pitch, words, k + 1, i64x2.shuffle(abcd, efgh, 1, 3), 2, order);
    const dcba = i32x4.shuffle(ab, cd, 2, 6, 3, 7);
    const hgfe = i32x4.shuffle(ef, gh, 2, 6, 3, 7);
    Tile.put(dst, pitch, words, k + 2, i64x2.shuffle(dcba, hgfe, 0, 2), 2, order);
    Tile.put(dst, pitch, words, k + 3, i64x2.shuffle(dcba, hgfe, 1, 3), 2, order);
  }

  /** Four headers by four words of four bytes. */
  @inline static four(dst: usize, pitch: usize, words: i32, src: usize, stride: usize, order: i32): void {
    const a = v128.load(src);
    const b = v128.load(src + stride);
    const c = v128.load(src + 2 * stride);
    const d = v128.load(src + 3 * stride);
    const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
    const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
    Tile.put(dst, pitch, words, 0, i64x2.shuffle(ab, cd, 0, 2), 4, order);
    Tile.put(dst, pitch, words, 1, i64x2.shuffle(ab, cd, 1, 3), 4, order);
    if (words <= 2) return;
    const ba = i32x4.shuffle(a, b, 2, 6, 3, 7);
    const dc = i32x4.shuffle(c, d, 2, 6, 3, 7);
    Tile.put(dst, pitch, words, 2, i64x2.shuffle(ba, dc, 0, 2), 4, order);
    Tile.put(dst, pitch, words, 3, i64x2.shuffle(ba, dc, 1, 3), 4, order);
  }

  @inline static run(table: usize, src: usize, n: i32, stride: usize, order: i32): i32 {
    // Pair-swapped words of two bytes lie as little-endian ones.
    const order2 = order == BIG ? BIG : LITTLE;
    for (let k = 0; k < n; k += 8) {
      // The last eight headers overlap those before them: columns are written twice with the same.
      const header = min(k, n - 8);
      const row = src + <usize>header * stride;
      for (let t = table; ; t += 20) {
        const words = load<i32>(t, 12);
        if (words == 0) break;
        const at = row + <usize>load<u32>(t);
        const dst = <usize>load<u32>(t, 4);
        const pitch = <usize>load<u32>(t, 8);
        if (load<i32>(t, 16) == 2) Tile.eight(dst + ((<usize>header) << 1), pitch, words, at, stride, order2);
        else {
          const place = dst + ((<usize>header) << 2);
          Tile.four(place, pitch, words, at, stride, order);
          Tile.four(place + 16, pitch, words, at + 4 * stride, stride, order);
        }
      }
    }
    return -1;
  }
}

/**
 * Gathers tiles of `n` headers, eight at least. At `table` stand the tiles, each as five numbers of 32 bits: place in
 * the header, address of the first column, bytes between columns, words, bytes a word; behind the last, no words. A tile
 * is loaded as 16 bytes whatever it holds: so many must be readable from its place in the last header on.
 */
export function gatherTiles(table: usize, src: usize, n: i32, stride: i32, order: i32): i32 {
  if (order == LITTLE) return Tile.run(table, src, n, <usize>stride, LITTLE);
  if (order == BIG) return Tile.run(table, src, n, <usize>stride, BIG);
  return Tile.run(table, src, n, <usize>stride, 2);
}

export function gather2(dst: usize, src: usize, n: i32, stride: i32, order: i32): i32 {
  // Pair-swapped words of two bytes lie as little-endian ones.
  return Gather.inOrder(dst, src, n, stride, 2, order == 2 ? LITTLE : order);
}

export function gather4(dst: usize, src: usize, n: i32, stride: i32, order: i32): i32 {
  return Gather.inOrder(dst, src, n, stride, 4, order);
}

export function gather8(dst: usize, src: usize, n: i32, stride: i32, order: i32): i32 {
  return Gather.inOrder(dst, src, n, stride, 8, order);
}
