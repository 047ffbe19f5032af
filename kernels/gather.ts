/**
 * One word of each of many headers, gathered into a column in little-endian order: the words lie `stride` bytes apart,
 * `n` counts them. Lanes are filled one by one; a vector is reordered and stored whole.
 *
 * `order` says how a word lies: 0 little-endian, 1 big-endian, 2 big-endian with the bytes of every pair exchanged.
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

  /** One word by way of a vector, so that a column's end is reordered as its beginning. */
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

  @inline static lanes(s: usize, stride: usize, width: usize): v128 {
    let v = i64x2.splat(0);
    if (width == 2) {
      v = v128.load_lane<u16>(s, v, 0);
      v = v128.load_lane<u16>(s + stride, v, 1);
      v = v128.load_lane<u16>(s + 2 * stride, v, 2);
      v = v128.load_lane<u16>(s + 3 * stride, v, 3);
      v = v128.load_lane<u16>(s + 4 * stride, v, 4);
      v = v128.load_lane<u16>(s + 5 * stride, v, 5);
      v = v128.load_lane<u16>(s + 6 * stride, v, 6);
      return v128.load_lane<u16>(s + 7 * stride, v, 7);
    }
    if (width == 4) {
      v = v128.load_lane<u32>(s, v, 0);
      v = v128.load_lane<u32>(s + stride, v, 1);
      v = v128.load_lane<u32>(s + 2 * stride, v, 2);
      return v128.load_lane<u32>(s + 3 * stride, v, 3);
    }
    v = v128.load_lane<u64>(s, v, 0);
    return v128.load_lane<u64>(s + stride, v, 1);
  }

  @inline static run(dst: usize, src: usize, n: i32, stride: usize, width: usize, order: i32): void {
    const atOnce = <i32>(16 / width);
    let left = n;
    for (; left >= atOnce; left -= atOnce) {
      v128.store(dst, Gather.vector(Gather.lanes(src, stride, width), width, order));
      dst += 16;
      src += <usize>atOnce * stride;
    }
    for (; left > 0; left--) {
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
