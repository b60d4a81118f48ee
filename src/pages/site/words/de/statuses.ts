import { html, type Markup } from '../../../markup.ts';
import { formatNumber, plural } from '../../../messages/intl.ts';
import type { SiteWords } from '../../words.ts';

export const statuses: SiteWords['statuses'] = {
  title: (name) => `Ein Beitrag von ${name}`,
  above: 'Worauf er antwortet',
  below: 'Antworten',
  list: 'Beiträge',
  none: 'Hier gibt es keine Beiträge zu sehen.',
  ofTag: 'Was Leute dieses Servers mit diesem Hashtag geschrieben haben, für alle lesbar.',
  kinds: {
    unlisted: 'Nicht in öffentlichen Listen',
    private: 'Nur für Follower',
    direct: 'Nur für die Genannten',
  },
  postedWith: (app: Markup): Markup => html`Geschrieben mit ${app}`,
  answersCount: (count) =>
    plural('de', count, {
      one: `${formatNumber('de', count)} Antwort`,
      other: `${formatNumber('de', count)} Antworten`,
    }),
};
