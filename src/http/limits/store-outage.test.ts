import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openForm } from '../../../test/support/browsing.ts';
import { TestBrowser } from '../../../test/support/test-browser.ts';
import { TestServer } from '../../../test/support/test-server.ts';
import { StoreUnavailable } from '../../flows/ports.ts';

const down = () => Promise.reject(new StoreUnavailable('The database is away'));

async function withServer(body: (server: TestServer) => Promise<void>): Promise<void> {
  // One registration of an app in its window, and five tries of a password.
  const server = await TestServer.start({ RATE_LIMIT_FACTOR: '0.2' });
  try {
    await body(server);
    assert.deepEqual(
      server.answered.filter(({ error }) => error !== undefined),
      [],
    );
  } finally {
    await server.close();
  }
}

async function signIn(server: TestServer): Promise<Response> {
  const browser = new TestBrowser(server);
  const form = await openForm(browser, '/auth/sign_in', '/auth/sign_in');
  return browser.submit(form, { 'user[email]': 'alice', 'user[password]': 'wrong' });
}

test('while nodes cannot count, what is limited is answered 503, and no password is compared (decision 17)', () =>
  withServer(async (server) => {
    await server.becomeTwoNodes();
    const { countTries } = server.store.limits;
    Object.assign(server.store.limits, { countTries: down });
    for (const ask of [
      () => server.get('/api/v1/instance'),
      () => server.post('/api/v1/apps', { client_name: 'x' }),
      () => server.post('/oauth/token', { grant_type: 'client_credentials' }),
      () => signIn(server),
    ]) {
      const response = await ask();
      assert.equal(response.status, 503);
      assert.match(response.headers.get('retry-after') ?? '', /^\d+$/);
    }
    assert.equal(
      server.events.some(({ event }) => event === 'sign-in failed'),
      false,
    );
    assert.equal((await server.get('/health/live')).status, 200, 'what is not limited goes on');
    Object.assign(server.store.limits, { countTries });
    assert.equal((await signIn(server)).status, 422, 'and all of it when the database is back');
  }));

test('while a node that counts by itself cannot ask for lifts, a limit that is reached stays 429 (decision 17)', () =>
  withServer(async (server) => {
    Object.assign(server.store.limits, { noteReachedLimit: down, findReachedLimit: down });
    const statuses: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) statuses.push((await signIn(server)).status);
    assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429, 429, 429]);
    await server.post('/api/v1/apps', { client_name: 'x' });
    assert.equal((await server.post('/api/v1/apps', { client_name: 'x' })).status, 429);
  }));
