import { actorUri, profileUrl } from '../accounts/person.ts';
import { pictureUrl } from '../accounts/picture-urls.ts';
import { isShownInLists } from '../accounts/visible-account.ts';
import { parameterMissing, recordNotFound } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import { json, type Reply } from '../http/reply.ts';
import { hostOf, readLocalUsername } from './local-username.ts';
import type { MastodonDeps } from './mastodon-deps.ts';

/**
 * `GET /.well-known/webfinger` (RFC 7033): from `acct:alice@host`, or the address of a profile or actor, to the account.
 * There is no `self` link, because nothing here answers as ActivityPub.
 */
export const showWebfinger =
  ({ origin, store }: MastodonDeps) =>
  async (request: Incoming): Promise<Reply> => {
    const resource = request.query.all('resource').at(-1)?.trim() ?? '';
    // RFC 7033 §4.2
    if (resource === '') throw parameterMissing('resource');
    const username = readResource(resource, origin);
    const account = username === undefined ? undefined : await store.findAccountByUsername(username);
    if (account === undefined || !isShownInLists(account)) throw recordNotFound();
    const profile = profileUrl(account, origin);
    return json(
      {
        subject: `acct:${account.username}@${hostOf(origin)}`,
        aliases: [profile, actorUri(account, origin)],
        links: [
          { rel: 'http://webfinger.net/rel/profile-page', type: 'text/html', href: profile },
          {
            rel: 'http://webfinger.net/rel/avatar',
            type: 'image/png',
            href: pictureUrl('avatars', account.id, origin),
          },
        ],
      },
      { headers: { 'Content-Type': 'application/jrd+json; charset=utf-8' } },
    );
  };

/** The username that a resource names on this server. */
function readResource(resource: string, origin: string): string | undefined {
  if (/^acct:/i.test(resource)) return readLocalUsername(resource.slice('acct:'.length), origin);
  for (const prefix of [`${origin}/@`, `${origin}/users/`]) {
    if (resource.startsWith(prefix)) return readLocalUsername(resource.slice(prefix.length), origin);
  }
  return undefined;
}
