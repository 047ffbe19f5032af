#!/usr/bin/env node
/**
 * The one door into a clone: does whatever set-up is missing, then runs a verb.
 *
 *   node scripts/bootstrap.mjs start [ARGS]   the demonstration, or any seisfs command
 *   node scripts/bootstrap.mjs test [FILES]   every test that needs no foreign program
 *   node scripts/bootstrap.mjs check          types, format, lint, dead code, package, kernels
 *   node scripts/bootstrap.mjs interop        foreign programs reading a mount
 *   node scripts/bootstrap.mjs bench [ARGS]   figures beside peers
 *   node scripts/bootstrap.mjs setup          only the set-up
 *
 * Plain Node without a dependency, because it runs before anything is installed. Everything but the version check is
 * loaded afterwards, so that a Node too old to parse it still gets the message and not a syntax error.
 */
const needed = [20, 19];
const found = process.versions.node.split('.').map(Number);
if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  console.error(
    `seisfs needs Node ${needed.join('.')} or newer, this is ${process.versions.node}: install a newer one`,
  );
  process.exit(1);
}

async function main() {
  const { run } = await import('./bootstrap/verbs.mjs');
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    console.error(error.mend === undefined ? error : `seisfs set-up: ${error.message}; ${error.mend}`);
    process.exitCode = 1;
  }
}

void main();
