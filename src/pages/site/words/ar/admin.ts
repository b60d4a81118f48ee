import type { SiteWords } from '../../words.ts';

export const admin: SiteWords['admin'] = {
  nav: {
    label: 'الإدارة',
    overview: 'لمحة عامة',
    accounts: 'الحسابات',
    apps: 'التطبيقات',
    invites: 'الدعوات',
    housekeeping: 'التنظيف',
    audit: 'سجل المراجعة',
    back: 'حسابك',
  },
};
