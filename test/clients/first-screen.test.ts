/** Real clients do what a person does: look at home, post, answer, follow, read what they are told of, listen, sign out. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createRestAPIClient, createStreamingAPIClient } from 'masto';
import generator, { type MegalodonInterface } from 'megalodon';
import { WebSocket } from 'ws';
import { testDatabases, withPostgres } from '../../src/storage/postgres/testing/test-databases.ts';
import { Person } from '../support/person.ts';
import { type Registered, redeem, register } from '../support/register.ts';
import { freePort, RunningServer } from '../support/running-server.ts';
import { Scrape } from '../support/scrape.ts';

for (const engine of ['sqlite', 'postgres'] as const) describeFirstScreen(engine);

function describeFirstScreen(engine: 'sqlite' | 'postgres'): void {
  describe(`The first screen of apps, over ${engine}`, engine === 'postgres' ? withPostgres : {}, () => {
    let server: RunningServer;
    let app: Registered;
    let metricsPort: number;

    before(async () => {
      metricsPort = await freePort();
      const database = engine === 'postgres' ? { DATABASE_URL: await newDatabase() } : {};
      server = await RunningServer.start({ METRICS_PORT: String(metricsPort), ...database });
      for (const username of ['alice', 'bob', 'carol', 'dave']) await server.addAccount(username);
      const scopes = 'read write follow push';
      app = await register(server, { redirect_uris: 'https://app.example/callback', scopes });
    });
    after(() => server?.dispose());
    // After the hooks: what is declared first is ended first.
    const { newDatabase } = testDatabases();

    async function tokenOf(username: string): Promise<string> {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: app.client_id,
        redirect_uri: app.redirect_uri,
        scope: 'read write follow push',
      });
      const location = await new Person(server, username).approve(`/oauth/authorize?${query}`);
      const answer = await redeem(server, app, new URL(location).searchParams.get('code') ?? '');
      return ((await answer.json()) as { access_token: string }).access_token;
    }

    test('masto.js', async () => {
      const [aliceToken, bobToken] = [await tokenOf('alice'), await tokenOf('bob')];
      const alice = createRestAPIClient({ url: server.origin, accessToken: aliceToken });
      const bob = createRestAPIClient({ url: server.origin, accessToken: bobToken });
      const me = await alice.v1.accounts.verifyCredentials();
      const other = await alice.v1.accounts.lookup({ acct: 'bob' });
      await alice.v1.accounts.$select(other.id).follow();

      const instance = await alice.v2.instance.fetch();
      const streaming = createStreamingAPIClient({
        streamingApiUrl: instance.configuration.urls.streaming,
        accessToken: aliceToken,
        implementation: WebSocket,
      });
      using events = streaming.user.subscribe();
      const heard = events.values();
      // It is subscribed when the server answers what comes after the subscription.
      const first = heard.next();
      await untilListening(metricsPort);
      const posted = await bob.v1.statuses.create({ status: 'Hello @alice #hello', visibility: 'public' });
      assert.equal(posted.application?.name, 'Client test');
      const told = [(await first).value, (await heard.next()).value];
      assert.deepEqual(told.map(({ event }) => event).sort(), ['notification', 'update']);
      streaming.close();

      const [onHome] = await alice.v1.timelines.home.list({ limit: 20 });
      assert.equal(onHome?.id, posted.id);
      const answer = await alice.v1.statuses.create({ status: '@bob Hi', inReplyToId: posted.id, language: 'en' });
      const { descendants } = await bob.v1.statuses.$select(posted.id).context.fetch();
      assert.deepEqual(
        descendants.map(({ id }) => id),
        [answer.id],
      );
      const notifications = await bob.v1.notifications.list();
      assert.deepEqual(
        notifications.map(({ type }) => type),
        ['mention', 'follow'],
      );
      await bob.v1.notifications.clear();
      assert.deepEqual(await bob.v1.notifications.list(), []);
      await alice.v1.markers.create({ home: { lastReadId: posted.id } });
      assert.equal((await alice.v1.markers.fetch({ timeline: ['home'] })).home?.lastReadId, posted.id);
      const updated = await alice.v1.accounts.updateCredentials({
        displayName: 'Alice M',
        fieldsAttributes: [{ name: 'Web', value: 'https://a.example' }],
      });
      assert.deepEqual([updated.displayName, updated.fields?.length], ['Alice M', 1]);
      const found = await alice.v2.search.list({ q: 'bob', type: 'accounts' });
      assert.deepEqual(
        found.accounts.map(({ acct }) => acct),
        ['bob'],
      );
      assert.equal((await alice.v1.statuses.$select(answer.id).remove()).text, '@bob Hi');
      assert.equal((await alice.v1.accounts.$select(me.id).statuses.list()).length, 0);
      const { client_id, client_secret } = app;
      await server.post('/oauth/revoke', { client_id, client_secret, token: aliceToken });
      await assert.rejects(async () => alice.v1.timelines.home.list(), /revoked/);
    });

    test('megalodon', async () => {
      const [carolToken, daveToken] = [await tokenOf('carol'), await tokenOf('dave')];
      const client = (token: string): MegalodonInterface => generator('mastodon', server.origin, token);
      const [carol, dave] = [client(carolToken), client(daveToken)];
      const { data: me } = await carol.verifyAccountCredentials();
      await carol.updateCredentials({ locked: true });
      await dave.followAccount(me.id);
      const { data: requests } = await carol.getFollowRequests();
      assert.equal(requests.length, 1);
      await carol.acceptFollowRequest(String(requests[0]?.id));
      const { data: posted } = await carol.postStatus('For @dave', { visibility: 'private', spoiler_text: 'Careful' });
      assert.equal('spoiler_text' in posted && posted.spoiler_text, 'Careful');
      // A stream is heard from the moment in which it is open.
      const streaming = await dave.publicStreaming();
      const heard = new Promise<string>((resolve) => streaming.on('update', ({ id }: { id: string }) => resolve(id)));
      await untilListening(metricsPort);
      const { data: publicly } = await carol.postStatus('For all', { visibility: 'public' });
      assert.equal(await heard, publicly.id);
      streaming.stop();
      const { data: home } = await dave.getHomeTimeline();
      assert.deepEqual(
        home.map(({ id }) => id),
        [publicly.id, posted.id],
      );
      const { data: told } = await dave.getNotifications();
      assert.deepEqual(
        told.map(({ type }) => type),
        ['mention'],
      );
      await dave.postStatus('Thanks', { in_reply_to_id: posted.id });
      const { data: context } = await carol.getStatusContext(posted.id);
      assert.equal(context.descendants.length, 1);
      const { data: local } = await dave.getLocalTimeline();
      assert.ok(local.every(({ visibility }) => visibility === 'public'));
      const { data: found } = await dave.search('carol', { type: 'accounts' });
      assert.equal(found.accounts[0]?.acct, 'carol');
      await carol.revokeToken(app.client_id, app.client_secret, carolToken);
      await assert.rejects(carol.getHomeTimeline());
    });
  });
}

/** Waits until an app listens, by what the server itself says. */
async function untilListening(metricsPort: number): Promise<void> {
  while ((await Scrape.at(metricsPort)).value('mastodoor_open_streams') === 0);
}
