/**
 * Compiles kernels/ with AssemblyScript into src/kernel/wasm.gen.ts; with `--check` it writes nothing and fails
 * unless the file in the repository is what the sources give, byte for byte. Run from the repository root.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { main as compile } from 'assemblyscript/asc';

/** Node has it; its type package does not say so. */
declare const WebAssembly: {
  readonly Module: {
    new (bytes: Uint8Array): object;
    exports(module: object): readonly { readonly name: string; readonly kind: string }[];
  };
};

const generated = 'src/kernel/wasm.gen.ts';
const options = ['--runtime', 'stub', '--importMemory', '--enable', 'simd', '-O3', '--noAssert'];

async function wasmOf(entry: string): Promise<Uint8Array<ArrayBuffer>> {
  let binary: Uint8Array<ArrayBuffer> | undefined;
  const { error, stderr } = await compile([entry, '--outFile', 'kernels.wasm', ...options], {
    writeFile(name, contents) {
      if (name === 'kernels.wasm') binary = Uint8Array.from(contents as Uint8Array);
    },
  });
  if (error !== null || binary === undefined) throw new Error(`${entry} does not compile\n${stderr.toString()}`);
  return binary;
}

function sourceOf(binary: Uint8Array<ArrayBuffer>): string {
  const names = WebAssembly.Module.exports(new WebAssembly.Module(binary))
    .filter((item) => item.kind === 'function')
    .map((item) => item.name);
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,120}/g);
  return `/** Written by scripts/build-kernels.ts from kernels/: do not edit. */

/** What the module exports. */
export type KernelName =
${names.map((name) => `  | '${name}'`).join('\n')};

export const kernelsSha256 = '${createHash('sha256').update(binary).digest('hex')}';

/** The module, ${binary.length} bytes, base64. */
export const kernelsBase64: string = \`
${(lines ?? []).join('\n')}
\`;
`;
}

const source = sourceOf(await wasmOf('kernels/index.ts'));
if (!process.argv.includes('--check')) {
  writeFileSync(generated, source);
  process.stdout.write(`${generated} is written\n`);
} else if (readFileSync(generated, 'utf8') === source) {
  process.stdout.write(`${generated} is what kernels/ gives\n`);
} else {
  process.stderr.write(`${generated} is not what kernels/ gives; npm run kernels writes it anew\n`);
  process.exitCode = 1;
}
