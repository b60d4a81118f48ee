import { digestOf } from '../../protocol/secret.ts';
import { mastodon, rfc } from './documents.ts';
import type { Clues, Explainable, ExplainingStore, Explanation } from './explain.ts';

/** Explains a refusal of the guard: what is wrong with the token; undefined when that is not it. */
export async function explainToken(
  { parameters }: Explainable,
  { text, authorization, answer }: Clues,
  store: ExplainingStore,
): Promise<Explanation | undefined> {
  if (/"The access token (is invalid|was revoked|expired)"/.test(text)) {
    return {
      ...(await judgeToken(authorization, parameters, store)),
      documented: [mastodon('client/authorized'), rfc(6750, '2.1')],
    };
  }
  if (text.includes('"This action is outside the authorized scopes"')) {
    const scopes = /scope="([^"]*)"/.exec(answer.get('www-authenticate') ?? '')?.[1] ?? '';
    return {
      sent: `a token for ${(await findScopes(authorization, store)) ?? 'other scopes'}`,
      expected: `A token with one of the scopes: ${scopes}.`,
      documented: [mastodon('api/oauth-scopes'), rfc(6750, '3.1')],
    };
  }
  if (text.includes('"This method requires an authenticated user"')) {
    return {
      sent: authorization === undefined ? 'no Authorization header' : 'the token of an app, without a person',
      expected: 'The token of a person: the authorization code flow, not client_credentials.',
      documented: [mastodon('client/authorized'), rfc(6749, '4.1')],
    };
  }
  return undefined;
}

async function judgeToken(
  authorization: string | undefined,
  parameters: Explainable['parameters'],
  store: ExplainingStore,
): Promise<Pick<Explanation, 'sent' | 'expected'>> {
  const good = 'Authorization: Bearer TOKEN, with the access_token that the token endpoint answered';
  if (authorization === undefined) {
    const elsewhere = 'access_token' in parameters;
    return {
      sent: elsewhere ? 'the token as a parameter' : 'no Authorization header',
      expected: elsewhere ? `${good}. As a parameter it counts for streaming only.` : `${good}.`,
    };
  }
  const token = bearerOf(authorization);
  if (token === undefined) return { sent: 'an Authorization header without the word Bearer', expected: `${good}.` };
  const found = await store.findToken(digestOf(token));
  if (found === undefined) {
    return {
      sent: 'a token that was never issued here',
      expected: `${good}. Tokens of a demo are gone when it ends: sign in again.`,
    };
  }
  if (found.revokedAt !== undefined) {
    return { sent: 'a token that was revoked', expected: 'A new one: let the person sign in again.' };
  }
  return { sent: 'a token that expired', expected: 'A new one: let the person sign in again.' };
}

async function findScopes(authorization: string | undefined, store: ExplainingStore): Promise<string | undefined> {
  const token = authorization === undefined ? undefined : bearerOf(authorization);
  return token === undefined ? undefined : (await store.findToken(digestOf(token)))?.scopes.join(' ');
}

function bearerOf(authorization: string): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1];
}
