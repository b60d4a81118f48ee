import type { AccountId } from '../protocol/app.ts';
import { invalidGrant, missingParameter } from '../protocol/oauth-error.ts';
import type { Parameters } from '../protocol/parameters.ts';
import { narrowScopes, type ScopeVocabulary } from '../protocol/scope.ts';
import { digestOf } from '../protocol/secret.ts';
import type { TokenBody } from '../protocol/token.ts';
import { authenticateClient, type ReadCredentials } from './authenticate-client.ts';
import { scopeMixup } from './grant-client-credentials.ts';
import { issueToken } from './issue-token.ts';
import { admitConsent, PolicyRefused } from './policies.ts';
import type { World } from './ports.ts';
import { stillHolds } from './sign-in.ts';

/**
 * A token for an account that allows apps to use its password: bots and other single-user applications (RFC 6749 §4.3,
 * decisions "Password grant"). One refusal after the same work for a wrong password, an unknown name, an account that
 * did not opt in and one that may not be used now.
 * @param countAttempt counts this try against the login before anything is judged, and tells the account that it names;
 *   throws when there were too many
 * @throws OAuthError `invalid_request`, `invalid_client`, `invalid_scope`, `invalid_grant`
 */
export async function grantPassword(
  world: World,
  vocabulary: ScopeVocabulary,
  credentials: ReadCredentials,
  body: Parameters,
  address: string,
  countAttempt: (login: string) => Promise<AccountId | undefined>,
): Promise<TokenBody> {
  const login = body.oneOrBlank('username');
  if (login === undefined) throw missingParameter('username');
  const password = body.one('password');
  if (password === undefined || password === '') throw missingParameter('password');
  const app = await authenticateClient(world.store, credentials);
  const scopes = narrowScopes(body.oneOrBlank('scope'), app.scopes, vocabulary, scopeMixup(body));
  const accountId = await countAttempt(login);
  const person = await world.directory.authenticate(login, password);
  const refuse = (reason: string) => {
    world.report({ event: 'token refused', grantType: 'password', reason, appId: app.id, accountId, address });
    return refusal();
  };
  if (person === undefined || !person.allowsPasswordGrant || person.state !== 'active') {
    throw refuse(person === undefined ? 'wrong password or name' : 'password grant not allowed');
  }
  try {
    await admitConsent(world, { account: person, app, scopes });
  } catch (error) {
    // Not the policy's words: whoever guesses passwords would learn from them that this one was right.
    throw error instanceof PolicyRefused ? refusal() : error;
  }
  const issued = await issueToken(world, app, { grantType: 'password', accountId: person.id, scopes });
  if (await stillHolds(world, person.id, person)) return issued;
  // The password was replaced meanwhile, and what it opened was ended a moment before this was opened.
  const token = await world.store.findToken(digestOf(issued.access_token));
  if (token !== undefined) await world.store.revokeGrant(token.grantId, world.now());
  throw refuse('password replaced meanwhile');
}

const refusal = () => invalidGrant('Apps may use the password only of accounts that allow it.');
