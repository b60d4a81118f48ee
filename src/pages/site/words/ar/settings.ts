import type { SiteWords } from '../../words.ts';

export const settings: SiteWords['settings'] = {
  nav: {
    label: 'حسابك',
    profile: 'الملف الشخصي',
    account: 'كلمة المرور والبريد الإلكتروني',
    secondFactors: 'العامل الثاني',
    sessions: 'المتصفحات المسجَّلة الدخول',
    apps: 'التطبيقات المسموح لها',
    tokens: 'رموز الوصول الشخصية',
    bot: 'وصول الروبوتات',
    invites: 'الدعوات',
    export: 'تصدير بياناتك',
    delete: 'حذف الحساب',
    admin: 'الإدارة',
  },
};
