import type { common as en } from '../en/common';

export const common: typeof en = {
  add: 'إضافة',
  back: 'رجوع',
  cancel: 'إلغاء',
  close: 'إغلاق',
  copied: 'تم النسخ',
  copy: 'نسخ',
  delete: 'حذف',
  discard: 'تجاهل',
  done: 'تم',
  edit: 'تعديل',
  loading: 'جارٍ التحميل…',
  moreActions: 'إجراءات أخرى',
  remove: 'إزالة',
  retry: 'إعادة الإرسال',
  save: 'حفظ',
  tryAgain: 'حاول مرة أخرى',
  you: 'أنت',
};
