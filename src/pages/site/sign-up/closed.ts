import { linkButton } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { siteWords } from '../words.ts';

/** What the page shows where nobody can make an account. */
export interface ClosedView {
  readonly reason: 'closed' | 'bad invite';
  /** Where people make an account without an invite; absent where they cannot. */
  readonly signUpUrl?: string | undefined;
  readonly signInUrl: string;
}

/** Tells that nobody can make an account here, or not by this invite. */
export function closedPage(frame: Frame, { reason, signUpUrl, signInUrl }: ClosedView): Markup {
  const { closed, badInvite, form } = siteWords(frame).signUp;
  const words = reason === 'closed' ? closed : badInvite;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'closed',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.happened}</p>
<p>${words.advice}</p>
${signUpUrl !== undefined && html`<p class="actions">${linkButton(signUpUrl, badInvite.withoutInvite, 'plain')}</p>`}
<p class="aside"><a href="${signInUrl}">${form.signIn}</a></p>`,
  });
}
