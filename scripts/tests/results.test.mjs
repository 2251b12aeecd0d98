import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromPlaywright, fromTap, fromTrx, fromVitest } from '../lib/results.mjs';

test('a trx report counts what was not executed as skipped', () => {
  const xml = '<Counters total="9" executed="7" passed="5" failed="1" timeout="1" notExecuted="0" />';
  assert.deepEqual(fromTrx(xml), { passed: 5, failed: 2, skipped: 2 });
});

test('a TAP report counts cancelled tests as failed', () => {
  const tap = 'ok 1 - # pass 99\n1..6\n# tests 7\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 1\n';
  assert.deepEqual(fromTap(tap), { passed: 3, failed: 2, skipped: 2 });
});

test('a Vitest report counts what is still to do as skipped', () => {
  const json = JSON.stringify({ numPassedTests: 4, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 });
  assert.deepEqual(fromVitest(json), { passed: 4, failed: 1, skipped: 3 });
});

test('a Playwright report counts a test that passed only when repeated as failed', () => {
  const json = JSON.stringify({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 } });
  assert.deepEqual(fromPlaywright(json), { passed: 3, failed: 2, skipped: 2 });
});

test('a report that breaks off has no counts', () => {
  assert.throws(() => fromTrx('<TestRun>'));
  assert.throws(() => fromTap('ok 1 - first'));
  assert.throws(() => fromVitest('{"numPassed'));
});
