import type { details as en } from '../en/details';

export const details: typeof en = {
  close: 'إغلاق التفاصيل',
  contact: {
    accepted: 'ضمن جهات اتصالك',
    blocked: 'لقد حظرت هذا الشخص.',
    pendingIncoming: 'يرغب في أن يكون ضمن جهات اتصالك.',
    pendingOutgoing: 'لم يُجب عن طلبك بعد.',
  },
  copyUsername: 'نسخ اسم المستخدم',
  mute: 'كتم',
  muteHint: 'بلا إشعارات بالرسائل الجديدة',
  sharedGroups: 'المجموعات المشتركة',
  title: 'التفاصيل',
  usernameCopied: 'تم نسخ اسم المستخدم.',
};
