import type { Message, SystemEvent } from '@orleanschat/sdk';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** A system message as a sentence. `nameOf` gives "You" for the reader. */
export function systemText(message: Message, nameOf: (userId: string) => string): string {
  const event = parse(message.content);
  const actor = nameOf(message.senderId);
  const others = list.format((event?.userIds ?? []).map(nameOf));
  switch (event?.event) {
    case 'groupCreated':
      return event.name === undefined ? `${actor} created the group` : `${actor} created the group “${event.name}”`;
    case 'membersAdded':
      return `${actor} added ${others}`;
    case 'memberJoined':
      return `${actor} joined with an invite`;
    case 'memberLeft':
      return `${actor} left`;
    case 'memberRemoved':
      return `${actor} removed ${others}`;
    case 'groupRenamed':
      return `${actor} renamed the group to “${event.name ?? ''}”`;
    case 'roleChanged':
      return event.role === 'admin' ? `${actor} made ${others} an admin` : `${actor} made ${others} a plain member`;
    case 'ownerChanged':
      return `${actor} handed the group over to ${others}`;
    default:
      return 'The group changed';
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
