/** Words in either byte order: loads and stores of scalars and vectors, the order a constant that folds away. */

/** Least significant byte first, as WebAssembly's own loads and stores have it. */
export const LITTLE: i32 = 0;
/** Most significant byte first. */
export const BIG: i32 = 1;

/** Loads and stores of one word, or of one vector of words. */
export class Words {
  @inline static load16(p: usize, order: i32): u16 {
    return order == BIG ? bswap<u16>(load<u16>(p)) : load<u16>(p);
  }

  @inline static load32(p: usize, order: i32): u32 {
    return order == BIG ? bswap<u32>(load<u32>(p)) : load<u32>(p);
  }

  @inline static load64(p: usize, order: i32): u64 {
    return order == BIG ? bswap<u64>(load<u64>(p)) : load<u64>(p);
  }

  @inline static store32(p: usize, word: u32, order: i32): void {
    store<u32>(p, order == BIG ? bswap<u32>(word) : word);
  }

  @inline static store64(p: usize, word: u64, order: i32): void {
    store<u64>(p, order == BIG ? bswap<u64>(word) : word);
  }

  /** Four 32-bit words between an order and the machine's; its own inverse. */
  @inline static lanes32(v: v128, order: i32): v128 {
    return order == BIG ? i8x16.swizzle(v, i8x16(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)) : v;
  }

  /** Two 64-bit words between an order and the machine's; its own inverse. */
  @inline static lanes64(v: v128, order: i32): v128 {
    return order == BIG ? i8x16.swizzle(v, i8x16(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8)) : v;
  }
}
