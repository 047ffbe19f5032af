/** The one function of the AssemblyScript compiler that is used. Its own types declare a second `console` for all. */
export declare function main(
  argv: readonly string[],
  options: { writeFile(name: string, contents: Uint8Array | string): void },
): Promise<{ readonly error: Error | null; readonly stderr: { toString(): string } }>;
