import { button, hidden, postForm } from './forms.ts';
import type { Frame } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { avatar, personName, technical } from './names.ts';

/** An account that is signed in in the reader's browser, beside the one in use. */
export interface SignedInAccount {
  readonly accountId: string;
  readonly handle: string;
  readonly displayName: string;
  readonly avatarUrl: string;
}

/** A button for each account, which goes on as that account: with a waiting request, or to the start. */
export function accountSwitcher(
  frame: Frame,
  accounts: readonly SignedInAccount[],
  authorization?: string | undefined,
): Markup {
  return html`<ul class="switcher" role="list">${accounts.map(
    (account) =>
      html`<li>${postForm(frame, '/auth/switch', [
        hidden('authorization', authorization),
        hidden('account', account.accountId),
        button(accountLines(frame, account), 'small'),
      ])}</li>`,
  )}</ul>`;
}

/** An account in two lines: how the person calls it, and its handle. */
export function accountLines(
  frame: Frame,
  { avatarUrl, displayName, handle }: Omit<SignedInAccount, 'accountId'>,
): Markup {
  return html`${avatar(avatarUrl)}<span><span class="line">${personName(frame, displayName)}</span> <span class="line fact">${technical(handle)}</span></span>`;
}
