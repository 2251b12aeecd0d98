import type { Conversation, Message, OutboxEntry } from '@orleanschat/sdk';
import { systemText } from '../groups/system-text';
import { t } from '../i18n';
import { plainText } from './plain-text';

export function titleOf(conversation: Conversation): string {
  return conversation.name ?? conversation.peer?.displayName ?? t('conversations.unnamed');
}

/** The last thing in a conversation, in one line. */
export interface Preview {
  /** Whose it is, or "Draft"; null where that is plain. */
  readonly lead: string | null;
  readonly text: string;
  readonly kind: 'plain' | 'draft' | 'image' | 'note';
}

interface PreviewSource {
  readonly conversation: Conversation;
  /** The person's newest message that is not in the log yet. */
  readonly pending: OutboxEntry | null;
  /** What was typed and not sent. */
  readonly draft: string;
  readonly userId: string;
  readonly nameOrYou: (userId: string) => string;
}

export function previewOf({ conversation, pending, draft, userId, nameOrYou }: PreviewSource): Preview {
  const draftText = plainText(draft);
  if (draftText !== '') return { lead: t('conversations.preview.draft'), text: draftText, kind: 'draft' };
  if (pending !== null) return { lead: nameOrYou(userId), ...contentOf(pending.content, pending.image !== null) };
  const message = conversation.lastMessage;
  if (message === null) return { lead: null, text: t('conversations.preview.none'), kind: 'note' };
  if (message.type === 'system') return { lead: null, text: systemText(message, nameOrYou), kind: 'note' };
  const namesSender = conversation.kind === 'group' || message.senderId === userId;
  const lead = namesSender ? firstWord(nameOrYou(message.senderId)) : null;
  if (message.deletedAt !== null) return { lead, text: t('conversations.preview.deleted'), kind: 'note' };
  return { lead, ...contentOf(message.content, message.image !== null) };
}

/** What stands for a message where there is room for words only. */
export function textOf(message: Message): string {
  if (message.deletedAt !== null) return t('conversations.preview.deleted');
  return contentOf(message.content, message.image !== null).text;
}

function contentOf(content: string, hasImage: boolean): Pick<Preview, 'text' | 'kind'> {
  const text = plainText(content);
  return { text: text === '' && hasImage ? t('conversations.preview.image') : text, kind: hasImage ? 'image' : 'plain' };
}

function firstWord(name: string): string {
  return name.split(' ', 1)[0] ?? name;
}

/** Who is typing; null when nobody is. */
export function typingText(names: readonly string[], isGroup: boolean): string | null {
  const [first] = names;
  if (first === undefined) return null;
  if (!isGroup) return t('conversations.typing');
  return names.length === 1 ? t('conversations.typingOne', first) : t('conversations.typingMany', names.length);
}
