import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { testDatabases, withPostgres } from '../../src/storage/postgres/testing/test-databases.ts';
import { openForm } from '../support/browsing.ts';
import { Nodes } from '../support/nodes.ts';
import { type Registered, redeem, register } from '../support/register.ts';
import { authorizePath, consentForms, TestBrowser } from '../support/test-browser.ts';
import { PASSWORD } from '../support/test-server.ts';

const CALLBACK = 'https://app.example/callback';

describe('Two nodes are one server', withPostgres, () => {
  let nodes: Nodes;
  let app: Registered;

  before(async () => {
    nodes = await Nodes.start(await newDatabase());
  });
  after(() => nodes?.dispose());
  // After the hooks: what is declared first is ended first.
  const { newDatabase } = testDatabases();

  test('whose owner is made once, by the link that both wrote', async () => {
    assert.equal(new URL(nodes.a.setUpLink ?? '').search, new URL(nodes.b.setUpLink ?? '').search);
    const browsers = nodes.bothWays.map(([door]) => new TestBrowser(door));
    const forms = await Promise.all(browsers.map((one) => openForm(one, nodes.a.setUpLink ?? '', '/auth/setup')));
    const answers = await Promise.all(
      browsers.map((browser, index) => {
        const names = { username: `owner_${index}`, email: `${index}@example.org`, display_name: '' };
        return browser.submit(forms[index] ?? { action: '', method: 'POST', fields: {} }, {
          ...names,
          password: PASSWORD,
        });
      }),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [302, 404]);
    for (const page of await nodes.atBoth((door) => door.get(nodes.a.setUpLink ?? ''))) assert.equal(page.status, 404);
  });

  test('where an app registers, a person signs in, allows and denies, and a code is redeemed, each at another node', async () => {
    const [a, b] = [nodes.door(nodes.a), nodes.door(nodes.b)];
    await nodes.a.addAccount('alice');
    app = await register(a, { redirect_uris: CALLBACK, scopes: 'read write' });
    const door = nodes.door(nodes.b);
    const browser = new TestBrowser(door);
    const signIn = (await browser.get(authorizePath(app as never, { state: 'kept' }))).headers.get('location') ?? '';
    const form = await openForm(browser, signIn, '/auth/sign_in');
    door.node = nodes.a;
    const back = await browser.submit(form, { 'user[email]': 'alice', 'user[password]': PASSWORD });
    assert.equal(back.status, 302);
    door.node = nodes.b;
    const { approve } = consentForms(await (await browser.get(back.headers.get('location') ?? '')).text());
    door.node = nodes.a;
    const first = await browser.submit(approve);
    door.node = nodes.b;
    const second = await browser.submit(approve);
    assert.equal(second.status, 302, 'the second click of a double click may reach the other node');
    assert.equal(second.headers.get('location'), first.headers.get('location'));
    const members = new URL(second.headers.get('location') ?? '').searchParams;
    assert.equal(members.get('state'), 'kept');
    const answer = await redeem(a, app, members.get('code') ?? '');
    const { access_token } = (await answer.json()) as { access_token: string };
    const me = await b.get('/api/v1/accounts/verify_credentials', { Authorization: `Bearer ${access_token}` });
    assert.equal(((await me.json()) as { username: string }).username, 'alice');
    assert.equal((await browser.submit(approve)).status, 409, 'a used code is not given again');

    const asked = await browser.open(authorizePath(app as never, { state: 'no', scope: 'write' }));
    const { deny } = consentForms(await asked.text());
    const refusal = (await browser.submit(deny)).headers.get('location') ?? '';
    assert.match(refusal, /error=access_denied/);
    door.node = nodes.a;
    assert.equal((await browser.submit(deny)).headers.get('location'), refusal);
  });

  test('that tells who listens at one node what ended at the other', async () => {
    const created = await nodes.a.command('app', 'create', '--name', 'API', '--resource-server', '--json');
    const { client_id, client_secret } = JSON.parse(created.stdout) as Registered;
    const credentials = Buffer.from(`${client_id}:${client_secret}`).toString('base64');
    for (const [from, to] of nodes.bothWays) {
      const answer = await from.post('/oauth/token', {
        grant_type: 'client_credentials',
        client_id: app.client_id,
        client_secret: app.client_secret,
      });
      const { access_token: token } = (await answer.json()) as { access_token: string };
      const gone = new AbortController();
      const stream = await to.request('/oauth/introspect/revocations', {
        headers: { Authorization: `Basic ${credentials}` },
        signal: AbortSignal.any([gone.signal, AbortSignal.timeout(30_000)]),
      });
      let told = '';
      let isAsked = false;
      for await (const chunk of stream.body ?? []) {
        told += Buffer.from(chunk).toString();
        // What is told first is that something may have ended before.
        if (!isAsked && told.includes('unknown')) {
          isAsked = true;
          await from.post('/oauth/revoke', { client_id: app.client_id, client_secret: app.client_secret, token });
        }
        if (/"token_id":"\d+"/.test(told)) break;
      }
      gone.abort();
      assert.match(told, /event: revocation\ndata: \{"kind":"token","token_id":"\d+"\}/);
    }
  });
});

describe('Two nodes with limits', withPostgres, () => {
  const { newDatabase } = testDatabases();

  test('let nobody try more often than one does: of wrong passwords from everywhere exactly 25 are compared', async () => {
    const nodes = await Nodes.start(await newDatabase(), {
      RATE_LIMIT_FACTOR: '1',
      TRUSTED_PROXIES: '127.0.0.1',
    });
    try {
      await nodes.a.addAccount('alice');
      const attempt = async (index: number) => {
        const door = nodes.door(index % 2 === 0 ? nodes.a : nodes.b);
        door.address = `192.0.2.${index}`;
        return (await new TestBrowser(door).signIn('alice', 'wrong')).status;
      };
      const statuses: number[] = [];
      // Fewer at once than may wait for a comparison, which is limited in each process.
      for (let index = 0; index < 40; index += 4) {
        statuses.push(...(await Promise.all([0, 1, 2, 3].map((more) => attempt(index + more)))));
      }
      assert.deepEqual(statuses.toSorted(), [...Array(25).fill(422), ...Array(15).fill(429)]);
      const { ending, stderr } = await nodes.b.command('limits', 'lift', '--account', 'alice');
      assert.equal(ending?.code, 0, stderr);
      const lifted = await nodes.atBoth((door) => new TestBrowser(door).signIn('alice'));
      assert.deepEqual(
        lifted.map(({ status }) => status),
        [302, 302],
        'and what an operator lifts is lifted at both',
      );
    } finally {
      await nodes.dispose();
    }
  });
});
