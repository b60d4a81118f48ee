import { type Frame, layout } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { siteWords } from '../words.ts';

/** What the page shows after somebody asked for a link. */
export interface ResetSentView {
  /** Where a link is asked for again. */
  readonly askAgainUrl: string;
}

/** Says the same to everybody who asked for a link, whether there is such an account or not. */
export function resetSentPage(frame: Frame, view: ResetSentView): Markup {
  const words = siteWords(frame).password.sent;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'closed',
    content: html`<h1>${words.title}</h1>
<p class="lead" role="status">${words.onItsWay}</p>
<p>${words.onceWithin}</p>
<p>${words.nothingCame} <a href="${view.askAgainUrl}">${words.askAgain}</a></p>`,
  });
}
