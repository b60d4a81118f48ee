/** What no client library would send: request targets as they come over the wire, before anything puts them right. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sendRaw } from '../support/raw-http.ts';
import { register } from '../support/register.ts';
import { RunningServer } from '../support/running-server.ts';

let server: RunningServer;
let form: string;

before(async () => {
  // Six requests to OAuth's endpoints in five minutes.
  server = await RunningServer.start({ RATE_LIMIT_FACTOR: '0.02' });
  const app = await register(server, { redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', scopes: 'read' });
  const { client_id, client_secret } = app;
  form = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret }).toString();
});
after(() => server.dispose());

async function ask(target: string, method = 'POST'): Promise<number> {
  const head = [
    `${method} ${target} HTTP/1.1`,
    `Host: localhost:${server.port}`,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${form.length}`,
    'Connection: close',
  ];
  return (await sendRaw(server.port, `${head.join('\r\n')}\r\n\r\n${form}`)).status;
}

/** Until the limit is reached. */
async function useUp(): Promise<void> {
  for (let tries = 0; tries < 20; tries++) if ((await ask('/oauth/token')) === 429) return;
  assert.fail('The limit was never reached');
}

for (const target of [
  '/oauth/token/',
  '/oauth/token//',
  '//oauth/token',
  '///oauth///token',
  '/oauth//token',
  '/./oauth/token',
  '/oauth/./token',
  '/x/../oauth/token',
  '/../oauth/token',
  '/oauth/x/../token',
  '/%2e/oauth/token',
  '/x/%2e%2e/oauth/token',
  '/x/.%2E/oauth/token',
  '/oauth%2ftoken',
  '/oauth%5ctoken',
  '/oauth\\token',
  '\\oauth\\token',
  '/oauth/%74oken',
  '/%6F%61%75%74%68/token',
  '/oauth/%2574oken',
  '/oauth/token%2f',
  '/oauth/token%00',
  '/oauth/token%20',
  '/oauth/token.',
  '/oauth/token..',
  '/oauth/token/.',
  '/oauth/token;v=1',
  '/oauth/token.json',
  '/oauth/token?x=1',
  '/oauth/token#x',
  '/oauth/token%23x',
  '/oauth/token%3fx',
  '/OAUTH/TOKEN',
  '/Oauth/token',
  '/oauth/to%u006ben',
  '/oauth/token\t',
  'http://localhost/oauth/token',
  'http://evil.example//oauth/token',
  'HTTP://evil.example/oauth/token',
  'oauth/token',
  '*',
]) {
  test(`POST ${JSON.stringify(target)} does not get past a limit that is reached (CVE-2026-45364)`, async () => {
    let status = 0;
    // A window may end in between; what is not counted gets through again and again.
    for (let round = 0; round < 3 && ![400, 404, 405, 429].includes(status); round++) {
      await useUp();
      status = await ask(target);
    }
    assert.ok([400, 404, 405, 429].includes(status), `${status}`);
  });
}

for (const method of ['post', 'Post', 'POST\u00a0', 'XPOST']) {
  test(`${JSON.stringify(method)} /oauth/token is no other way to the same endpoint`, async () => {
    await useUp();
    assert.ok([400, 404, 405, 429].includes(await ask('/oauth/token', method)));
  });
}

test('the log names the limit in the line of each refusal', async () => {
  await useUp();
  await server.stop();
  const refusals = server.log.filter(({ msg, status }) => msg === 'answered' && status === 429);
  assert.ok(refusals.length > 0);
  assert.deepEqual([...new Set(refusals.map(({ limit }) => limit))], ['OAuth by address']);
});
