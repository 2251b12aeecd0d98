/** A name inside a sentence: its direction does not disturb that of the words around it. */
export const isolate = (text: string): string => `\u2068${text}\u2069`;
