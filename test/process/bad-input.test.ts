import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { RawConnection, sendRaw } from '../support/raw-http.ts';
import { RunningServer } from '../support/running-server.ts';

/** What "quickly" means on a busy machine. */
const QUICKLY = 10_000;

const formType = 'Content-Type: application/x-www-form-urlencoded';
const registration = 'client_name=Bad+input&redirect_uris=urn:ietf:wg:oauth:2.0:oob';

function request(line: string, headers: readonly string[] = [], body = ''): string {
  return `${[`${line} HTTP/1.1`, ...headers].join('\r\n')}\r\n\r\n${body}`;
}

describe('bad input on the wire', () => {
  let server: RunningServer;

  before(async () => {
    server = await RunningServer.start();
  });
  after(async () => {
    try {
      // Whatever came, the process lives, and nothing surprised it.
      assert.equal((await server.get('/health')).status, 200);
      assert.deepEqual(await server.stop(), { code: 0, signal: null });
      assert.deepEqual(
        server.log.filter((line) => line.err !== undefined || line.status === 500),
        [],
      );
      assert.doesNotMatch(server.stderr, /^\s+at /m);
    } finally {
      await server.dispose();
    }
  });

  const send = (text: string) => sendRaw(server.port, text);
  const appCount = () => server.withStore(async (store) => (await store.listApps({ limit: 80 })).length);

  for (const [name, text, statuses] of [
    ['two Host headers', request('GET /health', ['Host: a', 'Host: b']), [400]],
    ['the same Host twice', request('GET /health', ['Host: a', 'host: a']), [400]],
    ['no Host', request('GET /health'), [400]],
    ['an empty Host', request('GET /health', ['Host:']), [200, 400]],
    ['a Host that is none', request('GET /health', ['Host: a b']), [400]],
    ['a Host with a path', request('GET /health', ['Host: a/b']), [400]],
    ['an unknown method', request('BREW /health', ['Host: a']), [400]],
    ['a method in lower case', request('get /health', ['Host: a']), [400]],
    ['a method of WebDAV', request('PROPFIND /oauth/token', ['Host: a']), [404, 405]],
    ['TRACE', request('TRACE /health', ['Host: a']), [400, 404, 405]],
    ['a target without a slash', request('GET health', ['Host: a']), [400]],
    ['a target with a backslash', request('GET /\\evil.example', ['Host: a']), [400, 404]],
    ['OPTIONS *', request('OPTIONS *', ['Host: a']), [200, 204, 400, 404]],
    ['bytes in a path that are no UTF-8', request('GET /api/v1/accounts/%ff%fe', ['Host: a']), [400, 404]],
    ['half an escape in a path', request('GET /api/v1/accounts/%f', ['Host: a']), [400, 404]],
    ['a zero byte in a path', request('GET /users/%00', ['Host: a']), [400, 404]],
    ['dots in a path', request('GET /../../etc/passwd', ['Host: a']), [400, 404]],
    ['escaped dots in a path', request('GET /pictures/avatars/%2e%2e%2fsecret.key', ['Host: a']), [400, 404]],
    ['a huge header', request('GET /health', ['Host: a', `X-Long: ${'x'.repeat(20_000)}`]), [431]],
    ['very many headers', request('GET /health', ['Host: a', ...Array.from({ length: 3000 }, () => 'X: y')]), [431]],
    ['a huge target', request(`GET /${'x'.repeat(20_000)}`, ['Host: a']), [414, 431]],
    ['a zero byte in a header', request('GET /health', ['Host: a', 'X: a\0b']), [400]],
    ['a folded header', request('GET /health', ['Host: a', 'X: a', '\tb']), [400]],
    ['a blank before a colon', request('POST /api/v1/apps', ['Host: a', 'Content-Length : 0']), [400]],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 505]],
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', [400]],
    ['an unknown expectation', request('GET /health', ['Host: a', 'Expect: tea']), [417]],
    ['an upgrade', request('GET /health', ['Host: a', 'Connection: Upgrade', 'Upgrade: websocket']), [200]],
  ] as const) {
    test(`${name}: ${statuses.join(' or ')}`, async () => {
      const answer = await send(text);
      assert.ok(
        statuses.some((status) => status === answer.status),
        `${answer.status}: ${answer.body}`,
      );
    });
  }

  test('a tunnel is not dug', async () => {
    const connection = new RawConnection(server.port).write(
      'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n',
    );
    assert.doesNotMatch(await connection.untilClosed(), /^HTTP\/1.1 2/);
  });

  test('a target with a whole URL is answered as the path that it names', async () => {
    const answer = await send(request('GET http://evil.example/api/v1/instance', ['Host: evil.example']));
    assert.equal(answer.status, 200);
    assert.doesNotMatch(answer.body, /evil\.example/);
  });

  test('a foreign Host changes no link', async () => {
    const answer = await send(request('GET /.well-known/oauth-authorization-server', ['Host: evil.example']));
    assert.equal((JSON.parse(answer.body) as { issuer: string }).issuer, server.origin);
  });

  for (const [name, headers] of [
    ['a length and chunks', ['Content-Length: 5', 'Transfer-Encoding: chunked']],
    ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 5']],
    ['two lengths', ['Content-Length: 5', 'Content-Length: 6']],
    ['a list of lengths', ['Content-Length: 5, 6']],
    ['a length with a sign', ['Content-Length: +5']],
    ['a negative length', ['Content-Length: -5']],
    ['a length beyond all numbers', ['Content-Length: 99999999999999999999999']],
    ['a coding in disguise', ['Transfer-Encoding: xchunked']],
    ['chunks that are not last', ['Transfer-Encoding: chunked, identity']],
    ['chunks in quotes', ['Transfer-Encoding: "chunked"']],
    ['a tab before the coding’s colon', ['Transfer-Encoding\t: chunked']],
    ['a line end without its first half', ['X: y\nTransfer-Encoding: chunked']],
  ] as const) {
    test(`a request behind another by ${name} is not smuggled in`, async () => {
      const appsBefore = await appCount();
      const smuggled = request(
        'POST /api/v1/apps',
        ['Host: a', formType, `Content-Length: ${registration.length}`],
        registration,
      );
      const connection = new RawConnection(server.port).write(
        request('POST /oauth/token', ['Host: a', formType, ...headers], `0\r\n\r\n${smuggled}`),
      );
      const [first, ...others] = await connection.answers(2).catch(() => connection.answers());
      await connection.untilClosed();
      assert.equal(first?.status, 400);
      assert.equal(others.length, 0);
      assert.equal(await appCount(), appsBefore);
    });
  }

  test('honest requests on one connection are answered in turn', async () => {
    const connection = new RawConnection(server.port).write(
      request('GET /api/v1/instance', ['Host: a']).repeat(3) +
        request('GET /nowhere', ['Host: a', 'Connection: close']),
    );
    const answers = await connection.answers(4);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 404],
    );
  });

  test('whoever hangs up in the middle of a request is no fault of the server', async () => {
    for (let round = 0; round < 20; round++) {
      const connection = new RawConnection(server.port).write(
        request('POST /oauth/token', ['Host: a', formType, 'Content-Length: 1000'], 'grant_type=client_credentials'),
      );
      // Whatever is answered later was read later.
      await server.get('/api/v1/instance');
      connection.close();
    }
  });

  for (const [name, path, type] of [
    ['form', '/oauth/token', 'application/x-www-form-urlencoded'],
    ['JSON', '/api/v1/apps', 'application/json'],
    ['multipart form', '/oauth/revoke', 'multipart/form-data; boundary=x'],
    ['form of a page', '/auth/sign_in', 'application/x-www-form-urlencoded'],
  ] as const) {
    test(`a ${name} of 8 MB is refused quickly, whether its length is told or not`, async () => {
      const body = Buffer.alloc(8 * 1024 * 1024, 'x');
      for (const [framing, frame] of [
        [`Content-Length: ${body.length}`, (bytes: Buffer) => bytes],
        ['Transfer-Encoding: chunked', inChunks],
      ] as const) {
        const started = performance.now();
        const connection = new RawConnection(server.port).write(
          request(`POST ${path}`, ['Host: a', `Content-Type: ${type}`, framing]),
        );
        const [answers] = await Promise.all([connection.answers(), connection.writeAll(frame(body))]);
        connection.close();
        assert.equal(answers[0]?.status, 413, framing);
        assert.ok(performance.now() - started < QUICKLY);
      }
      assert.equal((await server.get('/health')).status, 200);
    });
  }

  test('20,000 parameters are refused quickly, in every encoding', async () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `p${index}`);
    const multipart = names.map((name) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n\r\n`).join('');
    const bodies: [string, string][] = [
      ['application/x-www-form-urlencoded', names.map((name) => `${name}=`).join('&')],
      ['application/x-www-form-urlencoded', Array.from({ length: 20_000 }, () => 'client_id=1').join('&')],
      ['application/json', JSON.stringify(Object.fromEntries(names.map((name) => [name, ''])))],
      ['application/json', JSON.stringify({ client_name: names })],
      ['multipart/form-data; boundary=x', `${multipart}--x--\r\n`],
    ];
    for (const [type, body] of bodies) {
      for (const path of ['/oauth/token', '/oauth/revoke', '/api/v1/apps', '/auth/sign_in']) {
        const started = performance.now();
        const response = await server.request(path, { method: 'POST', headers: { 'Content-Type': type }, body });
        assert.ok([400, 413].includes(response.status), `${path} ${type} ${response.status}`);
        assert.ok(performance.now() - started < QUICKLY);
      }
    }
    const query = names.slice(0, 2500).join('&');
    assert.equal((await server.get(`/oauth/authorize?${query}`)).status, 400);
  });

  test('bodies that are not what they say are refused with words', async () => {
    const bodies: [string, string | Buffer][] = [
      ['application/json', ''.padEnd(100_000, '[')],
      ['application/json', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
      ['application/json', '{"grant_type":'],
      ['application/json', '[]'],
      ['application/json', 'null'],
      ['application/json', '"grant_type"'],
      ['application/json; charset=utf-16', Buffer.from('{"grant_type":"password"}', 'utf16le')],
      ['application/json', Buffer.from([0x7b, 0xff, 0x7d])],
      ['application/json', '{"grant_type":{"toString":1}}'],
      ['application/json', '{"__proto__":{"grant_type":"client_credentials"}}'],
      ['application/x-www-form-urlencoded', 'grant_type=%FF%FE'],
      ['application/x-www-form-urlencoded', 'grant_type=a&grant_type=b'],
      ['application/x-www-form-urlencoded', 'grant_type=\0'],
      ['application/x-www-form-urlencoded', '&&&===%%%'],
      ['multipart/form-data', '--x\r\n'],
      ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="grant_type"\r\n\r\na'],
      ['multipart/form-data; boundary=x', '--x--'],
      ['application/xml', '<grant_type/>'],
      ['application/x-www-form-urlencoded; charset=utf-7', 'grant_type=a'],
    ];
    for (const [type, body] of bodies) {
      const response = await server.request('/oauth/token', {
        method: 'POST',
        headers: { 'Content-Type': type },
        body,
      });
      const text = await response.text();
      assert.equal(response.status, 400, `${type} ${String(body).slice(0, 60)}: ${text}`);
      const { error } = JSON.parse(text) as { error: string };
      assert.ok(['invalid_request', 'unsupported_grant_type'].includes(error), text);
    }
  });

  test('text that no database holds is refused or kept, but never a fault', async () => {
    for (const text of [
      '\0',
      'a\0b',
      '\ud800',
      '\udc00x',
      '\uffff',
      '\u202e',
      '💥'.repeat(60),
      "';drop table apps;--",
    ]) {
      const app = { client_name: text, redirect_uris: 'urn:ietf:wg:oauth:2.0:oob', website: text, scopes: text };
      for (const key of ['client_name', 'redirect_uris', 'website', 'scopes']) {
        const body = { client_name: 'x', redirect_uris: app.redirect_uris, [key]: text };
        const response = await server.postJson('/api/v1/apps', body);
        assert.ok([200, 400, 422].includes(response.status), `${key} ${JSON.stringify(text)} ${response.status}`);
      }
      const token = { grant_type: 'client_credentials', client_id: text, client_secret: text, scope: text };
      assert.ok([400, 401].includes((await server.postJson('/oauth/token', token)).status));
      const login = { 'user[email]': text, 'user[password]': text };
      assert.ok([400, 422].includes((await server.postJson('/auth/sign_in', login)).status));
    }
  });
});

function inChunks(bytes: Buffer): Buffer {
  const size = 64 * 1024;
  const chunks: Buffer[] = [];
  for (let offset = 0; offset < bytes.length; offset += size) {
    const chunk = bytes.subarray(offset, offset + size);
    chunks.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
}
