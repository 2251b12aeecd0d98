/**
 * What an error means and what to do next, by its code in the public contract. Where the reader's language is the
 * server's, the server's own sentence is shown instead, for it says more.
 */
export const errors = {
  validation_failed: 'Something in the form is not right. Check the fields and try again.',
  unauthenticated: 'You are not signed in any more. Sign in again.',
  forbidden: 'You may not do this here. Ask an admin of the group, or the other person.',
  not_found: 'This is not there any more. Go back and choose something else.',
  conflict: 'This changed meanwhile. Look at it again and retry.',
  username_taken: 'This username is taken. Choose another one.',
  gone: 'This is used up or has expired. Ask for a new one.',
  too_large: 'This is too large. Choose something smaller.',
  unsupported_media_type: 'This kind of file is not supported. Choose a JPEG, PNG, GIF or WebP image.',
  rate_limited: 'Too many tries. Wait a little and try again.',
  unavailable: 'The server is busy. Try again in a moment.',
  network: 'The server cannot be reached. Check your connection and try again.',
  unknown: 'Something went wrong. Try again; if it stays so, reload the page.',
};
