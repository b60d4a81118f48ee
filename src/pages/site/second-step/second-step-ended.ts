import { linkButton } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { siteWords } from '../words.ts';
import { signInAgain } from './second-step.ts';

/** What the page of a second step that is over shows. */
export interface SecondStepEndedView {
  readonly authorization?: string | undefined;
}

/** Tells that a half-finished sign-in is over, and how to begin again without losing what waits. */
export function secondStepEndedPage(frame: Frame, { authorization }: SecondStepEndedView): Markup {
  const words = siteWords(frame).secondStep.ended;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'closed',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
${authorization !== undefined && html`<p>${words.advice}</p>`}
<p class="actions">${linkButton(frame.path(signInAgain(authorization)), words.signIn, 'main')}</p>`,
  });
}
