import type { notifications as en } from '../en/notifications';

export const notifications: typeof en = {
  from: (name, text) => `\u2068${name}\u2069: \u2068${text}\u2069`,
  image: 'صورة',
  mention: (name, text) => `أشار إليك \u2068${name}\u2069: \u2068${text}\u2069`,
  newMessage: 'رسالة جديدة',
  somebody: 'شخص ما',
};
