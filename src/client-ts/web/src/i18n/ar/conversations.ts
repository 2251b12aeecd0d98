import type { conversations as en } from '../en/conversations';
import { plural } from './plural';

export const conversations: typeof en = {
  actions: (title) => `إجراءات \u2068${title}\u2069`,
  contacts: 'جهات الاتصال',
  contactsWith: (requests) => `جهات الاتصال، ${requests}`,
  details: 'التفاصيل',
  empty: 'لا توجد محادثات بعد. ابحث عن شخص وألقِ عليه التحية.',
  filter: { all: 'الكل', groups: 'المجموعات', label: 'عرض', unread: 'غير المقروءة' },
  findPeople: 'البحث عن أشخاص',
  markRead: 'تعليم كمقروءة',
  mentioned: 'تمت الإشارة إليك',
  mute: 'كتم',
  muted: 'مكتومة',
  newMessage: 'رسالة جديدة',
  noGroups: 'لست في أي مجموعة بعد.',
  noUnread: 'كل الرسائل مقروءة.',
  outgoing: { failed: 'لم تُرسل', read: 'مقروءة', sending: 'جارٍ الإرسال', sent: 'أُرسلت' },
  preview: {
    deleted: 'حُذفت الرسالة',
    draft: 'مسودة',
    image: 'صورة',
    none: 'لا توجد رسائل بعد',
  },
  requests: (count) =>
    plural(count, {
      zero: 'لا طلبات تواصل',
      one: 'طلب تواصل واحد',
      two: 'طلبا تواصل',
      few: '# طلبات تواصل',
      many: '# طلب تواصل',
      other: '# طلب تواصل',
    }),
  settings: 'الإعدادات',
  title: 'المحادثات',
  list: 'المحادثات',
  typing: 'يكتب…',
  typingMany: (count) =>
    plural(count, {
      one: 'شخص واحد يكتب…',
      two: 'شخصان يكتبان…',
      few: '# أشخاص يكتبون…',
      many: '# شخصًا يكتبون…',
      other: '# شخص يكتبون…',
    }),
  typingOne: (name) => `\u2068${name}\u2069 يكتب…`,
  unmute: 'إلغاء الكتم',
  unnamed: 'محادثة',
  unread: 'غير مقروءة',
};
