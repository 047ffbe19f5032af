/** The WebAssembly kernels, made ready over the memory of an arena. */
import type { KernelMemory } from './arena.ts';
import { type KernelName, kernelsBase64 } from './wasm.gen.ts';

type Module = { readonly brand: unique symbol };

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => Module;
  readonly Instance: new (module: Module, imports: object) => { readonly exports: object };
};
declare const atob: (text: string) => string;

/**
 * A kernel: addresses of destination and source, number of samples, and what the kernel takes beside (`clip` as 0 or
 * 1, a factor). Returns -1 or the index of the first sample that the target cannot hold.
 */
export type Kernel = (dst: number, src: number, count: number, first?: number, second?: number) => number;

export type Kernels = { readonly [K in KernelName]: Kernel };

let compiled: Module | undefined;

/** The bytes of the module as the repository has them. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(kernelsBase64), (c) => c.charCodeAt(0));
}

/** Instantiates the kernels over `memory`. The module is compiled once a thread, in a few milliseconds. */
export function makeKernels(memory: KernelMemory): Kernels {
  compiled ??= new WebAssembly.Module(kernelBytes());
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as Kernels;
}
