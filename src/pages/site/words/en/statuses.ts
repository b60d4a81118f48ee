import { html, type Markup } from '../../../markup.ts';
import { formatNumber, plural } from '../../../messages/intl.ts';

export const statuses = {
  title: (name: string): string => `A post by ${name}`,
  above: 'What it answers',
  below: 'Answers',
  list: 'Posts',
  none: 'There are no posts to see here.',
  ofTag: 'What people of this server posted with this hashtag, for everybody to read.',
  kinds: {
    unlisted: 'Not in public lists',
    private: 'For followers only',
    direct: 'Only for those who are named',
  },
  postedWith: (app: Markup): Markup => html`Posted with ${app}`,
  answersCount: (count: number): string =>
    plural('en', count, {
      one: `${formatNumber('en', count)} answer`,
      other: `${formatNumber('en', count)} answers`,
    }),
};
