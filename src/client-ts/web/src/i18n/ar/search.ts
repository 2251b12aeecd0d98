import type { search as en } from '../en/search';

export const search: typeof en = {
  after: 'من تاريخ',
  before: 'حتى تاريخ',
  chats: 'المحادثات',
  clear: 'مسح البحث',
  close: 'إغلاق البحث',
  field: 'بحث',
  filters: 'عوامل التصفية',
  inConversation: 'البحث في الرسائل',
  messages: 'الرسائل',
  more: 'عرض المزيد',
  noMessages: 'لم يُعثر على رسائل.',
  nothing: 'لم يُعثر على شيء. جرّب كلمات أخرى.',
  people: 'أشخاص',
  prompt: 'اكتب للبحث في رسائلك.',
  resetFilters: 'إعادة ضبط عوامل التصفية',
  results: 'نتائج البحث',
  searching: 'جارٍ البحث…',
  sender: 'المرسل',
  anyone: 'الجميع',
};
