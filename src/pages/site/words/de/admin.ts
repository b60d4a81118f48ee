import type { SiteWords } from '../../words.ts';

export const admin: SiteWords['admin'] = {
  nav: {
    label: 'Verwaltung',
    overview: 'Auf einen Blick',
    accounts: 'Konten',
    apps: 'Apps',
    invites: 'Einladungen',
    housekeeping: 'Aufräumen',
    audit: 'Protokoll',
    back: 'Dein Konto',
  },
};
