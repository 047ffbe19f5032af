/** Columns of numbers that grow while traces are walked: two bytes a number, four once a number needs them. */

/** Numbers in a page. */
const page = 4096;

export type GrowingColumn = {
  push(value: number): void;
  /** The whole column. The pages are given up one by one, so that hardly more than the column is held; called once. */
  finish(): Uint16Array | Uint32Array;
};

/** Numbers are kept in pages, so that nothing large is copied when a column grows. */
export function growingColumn(): GrowingColumn {
  const pages: (Uint16Array | Uint32Array)[] = [];
  let last: Uint16Array | Uint32Array = new Uint16Array(0);
  let used = page;
  let wide = false;

  function widen(): void {
    wide = true;
    if (pages.length > 0) pages[pages.length - 1] = last = Uint32Array.from(last);
  }

  return {
    push(value) {
      if (value > 0xffff && !wide) widen();
      if (used === page) {
        last = wide ? new Uint32Array(page) : new Uint16Array(page);
        pages.push(last);
        used = 0;
      }
      last[used++] = value;
    },
    finish() {
      const length = pages.length === 0 ? 0 : (pages.length - 1) * page + used;
      const column = wide ? new Uint32Array(length) : new Uint16Array(length);
      for (let i = 0; i < pages.length; i++) {
        column.set(i === pages.length - 1 ? last.subarray(0, used) : pages[i], i * page);
        pages[i] = new Uint16Array(0);
      }
      return column;
    },
  };
}
