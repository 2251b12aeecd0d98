import type { notifications as en } from '../en/notifications';

export const notifications: typeof en = {
  from: (name, text) => `\u2068${name}\u2069: \u2068${text}\u2069`,
  image: 'Bild',
  mention: (name, text) => `\u2068${name}\u2069 hat dich erwähnt: \u2068${text}\u2069`,
  newMessage: 'Neue Nachricht',
  somebody: 'Jemand',
};
