import type { auth as en } from '../en/auth';
import { plural } from './plural';

export const auth: typeof en = {
  createAccount: 'Konto erstellen',
  createTitle: 'Erstelle dein Konto',
  displayName: 'Anzeigename',
  displayNameHint: 'Freiwillig: der Name, den andere sehen',
  ended: {
    expired: 'Deine Sitzung ist beendet. Bitte melde dich neu an.',
    erased: 'Dein Konto wurde gelöscht.',
    replaced: 'Jemand anderes hat sich in diesem Browser angemeldet.',
  },
  haveAccount: 'Du hast schon ein Konto?',
  invited: 'Du bist in eine Gruppe eingeladen. Melde dich an oder erstelle ein Konto, um sie zu sehen.',
  language: 'Sprache',
  newHere: 'Neu hier?',
  password: 'Passwort',
  passwordHint: 'Mindestens 8 Zeichen',
  showPassword: 'Zeichen anzeigen',
  signIn: 'Anmelden',
  signInTitle: 'Bei OrleansChat anmelden',
  signOut: 'Abmelden',
  signOutTitle: 'Abmelden?',
  unsent: (count) =>
    plural(count, {
      one: '1 Nachricht ist nicht gesendet. Sie bleibt auf diesem Gerät, bis du dich hier wieder anmeldest.',
      other: '# Nachrichten sind nicht gesendet. Sie bleiben auf diesem Gerät, bis du dich hier wieder anmeldest.',
    }),
  username: 'Benutzername',
  usernameHint: '3–32 Buchstaben, Ziffern und _ . -',
  usernameTaken: 'Dieser Name ist vergeben. Wähle einen anderen.',
};
