import type { App } from '../protocol/app.ts';
import { digestOf } from '../protocol/secret.ts';
import { tokenStanding } from '../protocol/token.ts';
import type { World } from './ports.ts';

/** RFC 7662 §2.2, with the members that Mastodon answers (contract §7). */
export type Introspection =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly scope: string;
      readonly client_id: string;
      readonly token_type: 'Bearer';
      /** Unix seconds. */
      readonly iat: number;
      readonly exp?: number;
    };

/**
 * What an app may learn of a token: all of its own living ones, nothing of any other (RFC 7662 §2.2).
 * @returns undefined for a token that is unknown or another app's
 */
export async function introspectToken(world: World, app: App, presented: string): Promise<Introspection | undefined> {
  const token = await world.store.findToken(digestOf(presented));
  if (token === undefined || token.app?.id !== app.id) return undefined;
  if (tokenStanding(token, world.now()) !== 'good') return { active: false };
  return {
    active: true,
    scope: token.scopes.join(' '),
    client_id: app.clientId,
    token_type: 'Bearer',
    iat: Math.floor(token.createdAt / 1000),
    ...(token.expiresAt === undefined ? {} : { exp: Math.floor(token.expiresAt / 1000) }),
  };
}
