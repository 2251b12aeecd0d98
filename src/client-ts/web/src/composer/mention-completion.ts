import type { Member } from '@orleanschat/sdk';

/** The mention that is being typed: from its @ to its end, and what of it stands before the caret. */
export interface MentionStart {
  readonly start: number;
  readonly end: number;
  readonly query: string;
}

/** People offered at a time. */
const most = 8;

/** An @ behind one of these is inside an e-mail address, as the server's MentionRules have it. */
const typed = /(?:^|[^a-zA-Z0-9_\-+@])@([\p{L}\p{M}\p{N}_.-]*)$/u;

/** @returns null when no mention is being typed at the caret. */
export function mentionAt(text: string, caret: number): MentionStart | null {
  const query = typed.exec(text.slice(0, caret))?.[1];
  if (query === undefined) return null;
  const rest = /^[a-zA-Z0-9_.-]*/.exec(text.slice(caret))?.[0] ?? '';
  return { start: caret - query.length - 1, end: caret + rest.length, query };
}

/** Who is meant, best first: whose name begins so, then whose name has a word that does, then whose name contains it. */
export function matching(members: readonly Member[], query: string, userId: string): readonly Member[] {
  const wanted = fold(query);
  return members
    .filter(({ user }) => user.id !== userId)
    .map((member) => ({ member, rank: rankOf(member, wanted) }))
    .filter(({ rank }) => rank < none)
    .sort((left, right) => left.rank - right.rank || compare(left.member, right.member))
    .slice(0, most)
    .map(({ member }) => member);
}

const none = 3;

function rankOf({ user }: Member, wanted: string): number {
  const names = [fold(user.username), fold(user.displayName)];
  if (names.some((name) => name.startsWith(wanted))) return 0;
  if (names.some((name) => name.split(/[\s._-]+/).some((word) => word.startsWith(wanted)))) return 1;
  return names.some((name) => name.includes(wanted)) ? 2 : none;
}

function compare(left: Member, right: Member): number {
  return left.user.displayName.localeCompare(right.user.displayName);
}

/** Without case and accents. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{Mn}/gu, '').toLocaleLowerCase();
}
