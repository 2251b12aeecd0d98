import type { groups as en } from '../en/groups';
import { isolate } from '../isolate';
import { plural } from './plural';

const number = new Intl.NumberFormat('ar');

export const groups: typeof en = {
  add: {
    action: 'إضافة أعضاء',
  },
  delete: {
    action: 'حذف المجموعة',
    confirm: 'الحذف لدى الجميع',
    name: 'اكتب اسم المجموعة للتأكيد',
    text: 'ستُحذف رسائلها وصورها لدى جميع أعضائها، ولا يمكن التراجع عن ذلك.',
    title: 'هل تريد حذف هذه المجموعة؟',
  },
  handOver: {
    action: 'نقل ملكية المجموعة',
    text: 'ستصبح مشرفًا بعد ذلك، ولن يستطيع إعادتها إليك إلا المالك الجديد.',
    title: (name) => `هل تريد نقل ملكية المجموعة إلى ${isolate(name)}؟`,
  },
  invites: {
    any: 'أي عدد من الأشخاص',
    copied: 'تم نسخ الرابط.',
    copy: 'نسخ الرابط',
    copyFailed: 'لم يسمح المتصفح بنسخ الرابط. حدِّده وانسخه يدويًا.',
    day: 'يوم واحد',
    expired: 'منتهي الصلاحية',
    expires: (when) => `ينتهي في ${when}`,
    hint: 'كل من لديه رابط يرى اسم المجموعة ويمكنه الانضمام إليها.',
    hour: 'ساعة واحدة',
    make: 'إنشاء رابط دعوة',
    never: 'لا تنتهي صلاحيته',
    none: 'لا توجد روابط دعوة.',
    people: (count) =>
      plural(count, { one: 'شخص واحد', two: 'شخصان', few: '# أشخاص', many: '# شخصًا', other: '# شخص' }),
    title: 'روابط الدعوة',
    usedUp: 'استُنفد',
    uses: (count) =>
      plural(count, {
        zero: 'لم يُستخدم',
        one: 'استُخدم مرة واحدة',
        two: 'استُخدم مرتين',
        few: 'استُخدم # مرات',
        many: 'استُخدم # مرة',
        other: 'استُخدم # مرة',
      }),
    usesOf: (count, most) => `استُخدم ${number.format(count)} من ${number.format(most)}`,
    validFor: 'تنتهي صلاحيته بعد',
    week: 'أسبوع واحد',
    whoMany: 'يسمح بدخول',
    withdraw: 'سحب الرابط',
    withdrawText: 'لن يتمكن أحد من الانضمام به بعد الآن، ويبقى من انضم سابقًا في المجموعة.',
    withdrawTitle: 'هل تريد سحب هذا الرابط؟',
  },
  join: {
    action: 'الانضمام إلى المجموعة',
    expires: (when) => `هذه الدعوة صالحة حتى ${when}.`,
    gone: 'استُنفدت هذه الدعوة أو انتهت صلاحيتها. اطلب دعوة جديدة ممن أرسلها.',
    member: 'أنت عضو في هذه المجموعة بالفعل.',
    open: 'فتح المجموعة',
    title: 'دعوة',
    toList: 'الانتقال إلى محادثاتك',
    unknown: 'لا توجد دعوة كهذه أو أنها سُحبت. تحقق من الرابط أو اطلب رابطًا جديدًا.',
    words: 'أنت مدعو للانضمام إلى هذه المجموعة.',
  },
  leave: {
    action: 'مغادرة المجموعة',
    confirm: 'مغادرة',
    first: 'أنت مالك هذه المجموعة. انقل ملكيتها إلى عضو آخر قبل مغادرتها، أو احذفها.',
    last: 'أنت آخر عضو: ستُحذف المجموعة ورسائلها عند مغادرتك.',
    text: 'لن تصلك رسائلها بعد ذلك.',
    title: 'هل تريد مغادرة هذه المجموعة؟',
  },
  member: {
    actions: (name) => `إجراءات لـ ${isolate(name)}`,
    makeAdmin: 'تعيين مشرفًا',
    makeMember: 'إعادة إلى عضو عادي',
    message: 'إرسال رسالة',
    remove: 'إزالة من المجموعة',
    removeText: 'لن تصل إلى هذا العضو رسائل المجموعة بعد ذلك. يمكنك إضافته مجددًا.',
    removeTitle: (name) => `هل تريد إزالة ${isolate(name)}؟`,
  },
  memberCount: (count) =>
    plural(count, {
      zero: 'لا أعضاء',
      one: 'عضو واحد',
      two: 'عضوان',
      few: '# أعضاء',
      many: '# عضوًا',
      other: '# عضو',
    }),
  members: 'الأعضاء',
  name: 'اسم المجموعة',
  noMemberFound: 'لا يوجد عضو بهذا الاسم.',
  rename: 'تغيير اسم المجموعة',
  roles: { admin: 'مشرف', owner: 'المالك' },
  searchMembers: 'البحث في الأعضاء',
  showAll: (count) => plural(count, { other: 'عرض الكل (#)' }),
};
