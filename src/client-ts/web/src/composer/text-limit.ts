import { maxContentLength } from '@orleanschat/sdk';

/** The counter appears when no more than this is left. */
const near = 500;

/** How many characters are left, below 0 when there are too many; null while there is no need to know. */
export function charactersLeft(text: string): number | null {
  const left = maxContentLength - text.trim().length;
  return left <= near ? left : null;
}
