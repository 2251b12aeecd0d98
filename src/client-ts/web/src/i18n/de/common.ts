import type { common as en } from '../en/common';

export const common: typeof en = {
  add: 'Hinzufügen',
  back: 'Zurück',
  cancel: 'Abbrechen',
  close: 'Schließen',
  copied: 'Kopiert',
  copy: 'Kopieren',
  delete: 'Löschen',
  discard: 'Verwerfen',
  done: 'Fertig',
  edit: 'Bearbeiten',
  loading: 'Wird geladen …',
  moreActions: 'Weitere Aktionen',
  remove: 'Entfernen',
  retry: 'Erneut senden',
  save: 'Speichern',
  tryAgain: 'Erneut versuchen',
  you: 'Du',
};
