import type { composer as en } from '../en/composer';
import { isolate } from '../isolate';
import { plural } from './plural';

export const composer: typeof en = {
  attach: 'إرفاق صور',
  blocked: (name) => `لقد حظرت ${isolate(name)}.`,
  cancelReply: 'إلغاء الرد',
  cancelUpload: 'عدم إرسال هذه الصورة',
  charactersLeft: (count) =>
    plural(count, {
      zero: 'لم يتبقَّ أي حرف',
      one: 'تبقّى حرف واحد',
      two: 'تبقّى حرفان',
      few: 'تبقّت # أحرف',
      many: 'تبقّى # حرفًا',
      other: 'تبقّى # حرف',
    }),
  dropHere: 'أفلت الصور هنا',
  emoji: 'إدراج رمز تعبيري',
  image: 'صورة',
  images: 'الصور المراد إرسالها',
  message: 'رسالة',
  notSent: 'لم تُرسل.',
  originalSize: 'الإرسال بالحجم الأصلي',
  people: 'أشخاص يمكن الإشارة إليهم',
  peopleFound: (count) =>
    plural(count, {
      one: 'شخص واحد. اضغط Enter لاختيار الاسم.',
      two: 'شخصان. استخدم السهمين للاختيار وEnter للإدراج.',
      few: '# أشخاص. استخدم السهمين للاختيار وEnter للإدراج.',
      many: '# شخصًا. استخدم السهمين للاختيار وEnter للإدراج.',
      other: '# شخص. استخدم السهمين للاختيار وEnter للإدراج.',
    }),
  reading: 'جارٍ قراءة الصور…',
  refused: {
    size: (name) => `«${isolate(name)}» كبيرة جدًا: الحد الأقصى للصورة ١٠ ميغابايت. اختر صورة أصغر.`,
    type: (name) => `«${isolate(name)}» ليست صورة يمكن إرسالها. اختر صورة بصيغة JPEG أو PNG أو GIF أو WebP أو AVIF.`,
    unreadable: (name) => `تعذّرت قراءة «${isolate(name)}» كصورة؛ ربما كان الملف تالفًا. اختر صورة أخرى.`,
  },
  removeImage: (name) => `إزالة ${isolate(name)}`,
  replyingTo: (name) => `الرد على ${isolate(name)}`,
  send: 'إرسال',
  sending: 'جارٍ الإرسال',
  sent: 'تم الإرسال',
  tooLong: (count) =>
    plural(count, {
      one: 'النص أطول من الحد بحرف واحد. اختصره لإرساله.',
      two: 'النص أطول من الحد بحرفين. اختصره لإرساله.',
      few: 'النص أطول من الحد بـ # أحرف. اختصره أو أرسله على أجزاء.',
      many: 'النص أطول من الحد بـ # حرفًا. اختصره أو أرسله على أجزاء.',
      other: 'النص أطول من الحد بـ # حرف. اختصره أو أرسله على أجزاء.',
    }),
  unblock: 'إلغاء الحظر',
  uploading: 'جارٍ رفع الصورة',
  waiting: 'في انتظار الاتصال',
  waitingCount: (count) =>
    plural(count, {
      zero: 'لا رسائل في انتظار الاتصال',
      one: 'رسالة واحدة في انتظار الاتصال',
      two: 'رسالتان في انتظار الاتصال',
      few: '# رسائل في انتظار الاتصال',
      many: '# رسالة في انتظار الاتصال',
      other: '# رسالة في انتظار الاتصال',
    }),
};
