import { html, type Markup } from '../../../markup.ts';
import type { SiteWords } from '../../words.ts';

export const demo: SiteWords['demo'] = {
  title: 'Demo',
  warning:
    'Demo: Wer sie erreicht, kann alles tun, und alles darin ist weg, wenn sie endet. Schreibe nichts hierher, was dir gehört.',
  toTry: 'Was es auszuprobieren gibt',
  people: 'Leute',
  password: 'Das Passwort von allen',
  token: (scopes: Markup): Markup => html`Ein Token von alice: ${scopes}`,
  commands: 'Zeilen für ein Terminal',
  requests: 'Anfragen',
  requestsHint:
    'Die letzten 200, die neuesten zuerst, und was daran falsch war. Von Geheimnissen sieht man nur den Anfang.',
  again: 'Noch einmal nachsehen',
  noRequests: 'Es gab noch keine.',
  sent: 'Geschickt',
  expected: 'Erwartet',
  documented: 'Beschrieben',
  mails: 'Mails',
  mailsHint: 'Was verschickt worden wäre, das Neueste zuerst.',
  noMails: 'Es gab noch keine: Aus einer Demo geht keine Mail hinaus, sie wird hier gezeigt.',
  to: 'An',
};
