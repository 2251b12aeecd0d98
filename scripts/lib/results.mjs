/**
 * What a test run says of itself: `{ passed, failed, skipped }`, read from the report each test runner writes.
 * A test that passed only when repeated has failed once, and counts as failed.
 */

/** The report of `dotnet test --logger trx`. */
export function fromTrx(xml) {
  const counter = (name) => Number(new RegExp(`<Counters[^>]*\\b${name}="(\\d+)"`).exec(xml)[1]);
  const passed = counter('passed');
  const skipped = counter('total') - counter('executed');
  return { passed, failed: counter('total') - skipped - passed, skipped };
}

/** The TAP report of `node --test`. */
export function fromTap(text) {
  const counter = (name) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)[1]);
  return {
    passed: counter('pass'),
    failed: counter('fail') + counter('cancelled'),
    skipped: counter('skipped') + counter('todo'),
  };
}

/** The JSON report of Vitest. */
export function fromVitest(json) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(json);
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/** The JSON report of Playwright. */
export function fromPlaywright(json) {
  const { expected, unexpected, flaky, skipped } = JSON.parse(json).stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}
