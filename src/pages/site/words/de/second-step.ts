import { html } from '../../../markup.ts';
import type { SiteWords } from '../../words.ts';

export const secondStep: SiteWords['secondStep'] = {
  confirm: {
    title: 'Bestätige, dass du es bist',
    lead: 'Was jetzt kommt, betrifft die Schlüssel zu deinem Konto. Gib deshalb bitte noch einmal dein Passwort ein.',
    account: (handle) => html`Du bist angemeldet als ${handle}.`,
    submit: 'Bestätigen',
    wrongPassword: 'Das ist nicht das Passwort dieses Kontos. Prüfe es und versuche es noch einmal.',
    why: 'In der nächsten Viertelstunde wirst du nicht noch einmal gefragt.',
  },
};
