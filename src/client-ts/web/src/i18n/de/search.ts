import type { search as en } from '../en/search';

export const search: typeof en = {
  after: 'Von',
  before: 'Bis',
  chats: 'Chats',
  clear: 'Suche leeren',
  close: 'Suche schließen',
  field: 'Suchen',
  filters: 'Filter',
  inConversation: 'Nachrichten suchen',
  messages: 'Nachrichten',
  more: 'Mehr anzeigen',
  noMessages: 'Keine Nachrichten gefunden.',
  nothing: 'Nichts gefunden. Versuch es mit anderen Wörtern.',
  people: 'Leute',
  prompt: 'Tippe, um deine Nachrichten zu durchsuchen.',
  resetFilters: 'Filter zurücksetzen',
  results: 'Suchergebnisse',
  searching: 'Wird gesucht …',
  sender: 'Von wem',
  anyone: 'Alle',
};
