import { isolate } from '../isolate';

/** The panel beside a conversation: who it is with. */
export const details = {
  accept: 'Accept request',
  ask: 'Add to contacts',
  block: 'Block',
  blockText: 'They cannot write to you any more, and are not told.',
  blockTitle: (name: string) => `Block ${isolate(name)}?`,
  close: 'Close details',
  contact: {
    accepted: 'In your contacts',
    blocked: 'You have blocked this person.',
    pendingIncoming: 'Would like to be in your contacts.',
    pendingOutgoing: 'Has not answered your request yet.',
  },
  copyUsername: 'Copy username',
  decline: 'Decline request',
  mute: 'Mute',
  muteHint: 'No notifications of new messages',
  remove: 'Remove from contacts',
  sharedGroups: 'Groups you share',
  title: 'Details',
  unblock: 'Unblock',
  usernameCopied: 'The username is copied.',
  withdraw: 'Take back request',
};
