import { accountLines, accountSwitcher, type SignedInAccount } from './account-switcher.ts';
import { linkButton } from './forms.ts';
import { type Frame, layout } from './layout.ts';
import { html, type Markup } from './markup.ts';

/** What the page of the accounts in one browser shows. */
export interface AccountsView {
  readonly inUse: { readonly handle: string; readonly displayName: string; readonly avatarUrl: string };
  /** The others, the latest used first. */
  readonly others: readonly SignedInAccount[];
  /** Where a further account signs in. */
  readonly useAnotherAccountUrl: string;
}

/** Who is signed in in this browser, and the way to go on as somebody else of them. */
export function accountsPage(frame: Frame, { inUse, others, useAnotherAccountUrl }: AccountsView): Markup {
  const words = frame.messages.accounts;
  return layout(frame, {
    title: words.title,
    look: 'doorway',
    door: 'open',
    content: html`<h1>${words.title}</h1>
<p class="lead">${others.length === 0 ? words.alone : words.introduction}</p>
<section aria-labelledby="in-use">
<h2 id="in-use">${words.inUse}</h2>
<p class="in-use">${accountLines(frame, inUse)}</p>
</section>
${
  others.length > 0 &&
  html`<section aria-labelledby="switch">
<h2 id="switch">${words.switchTo}</h2>
${accountSwitcher(frame, others)}
</section>`
}
<p class="actions">${linkButton(useAnotherAccountUrl, words.another, 'plain')}
${frame.signOutUrl !== undefined && linkButton(frame.signOutUrl, frame.messages.common.signOut, 'plain')}</p>`,
  });
}
