import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createRestAPIClient } from 'masto';
import { Person } from '../support/person.ts';
import { redeem, register } from '../support/register.ts';
import { RunningServer } from '../support/running-server.ts';

/** Docs, methods/admin/accounts, by a client that others wrote. */
describe('masto.js in the hands of staff', () => {
  let server: RunningServer;

  before(async () => {
    server = await RunningServer.start();
    await server.addAccount('root', { role: 'owner' });
    await server.addAccount('mona', { role: 'moderator' });
    await server.addAccount('alice');
    for (const username of ['pia', 'paul']) {
      await server.addAccount(username, { state: 'pending', reason: 'I like it here', locale: 'de' });
    }
  });
  after(() => server.dispose());

  async function signIn(username: string) {
    const scope = 'read admin:read admin:write';
    const app = await register(server, { redirect_uris: 'https://app.example/callback', scopes: scope });
    const { client_id, redirect_uri } = app;
    const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri, scope });
    const location = await new Person(server, username).approve(`/oauth/authorize?${query}`);
    const response = await redeem(server, app, new URL(location).searchParams.get('code') ?? '');
    const { access_token } = (await response.json()) as { access_token: string };
    return createRestAPIClient({ url: server.origin, accessToken: access_token });
  }

  test('a moderator lists who waits, approves one and rejects the other', async () => {
    const api = await signIn('mona');
    const waiting = await api.v1.admin.accounts.list({ pending: true });
    assert.deepEqual(
      waiting.map(({ username, approved, inviteRequest, locale }) => ({ username, approved, inviteRequest, locale })),
      ['paul', 'pia'].map((username) => ({ username, approved: false, inviteRequest: 'I like it here', locale: 'de' })),
    );
    const [paul, pia] = waiting;
    assert.ok(paul !== undefined && pia !== undefined);
    assert.equal((await api.v1.admin.accounts.$select(pia.id).approve()).approved, true);
    assert.equal((await api.v1.admin.accounts.$select(paul.id).reject()).username, 'paul');
    assert.equal((await api.v1.admin.accounts.$select(pia.id).fetch()).approved, true);
    await assert.rejects(api.v1.admin.accounts.$select(paul.id).fetch(), /Record not found/);
    await assert.rejects(api.v1.admin.accounts.$select(pia.id).approve(), /This action is not allowed/);
  });

  test('a moderator suspends and lets in again, and the suspended person is out at once', async () => {
    const [api, theirs] = [await signIn('mona'), await signIn('alice')];
    const { id } = await theirs.v1.accounts.verifyCredentials();
    const alice = api.v1.admin.accounts.$select(id);
    await alice.action.create({ type: 'suspend', text: 'Spam' });
    assert.equal((await alice.fetch()).suspended, true);
    await assert.rejects(theirs.v1.accounts.verifyCredentials(), /Your login is currently disabled/);
    assert.equal((await alice.unsuspend()).suspended, false);
    await alice.action.create({ type: 'disable' });
    assert.equal((await alice.fetch()).disabled, true);
    assert.equal((await alice.enable()).disabled, false);
    assert.equal((await theirs.v1.accounts.verifyCredentials()).id, id);
    await assert.rejects(alice.action.create({ type: 'silence' }), /not supported by this server/);
    for (const unmark of ['unsilence', 'unsensitive'] as const) assert.equal((await alice[unmark]()).id, id);
  });

  test('pages through all accounts by the Link header', async () => {
    const api = await signIn('root');
    const pages: string[][] = [];
    for await (const page of api.v1.admin.accounts.list({ limit: 2 })) pages.push(page.map(({ username }) => username));
    assert.deepEqual(pages.flat(), ['pia', 'alice', 'mona', 'root']);
    assert.deepEqual(
      pages.filter((page) => page.length > 0).map((page) => page.length),
      [2, 2],
    );
  });

  test('nobody acts on those above them, and who is no staff sees nobody, whatever the scopes', async () => {
    const [mona, alice] = [await signIn('mona'), await signIn('alice')];
    const [root] = await mona.v1.admin.accounts.list({ username: 'root' });
    await assert.rejects(
      mona.v1.admin.accounts.$select(root?.id ?? '').action.create({ type: 'suspend' }),
      /This action is not allowed/,
    );
    await assert.rejects(async () => alice.v1.admin.accounts.list(), /This action is not allowed/);
  });
});
