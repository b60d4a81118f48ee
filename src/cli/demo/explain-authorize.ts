import { mastodon, rfc } from './documents.ts';
import type { Clues, Explainable, ExplainingStore, Explanation } from './explain.ts';

/** Explains what became of an authorization request: a page that says no, or an error that the app was given. */
export async function explainAuthorize(
  { status, parameters }: Explainable,
  { answer, text }: Clues,
  store: ExplainingStore,
): Promise<Explanation | undefined> {
  const documented = [mastodon('methods/oauth', 'authorize'), rfc(6749, '4.1.1')];
  const told = errorIn(answer.get('location'));
  if (told !== undefined) {
    return {
      sent: listOf(parameters),
      expected: `The app was told at its redirect URI: ${told}`,
      documented: [...documented, rfc(6749, '4.1.2.1')],
    };
  }
  if (status < 400) return undefined;
  const clientId = parameters.client_id;
  const app = clientId === undefined ? undefined : await store.findAppByClientId(clientId);
  if (app === undefined) {
    return {
      sent: clientId === undefined ? 'no client_id' : `client_id ${clientId}`,
      expected:
        'The client_id of an app that was registered here. Apps of a demo are gone when it ends: register again.',
      documented: [...documented, mastodon('methods/apps', 'create')],
    };
  }
  const { redirect_uri: redirectUri = 'none' } = parameters;
  if (!app.redirectUris.includes(redirectUri)) {
    return {
      sent: `redirect_uri ${redirectUri}`,
      expected: `Byte for byte one that ${app.name} registered: ${app.redirectUris.join(' ')}`,
      documented: [...documented, rfc(9700, '4.1.3')],
    };
  }
  return {
    sent: listOf(parameters),
    expected: `response_type=code, scopes among ${app.scopes.join(' ')}, and S256 where there is a code_challenge. The page says: ${wordsOf(text)}`,
    documented,
  };
}

function listOf(parameters: Explainable['parameters']): string {
  const pairs = Object.entries(parameters).filter(([name]) => name !== 'state');
  return pairs.map(([name, value]) => `${name}=${value}`).join(' ');
}

/** What a page says to the person before it. */
function wordsOf(page: string): string {
  const [, main = ''] = /<main[^>]*>(.*)<\/main>/s.exec(page) ?? [];
  const text = main
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'");
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_WORDS);
}

/** In characters. */
const LONGEST_WORDS = 400;

/** The error in the address that a browser is led to: behind `?` or `#`. */
function errorIn(location: string | null): string | undefined {
  const members = new URLSearchParams(/[?#](.*)$/s.exec(location ?? '')?.[1]);
  const error = members.get('error');
  return error === null ? undefined : `${error}: ${members.get('error_description') ?? ''}`;
}
