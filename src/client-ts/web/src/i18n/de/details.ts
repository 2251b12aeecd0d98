import type { details as en } from '../en/details';
import { isolate } from '../isolate';

export const details: typeof en = {
  accept: 'Anfrage annehmen',
  ask: 'Zu Kontakten hinzufügen',
  block: 'Blockieren',
  blockText: 'Diese Person kann dir nicht mehr schreiben und erfährt nichts davon.',
  blockTitle: (name) => `${isolate(name)} blockieren?`,
  close: 'Details schließen',
  contact: {
    accepted: 'Ist einer deiner Kontakte',
    blocked: 'Du hast diese Person blockiert.',
    pendingIncoming: 'Möchte zu deinen Kontakten gehören.',
    pendingOutgoing: 'Hat deine Anfrage noch nicht beantwortet.',
  },
  copyUsername: 'Benutzernamen kopieren',
  decline: 'Anfrage ablehnen',
  mute: 'Stummschalten',
  muteHint: 'Keine Benachrichtigungen über neue Nachrichten',
  remove: 'Aus Kontakten entfernen',
  sharedGroups: 'Gemeinsame Gruppen',
  title: 'Details',
  unblock: 'Nicht mehr blockieren',
  usernameCopied: 'Der Benutzername ist kopiert.',
  withdraw: 'Anfrage zurücknehmen',
};
