import { linkButton } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { siteWords } from '../words.ts';

/** What the page shows after a password was chosen anew. */
export interface PasswordResetView {
  /** Where the person signs in with it, and goes on with what waited. */
  readonly signInUrl: string;
}

/** Tells that the new password holds, and leads to the sign-in. */
export function passwordResetPage(frame: Frame, view: PasswordResetView): Markup {
  const words = siteWords(frame).password.done;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead" role="status">${words.happened}</p>
<p>${words.next}</p>
<p class="actions">${linkButton(view.signInUrl, frame.messages.common.signIn, 'main')}</p>`,
  });
}
