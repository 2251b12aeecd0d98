/** A stretch of text; `userId` when it names somebody. */
export interface TextPart {
  readonly text: string;
  readonly userId: string | null;
}

/** An @ behind a word or another @ is inside an address; the server finds mentions by the same rule. */
const mention = /(?<![a-zA-Z0-9_\-+@])@([a-zA-Z0-9_.-]{3,})(?![a-zA-Z0-9_.@-])/g;

/** Splits a text at its mentions. @param ids The mentioned users by user name in lower case. */
export function splitMentions(text: string, ids: ReadonlyMap<string, string>): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const found of text.matchAll(mention)) {
    const name = readings(found[1] ?? '').find((reading) => ids.has(reading.toLowerCase()));
    if (name === undefined) continue;
    if (found.index > end) parts.push({ text: text.slice(end, found.index), userId: null });
    parts.push({ text: `@${name}`, userId: ids.get(name.toLowerCase()) ?? null });
    end = found.index + name.length + 1;
  }
  if (end < text.length) parts.push({ text: text.slice(end), userId: null });
  return parts;
}

/** A name may end in punctuation, and punctuation may follow on a name: the longest first. */
function readings(run: string): readonly string[] {
  const names = [run];
  for (let name = run; /[._-]$/.test(name); ) names.push((name = name.slice(0, -1)));
  return names;
}
