import { linkButton } from './forms.ts';
import { type Frame, layout } from './layout.ts';
import { html, type Markup } from './markup.ts';

/** What the page of an account that cannot be used shows. */
export interface AccountStateView {
  readonly state: 'unconfirmed' | 'pending' | 'disabled' | 'suspended';
  /** Where somebody whose account waits can see how it stands, and have the mail sent again. */
  readonly confirmationUrl?: string | undefined;
}

/** Tells a signed-in person why their account cannot be used (yet). */
export function accountStatePage(frame: Frame, view: AccountStateView): Markup {
  const words = frame.messages.accountStates[view.state];
  const waits = view.state === 'unconfirmed' || view.state === 'pending';
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'closed',
    showsAccount: true,
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.happened}</p>
<p>${words.advice}</p>
${
  waits && view.confirmationUrl !== undefined
    ? html`<p class="actions">${linkButton(view.confirmationUrl, frame.messages.accountStates.goOn[view.state], 'plain')}</p>`
    : undefined
}`,
  });
}
