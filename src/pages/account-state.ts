import { type Frame, layout } from './layout.ts';
import { html, type Markup } from './markup.ts';

/** What the page of an account that cannot be used shows. */
export interface AccountStateView {
  readonly state: 'unconfirmed' | 'pending' | 'disabled' | 'suspended';
}

/** Tells a signed-in person why their account cannot be used (yet). */
export function accountStatePage(frame: Frame, view: AccountStateView): Markup {
  const words = frame.messages.accountStates[view.state];
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'closed',
    showsAccount: true,
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.happened}</p>
<p>${words.advice}</p>`,
  });
}
