import type { FullStore } from '../../storage/store.ts';
import type { SeenRequest } from './request-log.ts';

/** Why a request was refused, for whoever writes the app that sent it. */
export interface Explanation {
  readonly sent: string;
  readonly expected: string;
  /** The page of Mastodon's documentation, and the section of the standard. */
  readonly documented: string;
}

/** What a refusal answered, as far as explanations look at it. */
interface Refusal {
  readonly error: string;
  readonly description: string;
  /** The scopes that would do, as the challenge names them. */
  readonly scopes: string;
}

const docs = 'https://docs.joinmastodon.org';

/** Names that are sent in place of what was meant. */
const mixups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/api/v1/apps': { scope: 'scopes', redirect_uri: 'redirect_uris', name: 'client_name' },
  '/oauth/authorize': { scopes: 'scope', redirect_uris: 'redirect_uri', code_verifier: 'code_challenge' },
  '/oauth/token': { scopes: 'scope', redirect_uris: 'redirect_uri', code_challenge: 'code_verifier', token: 'code' },
  '/oauth/revoke': { access_token: 'token' },
  '/api/v1/statuses': { text: 'status', content: 'status', reply_to: 'in_reply_to_id', spoiler: 'spoiler_text' },
};

/** Explains a request that was refused; undefined for one that was not. */
export async function explain(
  seen: Pick<SeenRequest, 'method' | 'path' | 'status' | 'parameters' | 'authorization'>,
  answer: { readonly text: string; readonly challenge: string },
  store: Pick<FullStore, 'findAppByClientId'>,
): Promise<Explanation | undefined> {
  if (seen.status < 400) return undefined;
  const refusal = readRefusal(answer);
  const path = seen.path.replace(/\/$/, '');
  const { sent, expected, documented } =
    path === '/oauth/authorize' ? await ofAuthorize(seen, store) : ofRest(seen, path, refusal);
  const mixup = Object.entries(mixups[path] ?? {}).find(
    ([wrong, right]) => wrong in seen.parameters && !(right in seen.parameters),
  );
  const hint = mixup === undefined ? '' : ` The parameter ${mixup[0]} was sent; ${mixup[1]} is meant here.`;
  return { sent, expected: `${expected}${hint}`, documented };
}

function readRefusal({ text, challenge }: { readonly text: string; readonly challenge: string }): Refusal {
  const scopes = /scope="([^"]*)"/.exec(challenge)?.[1] ?? '';
  try {
    const { error, error_description } = JSON.parse(text) as Record<string, unknown>;
    return { error: String(error ?? ''), description: String(error_description ?? ''), scopes };
  } catch {
    return { error: '', description: '', scopes };
  }
}

async function ofAuthorize(
  { parameters }: Pick<SeenRequest, 'parameters'>,
  store: Pick<FullStore, 'findAppByClientId'>,
): Promise<Explanation> {
  const documented = `${docs}/methods/oauth/#authorize, RFC 6749 §4.1.1`;
  const clientId = parameters.client_id;
  // Shortened in the list, whole here: a client id is no secret.
  const app = clientId === undefined ? undefined : await store.findAppByClientId(clientId);
  if (app === undefined) {
    return {
      sent: clientId === undefined ? 'no client_id' : `client_id ${clientId}`,
      expected:
        'The client_id of an app that was registered here. Apps of a demo are gone when it ends: register again.',
      documented,
    };
  }
  const { redirect_uri: redirectUri = 'none' } = parameters;
  if (!app.redirectUris.includes(redirectUri)) {
    return {
      sent: `redirect_uri ${redirectUri}`,
      expected: `Byte for byte one that ${app.name} registered: ${app.redirectUris.join(' ')}`,
      documented: `${documented}, RFC 9700 §4.1.3`,
    };
  }
  return {
    sent: Object.entries(parameters)
      .filter(([name]) => name !== 'state')
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
    expected: `response_type=code, scopes among ${app.scopes.join(' ')}, and S256 where there is a code_challenge; the page says which of them it is.`,
    documented,
  };
}

function ofRest(
  seen: Pick<SeenRequest, 'method' | 'status' | 'parameters' | 'authorization'>,
  path: string,
  { error, description, scopes }: Refusal,
): Explanation {
  const what = Object.keys(seen.parameters).join(', ') || 'no parameters';
  const bearer = seen.authorization ?? 'no Authorization header';
  switch (error) {
    case 'invalid_client':
      return {
        sent: `client_id ${seen.parameters.client_id ?? 'none'}`,
        expected:
          'The client_id and client_secret that the registration answered. Apps of a demo are gone when it ends.',
        documented: `${docs}/methods/apps/#create, RFC 6749 §5.2`,
      };
    case 'invalid_grant':
      return {
        sent: `code ${seen.parameters.code ?? 'none'}, redirect_uri ${seen.parameters.redirect_uri ?? 'none'}, ${
          seen.parameters.code_verifier === undefined ? 'no code_verifier' : 'a code_verifier'
        }`,
        expected:
          'A code that is younger than ten minutes and was not redeemed before, by the app and with the redirect_uri that it was made for, and the code_verifier whose S256 was sent as code_challenge.',
        documented: `${docs}/methods/oauth/#token, RFC 6749 §5.2, RFC 7636 §4.6`,
      };
    case 'invalid_scope':
      return {
        sent: `scope ${seen.parameters.scope ?? 'none'}`,
        expected: description || 'Scopes that the app registered, or narrower ones.',
        documented: `${docs}/api/oauth-scopes/, RFC 6749 §3.3`,
      };
    case 'The access token is invalid':
    case 'The access token was revoked':
    case 'The access token expired':
      return {
        sent: bearer,
        expected: `Authorization: Bearer and a token that lives: ${error.toLowerCase()}. A token in the query or the body counts for streaming only.`,
        documented: `${docs}/client/authorized/, RFC 6750 §2.1`,
      };
    case 'This action is outside the authorized scopes':
      return {
        sent: bearer,
        expected: `A token with one of the scopes: ${scopes}.`,
        documented: `${docs}/api/oauth-scopes/, RFC 6750 §3.1`,
      };
    case 'This method requires an authenticated user':
      return {
        sent: `${bearer}, of an app without a person`,
        expected: 'The token of a person: the authorization code flow, not client_credentials.',
        documented: `${docs}/client/authorized/, RFC 6749 §4.1`,
      };
    case 'Not Found':
      return {
        sent: `${seen.method} ${path}`,
        expected: 'A method that this server offers (docs/wire.md). An app should live without the others.',
        documented: `${docs}/methods/`,
      };
    default:
      return {
        sent: what,
        expected: [error, description].filter((text) => text !== '').join(': ') || `See the answer of ${seen.status}.`,
        documented: path.startsWith('/oauth/') ? `${docs}/methods/oauth/, RFC 6749 §5.2` : `${docs}/methods/`,
      };
  }
}
