/** So many emoji are shown large. */
const most = 3;

const emoji = /\p{Extended_Pictographic}|^\p{Regional_Indicator}{2}$/u;

const characterSegmenter = new Intl.Segmenter();

/** A message of a few emoji and nothing else. */
export function isEmojiOnly(text: string): boolean {
  if (text.length > 60) return false;
  const characters = [...characterSegmenter.segment(text.replace(/\s/g, ''))].map(({ segment }) => segment);
  return characters.length > 0 && characters.length <= most && characters.every((character) => emoji.test(character));
}
