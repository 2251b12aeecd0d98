const timeoutMilliseconds = 20 * 60_000;

/**
 * Runs a suite, prints a line while it runs and a line when it is done, and in full what it said when it failed.
 * Resolves to its counts; a suite that broke down, ran no test or took too long counts as one failed test.
 */
export async function runSuite({ name, run }, context, stop) {
  const started = performance.now();
  const timeout = AbortSignal.timeout(timeoutMilliseconds);
  const result = { passed: 0, failed: 0, skipped: 0, output: '' };
  showRunning(name);
  try {
    Object.assign(result, await run({ ...context, signal: AbortSignal.any([stop, timeout]) }));
    if (result.passed + result.failed + result.skipped === 0) fail(result, `${name} ran no test.`);
    else if (result.code !== 0 && result.failed === 0) fail(result, `${name} ended with exit code ${result.code}.`);
  } catch (error) {
    if (stop.aborted) throw error;
    fail(result, timeout.aborted ? `${name} was not done after ${timeoutMilliseconds / 60_000} minutes.` : error.stack);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  showResult(`${result.failed > 0 ? '✗' : '✓'} ${name.padEnd(20)} ${counts(result)}  (${seconds} s)`);
  if (result.failed > 0) console.log(`\n${result.output.trim()}\n`);
  if (result.note) console.log(result.note);
  return result;
}

export const counts = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

function fail(result, reason) {
  result.failed += 1;
  result.output += `\n${reason}`;
}

// In a terminal the result takes the place of the line that says what runs.
const showRunning = (name) => process.stdout.write(process.stdout.isTTY ? `… ${name}` : `… ${name}\n`);
const showResult = (line) => console.log(process.stdout.isTTY ? `\r${line}` : line);
