import { randomBytes } from 'node:crypto';
import { accessTokenAt, digestOf } from '../src/protocol/secret.ts';
import type { FullStore } from '../src/storage/store.ts';

/** A server that is asked, with what a client of it needs. */
export interface Target {
  readonly url: string;
  /** Undefined for a server that was not started here. */
  readonly pid: number | undefined;
  readonly credentials: { readonly client_id: string; readonly client_secret: string };
  /** New tokens of the app's own. */
  appTokens(count: number): Promise<readonly string[]>;
  /** A token of a person; undefined where there is none. */
  readonly userToken: string | undefined;
}

/** What apps of the bench say of themselves. */
export const registration = {
  client_name: 'Bench',
  redirect_uris: 'https://bench.example/callback',
  scopes: 'read write',
  website: 'https://bench.example',
} as const;

/** Our own server: tokens are made through the storage, as the server itself would make them. */
export async function ownTarget(
  { url, pid }: { readonly url: string; readonly pid: number },
  store: FullStore,
  accountId: string,
): Promise<Target> {
  const credentials = await register(url);
  const app = await store.findAppByClientId(credentials.client_id);
  if (app === undefined) throw new Error('An app that was just registered is not there');
  const newToken = async (account: string | undefined) => {
    const createdAt = Date.now();
    const token = accessTokenAt(createdAt, randomBytes(32).toString('base64url'));
    await store.addGrantWithToken(
      { appId: app.id, accountId: account, scopes: ['read'], redirectUri: undefined, createdAt },
      { digest: digestOf(token), createdAt, expiresAt: undefined },
    );
    return token;
  };
  return {
    url,
    pid,
    credentials,
    appTokens: (count) => Promise.all(Array.from({ length: count }, () => newToken(undefined))),
    userToken: await newToken(accountId),
  };
}

/** Any other server that speaks Mastodon's OAuth: everything is made by asking it. */
export async function otherTarget(url: string, userToken: string | undefined): Promise<Target> {
  const credentials = await register(url);
  const newToken = async () => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...credentials });
    const answer = await fetch(new URL('/oauth/token', url), { method: 'POST', body });
    if (!answer.ok) throw new Error(`${url} refuses a token of the app: ${answer.status}`);
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  return {
    url,
    pid: undefined,
    credentials,
    appTokens: async (count) => {
      const tokens: string[] = [];
      while (tokens.length < count) tokens.push(await newToken());
      return tokens;
    },
    userToken,
  };
}

async function register(url: string): Promise<Target['credentials']> {
  const answer = await fetch(new URL('/api/v1/apps', url), { method: 'POST', body: new URLSearchParams(registration) });
  if (!answer.ok) throw new Error(`${url} registers no app: ${answer.status}`);
  const { client_id, client_secret } = (await answer.json()) as Target['credentials'];
  return { client_id, client_secret };
}
