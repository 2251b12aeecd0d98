import type { app as en } from '../en/app';

export const app: typeof en = {
  chooseConversation: 'اختر محادثة أو ابدأ محادثة جديدة.',
  connection: {
    offline: 'لا يوجد اتصال. تُحفظ الرسائل وتُرسل عند عودتك.',
    reconnecting: 'جارٍ إعادة الاتصال…',
    syncing: 'جارٍ جلب ما فاتك…',
    tryNow: 'حاول الآن',
  },
  failed: 'تعذّر تحميل هذه الصفحة. تحقق من اتصالك ثم حاول مرة أخرى.',
  sidebar: 'المحادثات والأشخاص',
  skipToMessages: 'الانتقال إلى الرسائل',
  unexpected: 'حدث خطأ ما. أعد تحميل الصفحة؛ ما كتبته محفوظ.',
  update: 'يتوفر إصدار جديد.',
  updateNow: 'إعادة التحميل',
};
