import type { Message, SystemEvent } from '@orleanschat/sdk';
import { t } from '../i18n';
import { isolate } from '../i18n/isolate';
import { perLocale } from '../i18n/per-locale';

const listOf = perLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** A system message as a sentence. `nameOf` gives "You" for the reader. */
export function systemText(message: Message, nameOf: (userId: string) => string): string {
  const event = parse(message.content);
  const named = (userId: string) => isolate(nameOf(userId));
  const actor = named(message.senderId);
  const others = listOf().format((event?.userIds ?? []).map(named));
  switch (event?.event) {
    case 'groupCreated':
      return event.name === undefined
        ? t('timeline.system.created', actor)
        : t('timeline.system.createdNamed', actor, event.name);
    case 'membersAdded':
      return t('timeline.system.added', actor, others);
    case 'memberJoined':
      return t('timeline.system.joined', actor);
    case 'memberLeft':
      return t('timeline.system.left', actor);
    case 'memberRemoved':
      return t('timeline.system.removed', actor, others);
    case 'groupRenamed':
      return t('timeline.system.renamed', actor, event.name ?? '');
    case 'roleChanged':
      return t(event.role === 'admin' ? 'timeline.system.madeAdmin' : 'timeline.system.madeMember', actor, others);
    case 'ownerChanged':
      return t('timeline.system.madeOwner', actor, others);
    default:
      return t('timeline.system.changed');
  }
}

/** Null for what a newer server may write. */
function parse(content: string): SystemEvent | null {
  try {
    return JSON.parse(content) as SystemEvent;
  } catch {
    return null;
  }
}
