// Writes src/Grains/Search/folding.txt: what each character becomes before words are compared. .NET knows no normalisation
// without ICU, Node brings its own; so the table is made here and checked in, and the server needs neither.
// Run it again when Unicode grows: node scripts/lib/search-folding.mjs
import { writeFileSync } from 'node:fs';

/** Letters that Unicode does not take apart, and spellings that people mix. */
const special = new Map(Object.entries({
  'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'ł': 'l', 'ħ': 'h', 'ŧ': 't', 'ı': 'i',
  'ى': 'ي', 'ی': 'ي', 'ک': 'ك', 'ة': 'ه',
}));

/** Accents, vowel points of Arabic and Hebrew, and characters that only format; not the vowel signs of other scripts. */
const dropped = /[\p{Cf}\u0640]|(?=[\p{Script=Inherited}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}])[\p{Mn}\p{Me}]/gu;
/** The marks of voiced kana make another letter. */
const kept = /[\u3099\u309a]/u;

const strip = (text) => text.normalize('NFKD').replace(dropped, (mark) => (kept.test(mark) ? mark : ''));
const lower = (text) => [...text].map((letter) => special.get(letter) ?? letter.toUpperCase().toLowerCase()).join('');

function fold(character) {
  const folded = strip(lower(strip(special.get(character) ?? character)));
  return lower(folded);
}

/** Hangul syllables and kana stay whole, and letters of the keyboard's Hangul do not join. */
const whole = (code) => (code >= 0xac00 && code <= 0xd7a3) || (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3130 && code <= 0x318f);

const hex = (text) => [...text].map((letter) => letter.codePointAt(0).toString(16)).join(' ');
const lines = [];
for (let code = 0; code <= 0x10ffff; code++) {
  if ((code >= 0xd800 && code <= 0xdfff) || whole(code)) continue;
  const character = String.fromCodePoint(code);
  const folded = fold(character);
  if (folded !== character) lines.push(`${code.toString(16)};${hex(folded)}`);
}
const header = `# Made by scripts/lib/search-folding.mjs from Unicode ${process.versions.unicode}: code point;what it becomes (nothing: it is dropped).`;
writeFileSync(new URL('../../src/Grains/Search/folding.txt', import.meta.url), [header, ...lines, ''].join('\n'));
