import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createRestAPIClient } from 'masto';
import { Person } from '../support/person.ts';
import { redeem, register } from '../support/register.ts';
import { RunningServer } from '../support/running-server.ts';

/** What the built-in directory offers beyond the journeys of every mounting (`test/journey-suite/`). */
describe('masto.js before the standalone server', () => {
  let server: RunningServer;

  before(async () => {
    server = await RunningServer.start({ SERVER_TITLE: 'The Test House' });
    for (const username of ['alice', 'bob', 'carol', 'dave']) await server.addAccount(username);
  });
  after(() => server.dispose());

  async function signIn(username: string) {
    const app = await register(server, { redirect_uris: 'https://app.example/callback', scopes: 'read follow' });
    const query = {
      response_type: 'code',
      client_id: app.client_id,
      redirect_uri: app.redirect_uri,
      scope: 'read follow',
    };
    const location = await new Person(server, username).approve(`/oauth/authorize?${new URLSearchParams(query)}`);
    const response = await redeem(server, app, new URL(location).searchParams.get('code') ?? '');
    const { access_token } = (await response.json()) as { access_token: string };
    return createRestAPIClient({ url: server.origin, accessToken: access_token });
  }

  test('reads the name that the operator gave the server', async () => {
    const api = createRestAPIClient({ url: server.origin });
    assert.equal((await api.v2.instance.fetch()).title, 'The Test House');
  });

  test('follows and unfollows', async () => {
    const api = await signIn('alice');
    const me = await api.v1.accounts.verifyCredentials();
    const bob = await api.v1.accounts.lookup({ acct: 'bob' });
    // bitlbee reads an id as a long.
    for (const id of [me.id, bob.id]) assert.ok(/^\d{1,19}$/.test(id) && BigInt(id) < 2n ** 63n, id);
    assert.equal((await api.v1.accounts.$select(bob.id).follow()).following, true);
    const [relationship] = await api.v1.accounts.relationships.fetch({ id: [bob.id, me.id] });
    assert.deepEqual([relationship?.id, relationship?.following], [bob.id, true]);
    assert.equal((await api.v1.accounts.$select(bob.id).unfollow()).following, false);
  });

  test('pages through followers by the Link header', async () => {
    const api = await signIn('carol');
    const carol = await api.v1.accounts.verifyCredentials();
    for (const username of ['alice', 'bob', 'dave']) {
      const follower = await signIn(username);
      await follower.v1.accounts.$select(carol.id).follow();
    }
    const pages: string[][] = [];
    const paginator = api.v1.accounts.$select(carol.id).followers.list({ limit: 2 });
    for await (const page of paginator) pages.push(page.map((account) => account.acct));
    assert.deepEqual(
      pages.filter((page) => page.length > 0),
      [['dave', 'bob'], ['alice']],
    );
  });
});
