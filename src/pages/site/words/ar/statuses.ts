import { html, type Markup } from '../../../markup.ts';
import { formatNumber, plural } from '../../../messages/intl.ts';
import type { SiteWords } from '../../words.ts';

export const statuses: SiteWords['statuses'] = {
  title: (name) => `منشور من ${name}`,
  above: 'ما يرد عليه',
  below: 'الردود',
  list: 'المنشورات',
  none: 'لا توجد منشورات لعرضها هنا.',
  ofTag: 'ما نشره أهل هذا الخادم بهذا الوسم، ليقرأه الجميع.',
  kinds: {
    unlisted: 'ليس في القوائم العامة',
    private: 'للمتابِعين فقط',
    direct: 'للمذكورين فيه فقط',
  },
  postedWith: (app: Markup): Markup => html`نُشر عبر ${app}`,
  answersCount: (count) =>
    plural('ar', count, {
      zero: 'لا ردود',
      one: 'رد واحد',
      two: 'ردان',
      few: `${formatNumber('ar', count)} ردود`,
      many: `${formatNumber('ar', count)} ردًا`,
      other: `${formatNumber('ar', count)} رد`,
    }),
};
