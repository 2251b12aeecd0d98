import { describe, expect, test } from 'vitest';
import { parse, waitsForSignIn } from '../src/app/routes';

describe('who signs in', () => {
  const invite = parse('/join/abc');

  test.each([
    ['comes by an invite and has no session', invite, null, true],
    ['comes back after the session expired', invite, 'expired', true],
    ['is the next one after a sign-out', invite, 'signedOut', false],
    ['is the next one after an erasure', invite, 'erased', false],
    ['finds no page but an invite', parse('/c/d.1'), null, false],
  ])('%s', (_, route, reason, waits) => expect(waitsForSignIn(route, reason)).toBe(waits));
});
