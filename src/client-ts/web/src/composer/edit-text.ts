/**
 * Replaces a stretch of a text area as if it had been typed, so that undo takes it back. Only the old `execCommand`
 * keeps the undo history; where it does not work the text is set. An `input` event follows in both cases.
 */
export function replaceText(area: HTMLTextAreaElement, start: number, end: number, text: string): void {
  area.focus();
  area.setSelectionRange(start, end);
  if (document.execCommand('insertText', false, text)) return;
  area.setRangeText(text, start, end, 'end');
  area.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
