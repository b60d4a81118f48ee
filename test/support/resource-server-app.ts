import { randomBytes } from 'node:crypto';
import { digestOf } from '../../src/protocol/secret.ts';
import type { FullStore } from '../../src/storage/store.ts';

/** Credentials of an app that may introspect every token, as `app create --resource-server` makes one. */
export async function addResourceServer(
  store: FullStore,
): Promise<{ readonly id: string; readonly clientId: string; readonly clientSecret: string }> {
  const [clientId, clientSecret] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
  const { id } = await store.addApp({
    clientId,
    secretDigest: digestOf(clientSecret),
    confidential: true,
    name: 'API',
    website: undefined,
    redirectUris: ['urn:ietf:wg:oauth:2.0:oob'],
    scopes: ['read'],
    resourceServer: true,
    createdAt: Date.now(),
  });
  return { id, clientId, clientSecret };
}

/** The `Authorization` header of HTTP Basic. */
export const basic = ({ clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: string }) =>
  `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
