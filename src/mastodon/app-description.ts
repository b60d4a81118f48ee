import type { AppDescription } from '../flows/register-app.ts';
import { validationFailed } from '../http/api-error.ts';
import type { Parameters } from '../protocol/parameters.ts';
import { type RedirectUriFault, redirectUriFaults, splitRedirectUris } from '../protocol/redirect-uri.ts';
import { type ScopeVocabulary, splitScopes } from '../protocol/scope.ts';

const MAX_NAME_CHARACTERS = 60;
const MAX_URI_CHARACTERS = 2000;

/**
 * Reads and validates a registration, from whatever asked for it; every fault is named, in Mastodon's words and order.
 * @throws ApiError 422
 */
export function readAppDescription(fields: Parameters, vocabulary: ScopeVocabulary): AppDescription {
  const name = cleanName(readText(fields, 'client_name') ?? '');
  const redirectText = readJoined(fields, 'redirect_uris') ?? readJoined(fields, 'redirect_uri') ?? '';
  const redirectUris = splitRedirectUris(redirectText);
  const scopeText = readJoined(fields, 'scopes') ?? readJoined(fields, 'scope') ?? '';
  const scopes = scopeText.trim() === '' ? [vocabulary.default] : splitScopes(scopeText);
  const website = (readText(fields, 'website') ?? '').trim();
  const faults = [
    name.trim() === '' && "Application name can't be blank",
    redirectUris.length === 0 && "Redirect URI can't be blank",
    ...redirectFaults(redirectUris).map((fault) => `Redirect URI ${fault}`),
    !scopes.every((scope) => vocabulary.supported.includes(scope)) &&
      "Scopes doesn't match those configured on the server.",
    [...name].length > MAX_NAME_CHARACTERS && 'Application name is too long (maximum is 60 characters)',
    [...redirectText].length > MAX_URI_CHARACTERS && 'Redirect URI is too long (maximum is 2000 characters)',
    website !== '' && !isWebsite(website) && 'Application website is not a valid URL',
    [...website].length > MAX_URI_CHARACTERS && 'Application website is too long (maximum is 2000 characters)',
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw validationFailed(faults);
  return { name, redirectUris, scopes, website: website === '' ? undefined : website };
}

/** An array, an object and a repeated name count as absent (decisions, Wrong types). */
function readText(fields: Parameters, name: string): string | undefined {
  return fields.isSingleText(name) ? fields.all(name)[0] : undefined;
}

/** A list sent as text, repeated, as `name[]` or as an array, joined as Mastodon stores it; an object counts as absent. */
function readJoined(fields: Parameters, name: string): string | undefined {
  const values = fields.all(name);
  return fields.isComposite(name) || values.length === 0 ? undefined : values.join('\n');
}

function redirectFaults(uris: readonly string[]): readonly RedirectUriFault[] {
  return [...new Set(uris.flatMap(redirectUriFaults))];
}

/**
 * Control characters have no place in a name, and NUL and half surrogates (of JSON escapes) in no database; what else
 * misleads is left out where it is shown.
 */
function cleanName(name: string): string {
  return name
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .trim();
}

function isWebsite(text: string): boolean {
  return /^https?:\/\/[^\s/?#]+[^\s]*$/i.test(text) && !/\p{Cc}/u.test(text) && URL.canParse(text);
}
