/** What may be more than plain words. */
const mayHaveMarkup = /[*_`~[\]@<\\]|:\/\/|www\.|^\s*(?:>|#{1,6} |[-+] |\d+[.)] )/m;

/** Whether a text is worth parsing. */
export function hasMarkup(text: string): boolean {
  return mayHaveMarkup.test(text);
}
