/** People with apps on the real server, for the tests of this room. */

import { randomBytes } from 'node:crypto';
import { TestServer } from '../../test/support/test-server.ts';
import type { Account } from '../accounts/ports.ts';
import { type AccessToken, digestOf } from '../protocol/secret.ts';

/** Somebody with an app that may do whatever its scopes say. */
export interface AppUser {
  readonly account: Account;
  readonly token: string;
  readonly tokenId: string;
  /** Calls a method; a body is sent as JSON, URLSearchParams and FormData as they are. */
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** What came of a call. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests compare what they expect
  readonly json: any;
}

/** The real server, and people who use it. */
export async function openTestSocial(settings: Readonly<Record<string, string>> = {}) {
  const server = await TestServer.start(settings);
  let made = 0;

  const call = async (
    method: string,
    path: string,
    token?: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => {
    const asIs = body instanceof URLSearchParams || body instanceof FormData;
    const response = await server.request(path, {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined || asIs ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: asIs ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
  };

  /** Gives somebody a token of an app, as if they had let it in. */
  const tokenFor = async (account: Account, scopes: readonly string[], appId?: string) => {
    const app = appId ?? (await server.registerApp({ scopes: scopes.join(' '), name: 'Test Application' })).id;
    const token = randomBytes(32).toString('base64url') as AccessToken;
    const createdAt = server.now();
    const issued = await server.store.addGrantWithToken(
      { appId: app, accountId: account.id, scopes, redirectUri: undefined, createdAt },
      { digest: digestOf(token), createdAt, expiresAt: undefined },
    );
    if (issued === undefined) throw new Error('The app is gone');
    return { token, tokenId: issued.id };
  };

  /** Somebody new, with an app. */
  const join = async (
    username = `person${made++}`,
    { scopes = ['read', 'write', 'follow', 'push'], ...change }: Partial<Account> & { scopes?: readonly string[] } = {},
  ): Promise<AppUser> => {
    const added = await server.addAccount(username);
    if (Object.keys(change).length > 0) await server.store.changeAccount(added.id, change);
    const account = (await server.store.findAccount(added.id)) ?? added;
    const { token, tokenId } = await tokenFor(account, scopes);
    return {
      account,
      token,
      tokenId,
      call: (method, path, body, headers) => call(method, path, token, body, headers),
    };
  };

  const post = async (as: AppUser, status: string, more: object = {}) => {
    const answer = await as.call('POST', '/api/v1/statuses', { status, ...more });
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.json;
  };

  const follow = async (as: AppUser, whom: AppUser, more: object = {}) =>
    (await as.call('POST', `/api/v1/accounts/${whom.account.id}/follow`, more)).json;

  return { server, call, join, post, follow, tokenFor };
}
