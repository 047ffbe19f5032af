#!/usr/bin/env node
/** The command `seisfs`. The version, which scripts ask for often, is told without loading anything else. */
import { version } from '../version.gen.ts';

if (process.argv.length === 3 && process.argv[2] === '--version') {
  process.stdout.write(`${version}\n`);
} else {
  const { runProgram } = await import('./program.ts');
  await runProgram();
}
