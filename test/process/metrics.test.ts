import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { Person } from '../support/person.ts';
import { sendRaw } from '../support/raw-http.ts';
import { CommandLine, freePort, RunningServer } from '../support/running-server.ts';
import { Scrape } from '../support/scrape.ts';

describe('the metrics of a running server', () => {
  let server: RunningServer;
  let port: number;

  before(async () => {
    port = await freePort();
    server = await RunningServer.start({ METRICS_PORT: String(port) });
  });
  after(() => server.dispose());

  test('are read on a port of their own, which the server names, and not on the public one', async () => {
    assert.match(server.stderr, new RegExp(`Metrics are read at http://127\\.0\\.0\\.1:${port}/metrics`));
    assert.equal((await server.get('/metrics')).status, 404);
    const scrape = await Scrape.at(port);
    assert.equal(scrape.seriesOf('mastodoor_info').length, 1);
    assert.ok((scrape.value('mastodoor_http_connections') ?? 0) > 0);
  });

  test('tell of an app that registers, a person who lets it in, its token and the end of it', async () => {
    await server.addAccount('alice');
    const fields = { client_name: 'Seen', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob' };
    const app = (await (await server.post('/api/v1/apps', fields)).json()) as Record<string, string>;
    const client = { client_id: app.client_id ?? '', client_secret: app.client_secret ?? '' };
    const redirect = { redirect_uri: 'urn:ietf:wg:oauth:2.0:oob' };
    const query = new URLSearchParams({ response_type: 'code', client_id: client.client_id, ...redirect });
    const alice = new Person(server, 'alice');
    const code = await alice.approveAndCopyCode(`/oauth/authorize?${query}`);
    const redeem = { grant_type: 'authorization_code', code, ...client, ...redirect };
    const token = (await (await server.post('/oauth/token', redeem)).json()) as Record<string, string>;
    await server.post('/oauth/revoke', { token: token.access_token ?? '', ...client });
    await server.post('/oauth/token', redeem);

    const scrape = await Scrape.at(port);
    const expected = {
      'mastodoor_http_requests_total{method="POST",route="/api/v1/apps",status="200"}': 1,
      'mastodoor_http_requests_total{method="POST",route="/oauth/token",status="200"}': 1,
      'mastodoor_sign_ins_total{outcome="ok"}': 1,
      'mastodoor_tokens_issued_total{grant_type="authorization_code"}': 1,
      'mastodoor_oauth_refusals_total{endpoint="/oauth/token",error="invalid_grant"}': 1,
      'mastodoor_tokens_revoked_total{reason="token revoked"}': 1,
      'mastodoor_store_calls_total{method="redeemCode",outcome="ok"}': 1,
    };
    for (const [series, value] of Object.entries(expected)) assert.equal(scrape.value(series), value, series);
    assert.ok((scrape.value('mastodoor_commit_seconds_count') ?? 0) > 3);
    for (const secret of [code, token.access_token, client.client_id, client.client_secret, 'alice', '127.0.0.1']) {
      assert.ok(!scrape.text.includes(secret ?? ''), `the metrics hold ${secret}`);
    }
  });

  test('do not grow by what clients send: unknown paths, methods and parameters make no series', async () => {
    const send = async (round: string) => {
      for (let n = 0; n < 60; n += 1) {
        await server.get(`/nothing-${round}-${n}`);
        await server.get(`/api/v1/accounts/${round}${n}?page=${n}`);
        await server.post('/oauth/token', { grant_type: `made-up-${round}-${n}` });
        await server.post('/oauth/revoke', { token: `${round}${n}`, client_id: `${round}${n}` });
      }
      await sendRaw(server.port, `PROPFIND /${round} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    };
    const countSeries = async () => (await Scrape.at(port)).text.split('\n').filter((line) => /^mastodoor/.test(line));
    await send('first');
    const before = await countSeries();
    await send('second');
    assert.equal((await countSeries()).length, before.length);
    const routes = (await Scrape.at(port)).valuesOf('route');
    assert.ok(routes.has('*') && routes.has('/api/v1/accounts/:id'));
    for (const route of routes) assert.doesNotMatch(route, /first|second|\d{2}/);
  });
});

test('a metrics port that is taken is named by its setting', async () => {
  const server = await RunningServer.start();
  const other = new CommandLine(['serve'], {
    ...server.settings,
    ...{ PORT: String(await freePort()), METRICS_PORT: String(server.port) },
  });
  const { code } = await other.ended;
  await server.dispose();
  assert.equal(code, 1);
  assert.match(other.stderr, /METRICS_PORT/);
});

test('a server without metrics and traces loads no library for them', async () => {
  const root = join(import.meta.dirname, '..', '..');
  const tool = join(root, 'tools/package/what-loads.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [tool, join(root, 'src/server/serve.ts')]);
  const files = JSON.parse(stdout) as readonly string[];
  assert.ok(files.some((file) => file.includes('/node_modules/@hono/node-server/')));
  assert.deepEqual(
    files.filter((file) => /\/(?:prom-client|@opentelemetry)\//.test(file)),
    [],
  );
});
