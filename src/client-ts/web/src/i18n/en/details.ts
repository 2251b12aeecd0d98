/** The panel beside a conversation: who it is with. */
export const details = {
  close: 'Close details',
  contact: {
    accepted: 'In your contacts',
    blocked: 'You have blocked this person.',
    pendingIncoming: 'Would like to be in your contacts.',
    pendingOutgoing: 'Has not answered your request yet.',
  },
  copyUsername: 'Copy username',
  mute: 'Mute',
  muteHint: 'No notifications of new messages',
  sharedGroups: 'Groups you share',
  title: 'Details',
  usernameCopied: 'The username is copied.',
};
