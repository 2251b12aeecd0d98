import type { settings as en } from '../en/settings';
import { isolate } from '../isolate';
import { plural } from './plural';

export const settings: typeof en = {
  account: {
    change: 'Passwort ändern',
    changed: 'Das Passwort ist geändert. Alle deine anderen Sitzungen sind beendet.',
    current: 'Bisheriges Passwort',
    erase: 'Konto löschen',
    eraseConfirm: 'Endgültig löschen',
    eraseText:
      'Dein Profil, deine Kontakte und Sitzungen werden endgültig entfernt. Was du geschrieben hast, bleibt unter „gelöschtes Konto“ stehen.',
    eraseTitle: 'Dein Konto löschen?',
    export: 'Deine Daten herunterladen',
    exportHint: 'Alles, was über dich gespeichert ist, als eine JSON-Datei.',
    exported: 'Deine Daten sind heruntergeladen.',
    new: 'Neues Passwort',
    password: 'Dein Passwort',
    unsent: (count) =>
      plural(count, {
        one: '1 Nachricht ist nicht gesendet. Sie bleibt auf diesem Gerät, bis du dich hier wieder anmeldest.',
        other: '# Nachrichten sind nicht gesendet. Sie bleiben auf diesem Gerät, bis du dich hier wieder anmeldest.',
      }),
    signOutTitle: 'Abmelden?',
  },
  appearance: {
    dark: 'Dunkel',
    language: 'Sprache',
    light: 'Hell',
    system: 'Wie das System',
    systemLanguage: 'Wie der Browser',
    theme: 'Darstellung',
  },
  notifications: {
    denied:
      'Der Browser erlaubt dieser Seite keine Benachrichtigungen. Erlaube sie in seinen Einstellungen und versuche es erneut.',
    hint: 'Wenn eine Nachricht kommt, während diese Seite nicht zu sehen ist',
    show: 'Benachrichtigungen anzeigen',
    sound: 'Ton abspielen',
    soundHint: 'Bei jeder Benachrichtigung',
  },
  profile: {
    choose: 'Bild auswählen',
    displayName: 'Anzeigename',
    displayNameHint: 'Der Name, den andere sehen',
    noPicture: 'Dieses Bild lässt sich nicht lesen. Wähle ein Bild als JPEG, PNG, GIF oder WebP.',
    picture: 'Dein Bild',
    removePicture: 'Bild entfernen',
    saved: 'Gespeichert',
    uploading: 'Wird hochgeladen …',
    username: 'Benutzername',
    usernameHint: 'Damit finden dich andere. Er bleibt, wie er ist.',
  },
  sections: {
    account: 'Konto',
    appearance: 'Darstellung',
    notifications: 'Benachrichtigungen',
    profile: 'Profil',
    sessions: 'Sitzungen',
  },
  sessions: {
    current: 'Dieses Gerät',
    device: (browser, system) => `${isolate(browser)} unter ${isolate(system)}`,
    hint: 'Hier bist du angemeldet. Beende eine Sitzung, die du nicht kennst, und ändere dein Passwort.',
    lastUsed: (when) => `Zuletzt benutzt: ${when}`,
    others: 'Andere Sitzungen',
    noOthers: 'Du bist sonst nirgends angemeldet.',
    revoke: 'Sitzung beenden',
    revokeAll: 'Alle anderen Sitzungen beenden',
    revokeAllText: 'Alle deine anderen Geräte werden sofort abgemeldet.',
    revokeAllTitle: 'Alle anderen Sitzungen beenden?',
    revokeText: 'Das Gerät wird sofort abgemeldet.',
    revokeTitle: 'Diese Sitzung beenden?',
    since: (when) => `Angemeldet: ${when}`,
    unknown: 'Unbekanntes Gerät',
  },
  title: 'Einstellungen',
};
