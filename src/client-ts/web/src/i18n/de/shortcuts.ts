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
  next: 'Nächster Chat',
  places: { everywhere: 'Überall', writing: 'Beim Schreiben' },
  previous: 'Voriger Chat',
  search: 'Suchen',
  send: 'Nachricht senden',
  title: 'Tastenkürzel',
};
