import type { shortcuts as en } from '../en/shortcuts';

export const shortcuts: typeof en = {
  bold: 'Fett',
  break: 'Neue Zeile',
  close: 'Schließen, was offen ist',
  code: 'Code',
  does: 'Was es tut',
  editLast: 'Deine letzte Nachricht bearbeiten',
  help: 'Diese Seite zeigen',
  keys: 'Tasten',
  italic: 'Kursiv',
  mention: 'Jemanden erwähnen',
  newMessage: 'Neue Nachricht',
  next: 'Nächste Unterhaltung',
  places: { everywhere: 'Überall', writing: 'Beim Schreiben' },
  previous: 'Vorige Unterhaltung',
  search: 'Suchen',
  send: 'Nachricht senden',
  title: 'Tastenkürzel',
};
