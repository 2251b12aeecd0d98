import type { shortcuts as en } from '../en/shortcuts';

export const shortcuts: typeof en = {
  bold: 'خط عريض',
  break: 'سطر جديد',
  close: 'إغلاق ما هو مفتوح',
  code: 'نص برمجي',
  does: 'ما تفعله',
  editLast: 'تعديل آخر رسالة لك',
  help: 'عرض هذه الصفحة',
  keys: 'المفاتيح',
  italic: 'خط مائل',
  mention: 'الإشارة إلى شخص',
  newMessage: 'رسالة جديدة',
  next: 'المحادثة التالية',
  places: { everywhere: 'في كل مكان', writing: 'أثناء الكتابة' },
  previous: 'المحادثة السابقة',
  search: 'البحث',
  send: 'إرسال الرسالة',
  title: 'اختصارات لوحة المفاتيح',
};
