/** The line every suite ends with, and the only one a machine has to read: `check: 9 passed, 0 failed`. */

/** `counts` is `{ passed, failed, skipped? }`. Returns the exit code: a suite that ran nothing has failed. */
export function closeWith(suite, { passed, failed, skipped = 0 }) {
  const nothing = passed + failed === 0;
  if (nothing) console.log(`${suite}: nothing was run, which is a failure`);
  const skips = skipped > 0 ? `, ${skipped} skipped` : '';
  console.log(`\n${suite}: ${passed} passed, ${nothing ? 1 : failed} failed${skips}`);
  return failed > 0 || nothing ? 1 : 0;
}
