import type { SiteWords } from '../../words.ts';

export const settings: SiteWords['settings'] = {
  nav: {
    label: 'Dein Konto',
    profile: 'Profil',
    account: 'Passwort und E-Mail',
    secondFactors: 'Zweiter Faktor',
    sessions: 'Angemeldete Browser',
    apps: 'Berechtigte Apps',
    tokens: 'Persönliche Zugriffstokens',
    bot: 'Zugang für Bots',
    invites: 'Einladungen',
    export: 'Daten exportieren',
    delete: 'Konto löschen',
    admin: 'Verwaltung',
  },
};
