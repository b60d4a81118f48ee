import { html, type Insertable } from './markup.ts';
import type { Messages } from './messages/messages.ts';

/**
 * Where people go on who cannot sign in (yet); pages link to what is there. Each is an http(s) address or a path of this
 * origin; to a path, the id of an app's request that waits is added as `authorization`.
 */
export interface AccountLinks {
  /** Where people make an account. */
  readonly signUp?: string | undefined;
  /** Where people go on who forgot their password. */
  readonly resetPassword?: string | undefined;
  /** Where people go on whose account waits: for its address to be confirmed, or for approval. */
  readonly confirmation?: string | undefined;
  /** Where people change their password: with `discovery`, password managers are led there. */
  readonly changePassword?: string | undefined;
}

/** The links of a page that knows which request waits. */
export function withRequest(links: AccountLinks, authorization: string | undefined): AccountLinks {
  return {
    signUp: forRequest(links.signUp, authorization),
    resetPassword: forRequest(links.resetPassword, authorization),
    confirmation: forRequest(links.confirmation, authorization),
  };
}

/** The id is nobody else's business, so an address elsewhere does not get it. */
function forRequest(url: string | undefined, authorization: string | undefined): string | undefined {
  if (url === undefined || authorization === undefined || !url.startsWith('/')) return url;
  return `${url}${url.includes('?') ? '&' : '?'}authorization=${encodeURIComponent(authorization)}`;
}

/** The ways out of a sign-in page, one a line; nothing without any. */
export function waysOut({ signUp, resetPassword, confirmation }: AccountLinks, messages: Messages): Insertable {
  const words = messages.signIn.waysOut;
  const ways = [
    [signUp, words.signUp],
    [resetPassword, words.resetPassword],
    [confirmation, words.confirmation],
  ] as const;
  const there = ways.filter(([url]) => url !== undefined);
  return (
    there.length > 0 &&
    html`<ul class="ways-out" role="list">${there.map(([url, text]) => html`<li><a href="${url}">${text}</a></li>`)}</ul>`
  );
}
