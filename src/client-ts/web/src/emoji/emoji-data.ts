import type { CompactEmoji } from 'emojibase';
import { locale } from '../i18n';
import type { Locale } from '../i18n';

export interface Emoji {
  readonly unicode: string;
  readonly label: string;
  /** Words that find it, in lower case. */
  readonly words: readonly string[];
}

export interface EmojiGroup {
  readonly name: string;
  readonly emoji: readonly Emoji[];
}

interface Messages {
  readonly groups: readonly { readonly key: string; readonly message: string; readonly order: number }[];
}

/** Modifiers, which are no reactions by themselves. */
const componentGroup = 2;

/** There are no names in Arabic; the English ones stand in. */
const load: Readonly<Record<Locale, () => Promise<readonly [CompactEmoji[], Messages]>>> = {
  en: () => both(import('emojibase-data/en/compact.json'), import('emojibase-data/en/messages.json')),
  de: () => both(import('emojibase-data/de/compact.json'), import('emojibase-data/de/messages.json')),
  ar: () => load.en(),
};

async function both(
  emoji: Promise<{ default: unknown }>,
  messages: Promise<{ default: unknown }>,
): Promise<readonly [CompactEmoji[], Messages]> {
  return [(await emoji).default as CompactEmoji[], (await messages).default as Messages];
}

/** All emoji in the order of the standard, with names in the person's language. */
export async function loadEmoji(): Promise<readonly EmojiGroup[]> {
  const [emoji, { groups }] = await load[locale()]();
  return groupsOf(emoji, groups);
}

export function groupsOf(emoji: readonly CompactEmoji[], groups: Messages['groups']): readonly EmojiGroup[] {
  const sorted = emoji.toSorted((one, other) => (one.order ?? 0) - (other.order ?? 0));
  return groups
    .filter(({ order }) => order !== componentGroup)
    .map(({ message, order }) => ({
      name: message.charAt(0).toLocaleUpperCase() + message.slice(1),
      emoji: sorted
        .filter(({ group }) => group === order)
        .map(({ unicode, label, tags }) => ({
          unicode,
          label,
          words: [label, ...(tags ?? [])].flatMap((text) => text.toLocaleLowerCase().split(/[\s:,-]+/)),
        })),
    }));
}

/** Those for which each word of the query begins one of theirs; those whose name begins with it first. */
export function findEmoji(groups: readonly EmojiGroup[], query: string): readonly Emoji[] {
  const text = query.trim().toLocaleLowerCase();
  const wanted = text.split(/\s+/);
  const found = groups
    .flatMap(({ emoji }) => emoji)
    .filter(({ words, unicode }) => unicode === text || wanted.every((part) => words.some((word) => word.startsWith(part))));
  const leads = (emoji: Emoji) => Number(emoji.label.toLocaleLowerCase().startsWith(text));
  return found.toSorted((one, other) => leads(other) - leads(one));
}
