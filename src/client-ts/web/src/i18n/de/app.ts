import type { app as en } from '../en/app';

export const app: typeof en = {
  chooseConversation: 'Wähle einen Chat aus oder beginne einen neuen.',
  connection: {
    offline: 'Keine Verbindung. Nachrichten werden aufbewahrt und gesendet, sobald du zurück bist.',
    reconnecting: 'Verbindung wird wiederhergestellt …',
    syncing: 'Wird auf den neuesten Stand gebracht …',
    tryNow: 'Jetzt versuchen',
  },
  failed: 'Diese Seite konnte nicht geladen werden. Prüfe deine Verbindung und versuche es noch einmal.',
  sidebar: 'Chats und Personen',
  skipToMessages: 'Zu den Nachrichten springen',
  unexpected: 'Etwas ist schiefgelaufen. Lade die Seite neu; was du geschrieben hast, bleibt erhalten.',
  update: 'Eine neue Version ist bereit.',
  updateNow: 'Neu laden',
};
