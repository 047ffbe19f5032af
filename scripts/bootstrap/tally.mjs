/** A reporter for Node's test runner that ends with one JSON object: how many passed, failed and were skipped, and why. */

/** Suites hold tests and are no tests themselves; a file that failed before its first test counts as one. */
function isTest(event) {
  return event.data.details?.type !== 'suite';
}

export default async function* tally(events) {
  let passed = 0;
  let failed = 0;
  const skips = [];
  for await (const event of events) {
    if (event.type === 'test:fail' && event.data.todo === undefined && isTest(event)) failed++;
    if (event.type !== 'test:pass' || !isTest(event)) continue;
    const { name, skip, todo } = event.data;
    const excuse = skip ?? todo;
    if (excuse === undefined) passed++;
    else skips.push({ name, reason: excuse === true || excuse === '' ? 'no reason given' : String(excuse) });
  }
  yield JSON.stringify({ passed, failed, skips });
}
