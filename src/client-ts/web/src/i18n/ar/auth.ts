import type { auth as en } from '../en/auth';

export const auth: typeof en = {
  createAccount: 'إنشاء حساب',
  createTitle: 'أنشئ حسابك',
  displayName: 'الاسم الظاهر',
  displayNameHint: 'اختياري: الاسم الذي يراه الآخرون',
  ended: {
    expired: 'انتهت جلستك. يُرجى تسجيل الدخول من جديد.',
    erased: 'تم حذف حسابك نهائيًا.',
    replaced: 'سجّل شخص آخر الدخول في هذا المتصفح.',
  },
  haveAccount: 'لديك حساب؟',
  invited: 'أنت مدعو إلى مجموعة. سجّل الدخول أو أنشئ حسابًا لرؤيتها.',
  language: 'اللغة',
  newHere: 'جديد هنا؟',
  password: 'كلمة المرور',
  passwordHint: '٨ أحرف على الأقل',
  showPassword: 'إظهار الأحرف',
  signIn: 'تسجيل الدخول',
  signInTitle: 'تسجيل الدخول إلى OrleansChat',
  signOut: 'تسجيل الخروج',
  username: 'اسم المستخدم',
  usernameHint: '٣–٣٢ من الحروف والأرقام و _ . -',
  usernameTaken: 'هذا الاسم محجوز. اختر اسمًا آخر.',
};
