/** A text with a selection, as a text area has it. */
export interface Selected {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Puts marks around what is selected, or takes them away; the same words stay selected. */
export function toggleMark({ text, start, end }: Selected, mark: string): Selected {
  const [before, chosen, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  const { length } = mark;
  if (before.endsWith(mark) && after.startsWith(mark)) {
    return { text: before.slice(0, -length) + chosen + after.slice(length), start: start - length, end: end - length };
  }
  return { text: before + mark + chosen + mark + after, start: start + length, end: end + length };
}
