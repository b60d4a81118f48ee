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

async function outcomeOf({ method, path }: Mounted, token: string | undefined) {
  // A stream that is let in stays open: asked for its head alone.
  const isStream = path.includes('/streaming');
  const answer = await call(isStream ? 'HEAD' : method, exampleOf(path), token);
  if (isStream) return answer.status === 200 || answer.status === 404 ? 'admitted' : `${answer.status}`;
  const error = answer.json?.error;
  assert.ok(answer.status < 500, `${method} ${path}: ${answer.status} ${answer.text}`);
  return guardWords.includes(error) ? `${answer.status} ${error}` : 'admitted';
}

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
        if (outcome === 'admitted') opening.push(scope);
        else assert.match(outcome, route.path.includes('/streaming') ? /^403/ : /^403 This action is outside/);
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
      assert.equal(none === 'admitted', isOpen, `${name} without a token: ${none}`);
      assert.equal(unknown === 'admitted', isOpen, `${name} with an unknown token: ${unknown}`);
      if (contract.scopes.length > 0) assert.match(ended, /^401/, `${name} with a revoked token: ${ended}`);
    }
  });

  test('takes or refuses an app without a person as the contract says', async () => {
    for (const route of mounted) {
      const contract = contractOf(route);
      if (contract === undefined) continue;
      if (aboutTheCaller.has(`${route.method} ${route.path}`)) continue;
      const outcome = await outcomeOf(route, appToken);
      const needsPerson = contract.auth === 'user' || contract.auth === 'admin';
      assert.equal(outcome === 'admitted', !needsPerson, `${route.method} ${route.path} for an app: ${outcome}`);
      if (needsPerson) assert.match(outcome, /^422/);
    }
  });

  test('is closed to accounts that cannot be used, in the words of contract §11', async () => {
    const expected = {
      unconfirmed: /^403 Your login is missing a confirmed e-mail address$/,
      pending: /^403 Your login is currently pending approval$/,
      disabled: /^403 Your login is currently disabled$/,
      suspended: /^403 Your login is currently disabled$/,
    } as const;
    for (const route of mounted) {
      const contract = contractOf(route);
      if (contract === undefined || contract.auth !== 'user' || contract.waiting) continue;
      for (const [state, token] of inState) {
        const outcome = await outcomeOf(route, token);
        const words = route.path.includes('/streaming') ? /^403/ : expected[state as keyof typeof expected];
        assert.match(outcome, words, `${route.method} ${route.path} while ${state}`);
      }
    }
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
    for (const token of [undefined, person.token]) {
      const answer = await call(method, exampleOf(path), token, undefined, { Origin: 'https://web.example' });
      const name = `${method} ${path}`;
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
