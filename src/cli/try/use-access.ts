import type { Endpoints } from './discover.ts';
import { type Answer, exchange } from './exchange.ts';
import type { Approval } from './get-approval.ts';
import type { Journal } from './journal.ts';
import { credentialsOf, type Play, type Registered } from './play.ts';

/** The app's own token, without a person (RFC 6749 §4.4), and a method that takes it. */
export async function getAppToken(play: Play, endpoints: Endpoints, app: Registered): Promise<string | undefined> {
  const { journal, server, scopes, signal } = play;
  journal.step('The app gets access of its own');
  const form = [['grant_type', 'client_credentials'], ...credentialsOf(app), ['scope', scopes]] as const;
  const answer = await exchange(journal, { method: 'POST', url: endpoints.token, form }, signal);
  const accessToken = answer.text('access_token');
  const got = answer.status === 200 && accessToken !== undefined;
  journal.check(got, 'The app gets a token', answer.summary);
  if (!got) return undefined;
  play.held.add(accessToken);
  const url = `${server}/api/v1/apps/verify_credentials`;
  const verified = await exchange(journal, { method: 'GET', url, accessToken }, signal);
  journal.check(verified.status === 200, 'The server knows the app by it', verified.summary);
  return accessToken;
}

/** Redeems the code and uses the access that it buys. */
export async function getUserToken(
  play: Play,
  endpoints: Endpoints,
  app: Registered,
  approval: Approval,
): Promise<string> {
  const { scopes } = play;
  const journal: Journal = play.journal;
  journal.step('The code becomes a token');
  const answer = await redeem(play, endpoints, app, approval);
  const accessToken = answer.text('access_token');
  journal.demand(answer.status === 200 && accessToken !== undefined, 'The app gets a token', answer.summary);
  play.held.add(accessToken);
  const type = answer.text('token_type');
  journal.check(type?.toLowerCase() === 'bearer', 'It is a Bearer token', `it is ${type}`);
  const given = (answer.text('scope') ?? '').split(' ');
  const missing = scopes.split(' ').filter((scope) => !given.includes(scope));
  journal.check(
    missing.length === 0,
    'It has the scopes that were asked for',
    `these are missing: ${missing.join(' ')}`,
  );

  journal.step('The app uses it');
  const verified = await verifyUser(play, accessToken);
  const readsProfile = scopes.split(' ').some((scope) => ['read', 'read:accounts', 'profile'].includes(scope));
  if (readsProfile) {
    const name = verified.text('acct');
    journal.check(verified.status === 200 && name !== undefined, `The app acts for @${name ?? '?'}`, verified.summary);
  } else {
    journal.check(verified.status === 403, 'What the scopes do not cover is refused with 403', verified.summary);
  }
  return accessToken;
}

/** A code buys one token (RFC 6749 §4.1.2). */
export async function redeemAgain(
  play: Play,
  endpoints: Endpoints,
  app: Registered,
  approval: Approval,
  accessToken: string,
): Promise<void> {
  const { journal } = play;
  journal.step('The code is tried a second time');
  const answer = await redeem(play, endpoints, app, approval);
  const second = answer.text('access_token');
  if (second !== undefined) play.held.add(second);
  const refused = answer.status === 400 && answer.text('error') === 'invalid_grant';
  journal.check(refused, 'It is refused: 400 invalid_grant', answer.summary);
  const { status } = await verifyUser(play, accessToken);
  journal.note(
    status === 401
      ? 'The token that the code had bought ended with it, as RFC 6749 §4.1.2 advises'
      : 'The token that the code had bought still lives',
  );
}

/** Ends a token (RFC 7009), twice because that is no error, and proves that it is dead. */
export async function endToken(
  play: Play,
  endpoints: Endpoints,
  app: Registered,
  token: { readonly title: string; readonly accessToken: string; readonly method: string },
): Promise<void> {
  const { journal, server, signal } = play;
  const { accessToken } = token;
  journal.step(token.title);
  const form = [...credentialsOf(app), ['token', accessToken]] as const;
  for (const expectation of ['The token is revoked', 'Revoking it again is no error']) {
    const answer = await exchange(journal, { method: 'POST', url: endpoints.revocation, form }, signal);
    if (journal.check(answer.status === 200, expectation, answer.summary)) play.held.delete(accessToken);
  }
  const verified = await exchange(journal, { method: 'GET', url: `${server}${token.method}`, accessToken }, signal);
  journal.check(verified.status === 401, 'The token is dead: 401', verified.summary);
}

function redeem(play: Play, endpoints: Endpoints, app: Registered, approval: Approval): Promise<Answer> {
  const { code, codeVerifier } = approval;
  const form: (readonly [string, string])[] = [
    ['grant_type', 'authorization_code'],
    ...credentialsOf(app),
    ['redirect_uri', app.redirectUri],
    ['code', code],
  ];
  if (codeVerifier !== undefined) form.push(['code_verifier', codeVerifier]);
  return exchange(play.journal, { method: 'POST', url: endpoints.token, form }, play.signal);
}

function verifyUser({ journal, server, signal }: Play, accessToken: string): Promise<Answer> {
  const url = `${server}/api/v1/accounts/verify_credentials`;
  return exchange(journal, { method: 'GET', url, accessToken }, signal);
}
