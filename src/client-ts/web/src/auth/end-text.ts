/** Why the last session ended, when the person did not end it. */
export function endText(reason: string | null): string | null {
  switch (reason) {
    case null:
    case 'signedOut':
      return null;
    case 'replaced':
      return 'Somebody else signed in with this browser.';
    default:
      return 'Your session has ended. Please sign in again.';
  }
}
