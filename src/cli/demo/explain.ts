import type { FullStore } from '../../storage/store.ts';
import { type Document, mastodon, rfc } from './documents.ts';
import { explainAuthorize } from './explain-authorize.ts';
import { explainToken } from './explain-token.ts';
import type { SeenRequest } from './request-log.ts';

/** Why a request was refused, or not taken as it was meant, for whoever writes the app that sent it. */
export interface Explanation {
  readonly sent: string;
  readonly expected: string;
  readonly documented: readonly Document[];
}

/** What explanations look at. */
export type Explainable = Pick<SeenRequest, 'method' | 'path' | 'status' | 'parameters'>;

/** The same, with what is not shown. */
export interface Clues {
  /** The text of a refusal; empty otherwise. */
  readonly text: string;
  /** Whole. */
  readonly authorization: string | undefined;
  /** Headers of the request and of the answer, in lower case. */
  readonly request: Headers;
  readonly answer: Headers;
}

/** What explanations ask the store. */
export type ExplainingStore = Pick<FullStore, 'findAppByClientId' | 'findToken'>;

/** Names that are sent in place of what was meant. */
const mixups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/api/v1/apps': { scope: 'scopes', redirect_uri: 'redirect_uris', name: 'client_name' },
  '/oauth/authorize': { scopes: 'scope', redirect_uris: 'redirect_uri', code_verifier: 'code_challenge' },
  '/oauth/token': { scopes: 'scope', redirect_uris: 'redirect_uri', code_challenge: 'code_verifier', token: 'code' },
  '/oauth/revoke': { access_token: 'token' },
  '/api/v1/statuses': { text: 'status', content: 'status', reply_to: 'in_reply_to_id', spoiler: 'spoiler_text' },
};

/** Explains a request; undefined for one with which nothing is wrong. */
export async function explain(
  seen: Explainable,
  clues: Clues,
  store: ExplainingStore,
): Promise<Explanation | undefined> {
  const path = seen.path.replace(/\/$/, '');
  const found = await explainRefusal({ ...seen, path }, clues, store);
  const mixup = Object.entries(mixups[path] ?? {}).find(
    ([wrong, right]) => wrong in seen.parameters && !(right in seen.parameters),
  );
  if (mixup === undefined) return found;
  const [wrong, right] = mixup;
  const hint = `The parameter ${wrong} was sent; ${right} is meant here.`;
  if (found !== undefined) return { ...found, expected: `${found.expected} ${hint}` };
  return { sent: wrong, expected: hint, documented: [documentOf(path)] };
}

async function explainRefusal(
  seen: Explainable,
  clues: Clues,
  store: ExplainingStore,
): Promise<Explanation | undefined> {
  if (seen.method === 'OPTIONS') return explainPreflight(seen, clues);
  if (seen.path === '/oauth/authorize') return explainAuthorize(seen, clues, store);
  if (seen.status < 400) return undefined;
  return (await explainToken(seen, clues, store)) ?? explainRest(seen, readRefusal(clues));
}

/** A browser asks first whether a page of another site may call (Fetch standard), and tells that page nothing when it may not. */
function explainPreflight({ path }: Explainable, { request, answer }: Clues): Explanation | undefined {
  const method = request.get('access-control-request-method');
  if (method === null || answer.get('access-control-allow-origin') !== null) return undefined;
  return {
    sent: `a question whether a page of ${request.get('origin') ?? 'another site'} may ${method} ${path}`,
    expected:
      path === '/oauth/authorize'
        ? 'Nobody may by script: lead the browser there, as a link or in a window of its own. It comes back to the redirect URI.'
        : 'No page of another site may call this by script.',
    documented: [
      mastodon('client/authorized'),
      { name: 'Fetch: CORS', url: 'https://fetch.spec.whatwg.org/#http-cors-protocol' },
    ],
  };
}

/** What a refusal answered. */
interface Refusal {
  readonly error: string;
  readonly description: string;
}

function readRefusal({ text }: Clues): Refusal {
  try {
    const { error, error_description } = JSON.parse(text) as Record<string, unknown>;
    return { error: String(error ?? ''), description: String(error_description ?? '') };
  } catch {
    return { error: '', description: '' };
  }
}

function explainRest({ method, path, status, parameters }: Explainable, { error, description }: Refusal): Explanation {
  switch (error) {
    case 'invalid_client':
      return {
        sent: `client_id ${parameters.client_id ?? 'none'}`,
        expected:
          'The client_id and client_secret that the registration answered. Apps of a demo are gone when it ends.',
        documented: [mastodon('methods/apps', 'create'), rfc(6749, '5.2')],
      };
    case 'invalid_grant':
      return {
        sent: `code ${parameters.code ?? 'none'}, redirect_uri ${parameters.redirect_uri ?? 'none'}, ${
          parameters.code_verifier === undefined ? 'no code_verifier' : 'a code_verifier'
        }`,
        expected:
          'A code that is younger than ten minutes and was not redeemed before, by the app and with the redirect_uri that it was made for, and the code_verifier whose S256 was sent as code_challenge.',
        documented: [mastodon('methods/oauth', 'token'), rfc(6749, '5.2'), rfc(7636, '4.6')],
      };
    case 'invalid_scope':
      return {
        sent: `scope ${parameters.scope ?? 'none'}`,
        expected: description || 'Scopes that the app registered, or narrower ones.',
        documented: [mastodon('api/oauth-scopes'), rfc(6749, '3.3')],
      };
    case 'Not Found':
      return {
        sent: `${method} ${path}`,
        expected: 'A method that this server offers (docs/wire.md). An app should live without the others.',
        documented: [mastodon('methods')],
      };
    default:
      return {
        sent: Object.keys(parameters).join(', ') || 'no parameters',
        expected: [error, description].filter((text) => text !== '').join(': ') || `See the answer of ${status}.`,
        documented: path.startsWith('/oauth/') ? [documentOf(path), rfc(6749, '5.2')] : [documentOf(path)],
      };
  }
}

function documentOf(path: string): Document {
  const [, method] = /^\/oauth\/(authorize|token|revoke)$/.exec(path) ?? [];
  if (method !== undefined) return mastodon('methods/oauth', method);
  const [, topic] = /^\/api\/v[12]\/([a-z_]+)/.exec(path) ?? [];
  return topic === undefined ? mastodon('methods') : mastodon(`methods/${topic}`);
}
