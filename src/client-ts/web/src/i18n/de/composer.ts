import type { composer as en } from '../en/composer';
import { isolate } from '../isolate';
import { plural } from './plural';

export const composer: typeof en = {
  attach: 'Bilder anhängen',
  blocked: (name) => `Du hast ${isolate(name)} blockiert.`,
  cancelReply: 'Antwort abbrechen',
  cancelUpload: 'Dieses Bild nicht senden',
  charactersLeft: (count) => `Noch ${plural(count, { one: '# Zeichen', other: '# Zeichen' })}`,
  dropHere: 'Bilder hier ablegen',
  emoji: 'Emoji einfügen',
  image: 'Bild',
  images: 'Bilder zum Senden',
  message: 'Nachricht',
  notSent: 'Nicht gesendet.',
  originalSize: 'In Originalgröße senden',
  people: 'Personen zum Erwähnen',
  peopleFound: (count) =>
    plural(count, {
      one: '# Person. Eingabe übernimmt den Namen.',
      other: '# Personen. Auf und Ab wählen aus, Eingabe übernimmt den Namen.',
    }),
  reading: 'Bilder werden gelesen …',
  refused: {
    size: (name) => `„${isolate(name)}“ ist zu groß: Bilder dürfen bis zu 10 MB haben. Wähle ein kleineres.`,
    type: (name) => `„${isolate(name)}“ ist kein Bild, das gesendet werden kann. Wähle JPEG, PNG, GIF, WebP oder AVIF.`,
    unreadable: (name) => `„${isolate(name)}“ lässt sich nicht als Bild lesen; vielleicht ist es beschädigt. Wähle ein anderes.`,
  },
  removeImage: (name) => `${isolate(name)} entfernen`,
  replyingTo: (name) => `Antwort an ${isolate(name)}`,
  send: 'Senden',
  sending: 'Wird gesendet',
  sent: 'Gesendet',
  tooLong: (count) =>
    plural(count, {
      one: '# Zeichen zu viel. Kürze den Text, um ihn zu senden.',
      other: '# Zeichen zu viel. Kürze den Text oder sende ihn in Teilen.',
    }),
  unblock: 'Blockierung aufheben',
  uploading: 'Bild wird hochgeladen',
  waiting: 'Wartet auf eine Verbindung',
  waitingCount: (count) =>
    plural(count, { one: '# Nachricht wartet auf eine Verbindung', other: '# Nachrichten warten auf eine Verbindung' }),
};
