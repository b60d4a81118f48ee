/** Every mounted method of the REST API is walked with every scope, every kind of token and every state of an account (contract §11). */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { mastodonMethods, mastodonScopes } from '../../src/mastodon/scopes.ts';
import type { AccountState } from '../../src/protocol/person.ts';
import { type AppUser, openTestSocial } from '../../src/social/test-social.ts';

interface Mounted {
  readonly method: string;
  readonly path: string;
}

/** Mounted methods that Mastodon does not have, or that ask the guard themselves. */
const others: Readonly<Record<string, string>> = {
  'GET /api/v1/streaming': 'the WebSocket, for which `stream` names what Mastodon has paths for',
};

/** Public methods whose answer is about the person who calls: without one they answer 401 themselves. */
const aboutTheCaller = new Set(['GET /api/v1/emails/check_confirmation']);

const { server, call, join, tokenFor } = await openTestSocial();
after(() => server.close());

/** What is mounted, asked of the server itself. */
const mounted: readonly Mounted[] = server.composed.auth.routes.routes
  .map(({ method, path }) => ({ method, path: path.replace(/\/$/, '').replaceAll(/\{[^}]+\}/g, '') }))
  .filter(({ method, path }) => path.startsWith('/api/v') && method !== 'OPTIONS' && method !== 'ALL')
  .filter(
    (route, index, all) =>
      index === all.findIndex(({ method, path }) => method === route.method && path === route.path),
  );

/** What the contract says of a method. */
const contractOf = ({ method, path }: Mounted) =>
  mastodonMethods.find((known) => known.method === method && known.path === path);

/** Ids of nothing, so that a method that is admitted finds nothing to change. */
const exampleOf = (path: string) => path.replaceAll(/:[a-z_]+/g, '1');

const scopes = mastodonScopes.supported;

/** The words of contract §11 by which the guard refuses; whatever else is answered was let in. */
const guardWords = [
  'The access token is invalid',
  'The access token was revoked',
  'This action is outside the authorized scopes',
  'This method requires an authenticated user',
  'This method requires an client credentials authentication',
  'Your login is currently disabled',
  'Your login is currently pending approval',
  'Your login is missing a confirmed e-mail address',
];

/** What came of a call, in the guard's words and with its challenge; or that it was let in. */
interface Outcome {
  readonly admitted: boolean;
  readonly status: number;
  readonly error: unknown;
  readonly challenge: string | null;
}

async function outcomeOf({ method, path }: Mounted, token: string | undefined): Promise<Outcome> {
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const response = await server.request(exampleOf(path), { method, headers });
  const { status } = response;
  const name = `${method} ${path}: ${status}`;
  assert.ok(status < 500, name);
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  // A stream that is let in never ends.
  if (!isJson) await response.body?.cancel();
  const body = isJson ? ((await response.json()) as { readonly error?: unknown }) : {};
  const admitted = typeof body.error !== 'string' || !guardWords.includes(body.error);
  // Refusals have nothing else in them (contract §11).
  if (!admitted) assert.deepEqual(Object.keys(body), ['error'], name);
  return { admitted, status, error: body.error, challenge: response.headers.get('www-authenticate') };
}

/** Contract §11, with `scope` beside it (RFC 6750 §3): the challenge names the scopes, each of which would have done. */
const missingScope = (scopes: readonly string[]) => ({
  admitted: false,
  status: 403,
  error: 'This action is outside the authorized scopes',
  challenge: `Bearer realm="Mastodoor", error="insufficient_scope", error_description="Access to this resource requires scope _${scopes.join(' ')}_.", scope="${scopes.join(' ')}"`,
});

const invalidToken = (description: string) => ({
  admitted: false,
  status: 401,
  error: description,
  challenge: `Bearer realm="Mastodoor", error="invalid_token", error_description="${description}"`,
});

