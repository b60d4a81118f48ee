import { linkButton } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { siteWords } from '../words.ts';

/** Tells that a mailed link is of no use (any more), and how to get another. */
export function badResetLinkPage(frame: Frame): Markup {
  const words = siteWords(frame).password.badLink;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'closed',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.happened}</p>
<p class="actions">${linkButton(frame.path('/auth/password/new'), words.askAgain, 'main')}</p>`,
  });
}
