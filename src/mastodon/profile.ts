import { profileUrl } from '../accounts/person.ts';
import { pictureUrl } from '../accounts/picture-urls.ts';
import type { Account, AccountStore } from '../accounts/ports.ts';
import { isShownInLists } from '../accounts/visible-account.ts';
import { recordNotFound } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import { type Reply, redirect } from '../http/reply.ts';
import type { Instant } from '../protocol/app.ts';
import { hostOf, readLocalUsername } from './local-username.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import { fieldToHtml, textToHtml } from './text-to-html.ts';

/** What a person's public page shows. Members that end in `Html` are safe HTML. */
export interface ProfileView {
  readonly displayName: string;
  /** Like `@alice@social.example`. */
  readonly handle: string;
  readonly noteHtml: string;
  readonly avatarUrl: string;
  readonly headerUrl: string;
  readonly fields: readonly { readonly name: string; readonly valueHtml: string }[];
  /** Absent when the account hides its collections. */
  readonly followersCount: number | undefined;
  readonly followingCount: number | undefined;
  readonly createdAt: Instant;
  readonly bot: boolean;
  readonly locked: boolean;
}

/** Reads what the page `/@name` shows; undefined where others find nobody, or somebody suspended. */
export async function readProfile(
  { origin, store }: { readonly origin: string; readonly store: Pick<AccountStore, 'findAccountByUsername'> },
  handle: string,
): Promise<ProfileView | undefined> {
  const account = await findByHandle(store, handle, origin);
  if (account === undefined) return undefined;
  const hidden = account.hideCollections === true;
  return {
    displayName: account.displayName,
    handle: `@${account.username}@${hostOf(origin)}`,
    noteHtml: textToHtml(account.note),
    avatarUrl: pictureUrl('avatars', account.id, origin),
    headerUrl: pictureUrl('headers', account.id, origin),
    fields: account.fields.map(({ name, value }) => ({ name, valueHtml: fieldToHtml(value) })),
    followersCount: hidden ? undefined : account.followersCount,
    followingCount: hidden ? undefined : account.followingCount,
    createdAt: account.createdAt,
    bot: account.bot,
    locked: account.locked,
  };
}

/** `GET /users/:username`: an actor URI opened in a browser leads to the profile page. There is no ActivityPub here. */
export const leadToProfile =
  ({ origin, store }: MastodonDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const account = await findByHandle(store, request.part('username'), origin);
    if (account === undefined) throw recordNotFound();
    return redirect(profileUrl(account, origin));
  };

async function findByHandle(
  store: Pick<AccountStore, 'findAccountByUsername'>,
  handle: string,
  origin: string,
): Promise<Account | undefined> {
  const username = readLocalUsername(handle, origin);
  const account = username === undefined ? undefined : await store.findAccountByUsername(username);
  return account !== undefined && isShownInLists(account) ? account : undefined;
}
