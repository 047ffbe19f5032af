/** Each kernel beside a plain copy of the same block in the same memory; `kernels.ts` measures them in turn. */
import type { Benchmark } from './figures.ts';
import { benchKernels } from './kernels.ts';

export const kernels: Benchmark = {
  name: 'kernels',
  needs: [],
  measure: async () =>
    benchKernels().map(({ name, block, gigabytes, memcpy }) => ({
      what: `kernel ${name}, ${block >> 10} KiB`,
      peer: 'memcpy',
      unit: 'GB/s',
      better: 'more',
      turns: { ours: [gigabytes], peer: [memcpy] },
      goal: undefined,
    })),
};
