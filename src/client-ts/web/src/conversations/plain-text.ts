/** Marks of Markdown and what stays of them, in this order. */
const marks: readonly (readonly [RegExp, string])[] = [
  // Fences of code with their language, then lines that begin as quotes, headings and items do.
  [/^\s*(`{3,}|~{3,}).*$/gm, ''],
  [/^\s*(?:>\s?|#{1,6}\s+|[-*+]\s+)+/gm, ''],
  [/!?\[([^\]\n]*)\]\([^)\s]*\)/g, '$1'],
  [/`([^`\n]+)`/g, '$1'],
  [/(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1/g, '$2'],
  [/\*(?=\S)([^*\n]+?)(?<=\S)\*/g, '$1'],
  // Within a word an underscore is part of it.
  [/(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])/gu, '$1'],
];

/** No line shows more than so many UTF-16 units. */
const maxLength = 300;

/** A message as one line of plain words: without the marks of its Markdown. */
export function plainText(markdown: string): string {
  const text = marks.reduce((rest, [mark, kept]) => rest.replace(mark, kept), markdown.slice(0, maxLength * 2));
  return text.replace(/\s+/g, ' ').trim().slice(0, maxLength);
}
