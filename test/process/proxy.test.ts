import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { sendRaw } from '../support/raw-http.ts';
import { RunningServer } from '../support/running-server.ts';

const started: RunningServer[] = [];

async function start(settings: Readonly<Record<string, string>>): Promise<RunningServer> {
  const server = await RunningServer.start(settings);
  started.push(server);
  return server;
}

/** Registers an app as the address that the headers claim. */
const register = (server: RunningServer, headers: Readonly<Record<string, string>>) =>
  server.post('/api/v1/apps', { client_name: 'x', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob' }, headers);

/** How many of `count` registrations are taken, each with headers of its own. */
async function taken(
  server: RunningServer,
  count: number,
  headersOf: (index: number) => Readonly<Record<string, string>>,
): Promise<number> {
  let ok = 0;
  for (let index = 0; index < count; index++) if ((await register(server, headersOf(index))).status === 200) ok += 1;
  return ok;
}

/** Five a window; a new one may begin in between. */
function assertLimited(ok: number): void {
  assert.ok(ok === 5 || ok === 10, `${ok} were taken`);
}

describe('what a request says about its sender', () => {
  after(async () => {
    for (const server of started) await server.dispose();
  });

  test('is not believed by default: nobody escapes a limit or changes a link by it', async () => {
    const server = await start({ RATE_LIMIT_FACTOR: '1' });
    const forged = (index: number) => ({
      'X-Forwarded-For': `192.0.2.${index}`,
      Forwarded: `for=192.0.2.${index}`,
      'X-Real-IP': `192.0.2.${index}`,
      'X-Client-IP': `192.0.2.${index}`,
      'True-Client-IP': `192.0.2.${index}`,
      'CF-Connecting-IP': `192.0.2.${index}`,
    });
    assertLimited(await taken(server, 12, forged));
    const instance = await server.get('/api/v2/instance', {
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
    });
    assert.doesNotMatch(await instance.text(), /evil\.example/);
    assert.equal(instance.headers.get('strict-transport-security'), null);
    await server.stop();
    const addresses = new Set(server.log.flatMap(({ address }) => address ?? []));
    assert.deepEqual([...addresses], ['127.0.0.1']);
  });

  test('is believed of a trusted proxy, but only what that proxy itself added', async () => {
    const server = await start({ RATE_LIMIT_FACTOR: '1', TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' });
    assert.equal(await taken(server, 8, (index) => ({ 'X-Forwarded-For': `192.0.2.${index}` })), 8);
    // The client wrote the first address, a proxy of ours the second, and the next one of ours the third.
    assertLimited(
      await taken(server, 12, (index) => ({ 'X-Forwarded-For': `192.0.2.${index}, 198.51.100.7, 10.1.2.3` })),
    );
    // One network is one sender in IPv6.
    assertLimited(await taken(server, 12, (index) => ({ 'X-Forwarded-For': `2001:db8:1:2::${index + 1}` })));
    // What is no address ends the chain: the proxy itself is who is left.
    assertLimited(await taken(server, 12, (index) => ({ 'X-Forwarded-For': `192.0.2.${index}, unknown` })));
    await server.stop();
    const addresses = new Set(server.log.flatMap(({ address }) => address ?? []));
    assert.ok(addresses.has('198.51.100.7'));
    assert.ok(addresses.has('192.0.2.1'));
    assert.ok(!addresses.has('10.1.2.3'));
  });

  test('about https is believed of a trusted proxy only', async () => {
    const publicUrl = 'https://social.example';
    const trusting = await start({ PUBLIC_URL: publicUrl, TRUSTED_PROXIES: '127.0.0.1' });
    const plain = { 'X-Forwarded-Proto': 'http' };
    for (const [target, path] of [
      ['/', '/'],
      ['/oauth/authorize?client_id=a%20b&state=%2F', '/oauth/authorize?client_id=a%20b&state=%2F'],
      ['//evil.example/%2e', '//evil.example/%2e'],
      ['http://evil.example/a?b', '/a?b'],
      ['http://evil.example', '/'],
    ] as const) {
      const answer = await sendRaw(
        trusting.port,
        `GET ${target} HTTP/1.1\r\nHost: social.example\r\nX-Forwarded-Proto: http\r\n\r\n`,
      );
      assert.equal(answer.status, 301, target);
      assert.equal(answer.headers.get('location'), `${publicUrl}${path}`);
    }
    for (const headers of [{ 'X-Forwarded-Proto': 'https' }, {}] as const) {
      const response = await trusting.get('/auth/sign_in', headers);
      assert.equal(response.status, 200);
      assert.match(response.headers.get('strict-transport-security') ?? '', /^max-age=\d{8}/);
      const cookies = response.headers.getSetCookie();
      assert.ok(cookies.length > 0);
      for (const cookie of cookies) assert.match(cookie, /^__Host-.*; Secure/);
    }
    const metadata = (await (await trusting.get('/.well-known/oauth-authorization-server')).json()) as {
      issuer: string;
    };
    assert.equal(metadata.issuer, publicUrl);

    const wary = await start({ PUBLIC_URL: publicUrl });
    assert.equal((await wary.get('/api/v1/instance', plain)).status, 200);
  });
});