describe('Every mounted method', () => {
  const tokens = new Map<string, string>();
  const inState = new Map<AccountState, string>();
  let person: AppUser;
  let appToken: string;
  let revoked: string;

  before(async () => {
    person = await join('walker');
    const app = await server.registerApp({ scopes: scopes.join(' ') });
    for (const scope of scopes) tokens.set(scope, (await tokenFor(person.account, [scope], app.id)).token);
    for (const state of ['unconfirmed', 'pending', 'disabled', 'suspended'] as const) {
      const other = await join(`is_${state}`);
      const { token } = await tokenFor(other.account, scopes, app.id);
      await server.setState(other.account, state);
      inState.set(state, token);
    }
    appToken = await server.appToken(app, scopes.join(' '));
    const ended = await tokenFor(person.account, scopes, app.id);
    await server.store.revokeToken(ended.tokenId, server.now());
    revoked = ended.token;
  });

  test('is one of the contract, or is named here with its reason', () => {
    const unknown = mounted
      .filter((route) => contractOf(route) === undefined)
      .map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(
      unknown.filter((name) => !(name in others)),
      [],
    );
    assert.ok(mounted.length > 60, `only ${mounted.length} methods`);
  });

  test('is opened by the scopes that the contract names, each alone, and by no other', async () => {
    for (const route of mounted) {
      const contract = contractOf(route);
      if (contract === undefined || contract.scopes.length === 0 || contract.auth === 'app') continue;
      const opening: string[] = [];
      for (const scope of scopes) {
        const outcome = await outcomeOf(route, tokens.get(scope));
        if (outcome.admitted) opening.push(scope);
        else assert.deepEqual(outcome, missingScope(contract.scopes), `${route.method} ${route.path} with ${scope}`);
      }
      assert.deepEqual(opening.sort(), [...contract.scopes].sort(), `${route.method} ${route.path}`);
    }
  });

  test('asks for a token where the contract does: none, an unknown and a revoked one', async () => {
    for (const route of mounted) {
      const contract = contractOf(route);
      if (contract === undefined) continue;
      const name = `${route.method} ${route.path}`;
      const [none, unknown, ended] = [
        await outcomeOf(route, undefined),
        await outcomeOf(route, 'x'.repeat(43)),
        await outcomeOf(route, revoked),
      ];
      if (aboutTheCaller.has(name)) continue;
      const isOpen = contract.auth === 'public' || contract.auth === 'public_or_user';
      assert.equal(none.admitted, isOpen, `${name} without a token: ${none.error}`);
      if (isOpen) assert.ok(unknown.admitted, `${name} with an unknown token: ${unknown.error}`);
      else assert.deepEqual(unknown, invalidToken('The access token is invalid'), name);
      if (contract.scopes.length > 0) assert.deepEqual(ended, invalidToken('The access token was revoked'), name);
    }
  });

  test('takes or refuses an app without a person as the contract says', async () => {
    for (const route of mounted) {
      const contract = contractOf(route);
      if (contract === undefined) continue;
      if (aboutTheCaller.has(`${route.method} ${route.path}`)) continue;
      const outcome = await outcomeOf(route, appToken);
      const needsPerson = contract.auth === 'user' || contract.auth === 'admin';
      const name = `${route.method} ${route.path} for an app`;
      if (!needsPerson) assert.ok(outcome.admitted, name);
      else assert.deepEqual([outcome.status, outcome.error], [422, 'This method requires an authenticated user'], name);
    }
  });

  test('is closed to accounts that cannot be used, in the words of contract §11, but for what gets out of waiting', async () => {
    const words: Readonly<Record<string, string>> = {
      unconfirmed: 'Your login is missing a confirmed e-mail address',
      pending: 'Your login is currently pending approval',
      disabled: 'Your login is currently disabled',
      suspended: 'Your login is currently disabled',
    };
    const open: string[] = [];
    for (const route of mounted) {
      const contract = contractOf(route);
      if (contract === undefined || contract.auth !== 'user') continue;
      for (const [state, token] of inState) {
        const name = `${route.method} ${route.path} while ${state}`;
        const { admitted, status, error } = await outcomeOf(route, token);
        if (admitted) open.push(name);
        else assert.deepEqual([status, error], [403, words[state]], name);
      }
    }
    assert.deepEqual(
      open,
      mounted
        .filter((route) => contractOf(route)?.waiting)
        .flatMap(({ method, path }) => ['unconfirmed', 'pending'].map((state) => `${method} ${path} while ${state}`)),
    );
  });
});

test('every method of Mastodon that is not here answers 404 as JSON with CORS, with and without a token', async () => {
  const person = await join();
  const missing = mastodonMethods.filter(
    (known) =>
      known.path.startsWith('/api/v') &&
      !mounted.some(({ method, path }) => method === known.method && path === known.path) &&
      // A name where an id stands is taken for one.
      !mounted.some(({ method, path }) => method === known.method && fits(path, exampleOf(known.path))),
  );
  assert.ok(missing.length > 100);
  for (const { method, path } of missing) {
    const isHere = (other: string) =>
      mounted.some((route) => route.method === other && fits(route.path, exampleOf(path)));
    const methods = new Set([method, ...['GET', 'POST'].filter((other) => !isHere(other))]);
    for (const [other, token] of [...methods].flatMap((verb) => [
      [verb, undefined] as const,
      [verb, person.token] as const,
    ])) {
      const answer = await call(other, exampleOf(path), token, undefined, { Origin: 'https://web.example' });
      const name = `${other} ${path}`;
      assert.deepEqual([answer.status, answer.json], [404, { error: 'Not Found' }], name);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*', name);
    }
    const preflight = await call('OPTIONS', exampleOf(path), undefined, undefined, {
      Origin: 'https://web.example',
      'Access-Control-Request-Method': method,
      'Access-Control-Request-Headers': 'authorization, content-type, idempotency-key',
    });
    assert.equal(preflight.status, 200, path);
    assert.equal(preflight.headers.get('access-control-allow-origin'), '*', path);
  }
});

/** Whether a path is one that a declared path answers. */
function fits(declared: string, path: string): boolean {
  return new RegExp(`^${declared.replaceAll(/:[a-z_]+/g, '[^/]+')}$`).test(path);
}
