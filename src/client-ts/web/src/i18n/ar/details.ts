import type { details as en } from '../en/details';
import { isolate } from '../isolate';

export const details: typeof en = {
  accept: 'قبول الطلب',
  ask: 'إضافة إلى جهات الاتصال',
  block: 'حظر',
  blockText: 'لن يتمكن هذا الشخص من مراسلتك بعد الآن، ولن يُبلَّغ بذلك.',
  blockTitle: (name) => `هل تريد حظر ${isolate(name)}؟`,
  close: 'إغلاق التفاصيل',
  contact: {
    accepted: 'ضمن جهات اتصالك',
    blocked: 'لقد حظرت هذا الشخص.',
    pendingIncoming: 'يرغب في أن يكون ضمن جهات اتصالك.',
    pendingOutgoing: 'لم يُجب عن طلبك بعد.',
  },
  copyUsername: 'نسخ اسم المستخدم',
  decline: 'رفض الطلب',
  mute: 'كتم',
  muteHint: 'بلا إشعارات بالرسائل الجديدة',
  remove: 'إزالة من جهات الاتصال',
  sharedGroups: 'المجموعات المشتركة',
  title: 'التفاصيل',
  unblock: 'إلغاء الحظر',
  usernameCopied: 'تم نسخ اسم المستخدم.',
  withdraw: 'سحب الطلب',
};
