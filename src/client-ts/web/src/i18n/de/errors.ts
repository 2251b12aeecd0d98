import type { errors as en } from '../en/errors';

export const errors: typeof en = {
  validation_failed: 'Etwas in deinen Angaben stimmt nicht. Prüfe die Felder und versuche es noch einmal.',
  unauthenticated: 'Du bist nicht mehr angemeldet. Melde dich neu an.',
  forbidden: 'Das darfst du hier nicht. Frag einen Admin der Gruppe oder die andere Person.',
  not_found: 'Das gibt es nicht mehr. Geh zurück und wähle etwas anderes.',
  conflict: 'Das hat sich inzwischen geändert. Sieh es dir noch einmal an und versuche es erneut.',
  username_taken: 'Dieser Benutzername ist vergeben. Wähle einen anderen.',
  gone: 'Das ist aufgebraucht oder abgelaufen. Bitte um einen neuen Link.',
  too_large: 'Das ist zu groß. Wähle etwas Kleineres.',
  unsupported_media_type: 'Diese Art von Datei geht nicht. Wähle ein Bild als JPEG, PNG, GIF oder WebP.',
  rate_limited: 'Zu viele Versuche. Warte kurz und versuche es noch einmal.',
  unavailable: 'Der Server ist gerade beschäftigt. Versuche es gleich noch einmal.',
  network: 'Der Server ist nicht erreichbar. Prüfe deine Verbindung und versuche es noch einmal.',
  unknown: 'Etwas ist schiefgegangen. Versuche es noch einmal; wenn es so bleibt, lade die Seite neu.',
};
