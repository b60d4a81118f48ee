import { parameterMissing, recordNotFound } from '../http/api-error.ts';
import type { Incoming } from '../http/incoming.ts';
import { json, type Reply } from '../http/reply.ts';
import type { Person } from '../protocol/person.ts';
import { isShownInLists } from '../protocol/visible-person.ts';
import { hostOf, readLocalUsername } from './local-username.ts';
import type { People } from './people.ts';

/**
 * `GET /.well-known/webfinger` (RFC 7033): from `acct:alice@host`, or the address of a profile or actor, to the account.
 * There is no `self` link, because nothing here answers as ActivityPub.
 */
export const showWebfinger =
  <P extends Person>(origin: string, findByUsername: NonNullable<People<P>['findByUsername']>) =>
  async (request: Incoming): Promise<Reply> => {
    const resource = request.query.all('resource').at(-1)?.trim() ?? '';
    // RFC 7033 §4.2
    if (resource === '') throw parameterMissing('resource');
    const username = readResource(resource, origin);
    const person = username === undefined ? undefined : await findByUsername(username);
    if (person === undefined || !isShownInLists(person)) throw recordNotFound();
    return json(
      {
        subject: `acct:${person.username}@${hostOf(origin)}`,
        aliases: [person.url, person.uri],
        links: [
          { rel: 'http://webfinger.net/rel/profile-page', type: 'text/html', href: person.url },
          { rel: 'http://webfinger.net/rel/avatar', type: mediaTypeOf(person.avatarUrl), href: person.avatarUrl },
        ],
      },
      { headers: { 'Content-Type': 'application/jrd+json; charset=utf-8' } },
    );
  };

/** Of a picture of this server, drawn or brought; a host's own may be of any type, which need not be told (RFC 7033 §4.4.4.2). */
function mediaTypeOf(pictureUrl: string): string | undefined {
  const [, ending] = /\.(png|webp)$/.exec(pictureUrl) ?? [];
  return ending && `image/${ending}`;
}

/** The username that a resource names on this server. */
function readResource(resource: string, origin: string): string | undefined {
  if (/^acct:/i.test(resource)) return readLocalUsername(resource.slice('acct:'.length), origin);
  for (const prefix of [`${origin}/@`, `${origin}/users/`]) {
    if (resource.startsWith(prefix)) return readLocalUsername(resource.slice(prefix.length), origin);
  }
  return undefined;
}
