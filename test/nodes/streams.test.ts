import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { testDatabases, withPostgres } from '../../src/storage/postgres/testing/test-databases.ts';
import { Nodes } from '../support/nodes.ts';
import { Person } from '../support/person.ts';
import { type Registered, redeem, register } from '../support/register.ts';

describe('Streams of one of two nodes', withPostgres, () => {
  let nodes: Nodes;
  let app: Registered;

  before(async () => {
    nodes = await Nodes.start(await newDatabase());
    for (const name of ['alice', 'bob']) await nodes.a.addAccount(name);
    app = await register(nodes.a, { redirect_uris: 'https://app.example/callback', scopes: 'read write follow' });
  });
  after(() => nodes?.dispose());
  // After the hooks: what is declared first is ended first.
  const { newDatabase } = testDatabases();

  async function tokenOf(username: string): Promise<string> {
    const query = { response_type: 'code', client_id: app.client_id, redirect_uri: app.redirect_uri };
    const scope = 'read write follow';
    const person = new Person(nodes.a, username);
    const location = await person.approve(`/oauth/authorize?${new URLSearchParams({ ...query, scope })}`);
    const answer = await redeem(nodes.a, app, new URL(location).searchParams.get('code') ?? '');
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  const listenOnB = async (token: string) => {
    const url = `ws://127.0.0.1:${nodes.b.settings.PORT}/api/v1/streaming?stream=user`;
    const socket = new WebSocket(url, [token]);
    await once(socket, 'open');
    return socket;
  };

  test('tell what was posted on the other, and end with what was revoked there', async () => {
    const [alice, bob] = [await tokenOf('alice'), await tokenOf('bob')];
    const socket = await listenOnB(alice);
    const events: { event: string; payload: string }[] = [];
    let wake = () => {};
    socket.on('message', (data) => {
      events.push(JSON.parse(String(data)));
      wake();
    });
    // A node hears others once its connection for it is made: posted until it is heard.
    for (let tries = 0; events.length === 0 && tries < 100; tries += 1) {
      await nodes.a.post('/api/v1/statuses', { status: `Hello @alice ${tries}` }, bearer(bob));
      await Promise.race([
        new Promise<void>((resolve) => {
          wake = resolve;
        }),
        new Promise((resolve) => setTimeout(resolve, 100)),
      ]);
    }
    assert.equal(events[0]?.event, 'notification');
    const closed = once(socket, 'close');
    const { client_id, client_secret } = app;
    await nodes.a.post('/oauth/revoke', { client_id, client_secret, token: alice });
    assert.equal((await closed)[0], 1012);
  });
});

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
