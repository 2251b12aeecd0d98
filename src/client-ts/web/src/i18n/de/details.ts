import type { details as en } from '../en/details';

export const details: typeof en = {
  close: 'Details schließen',
  contact: {
    accepted: 'Ist einer deiner Kontakte',
    blocked: 'Du hast diese Person blockiert.',
    pendingIncoming: 'Möchte zu deinen Kontakten gehören.',
    pendingOutgoing: 'Hat deine Anfrage noch nicht beantwortet.',
  },
  copyUsername: 'Benutzernamen kopieren',
  mute: 'Stummschalten',
  muteHint: 'Keine Benachrichtigungen über neue Nachrichten',
  sharedGroups: 'Gemeinsame Gruppen',
  title: 'Details',
  usernameCopied: 'Der Benutzername ist kopiert.',
};
