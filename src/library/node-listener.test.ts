import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { after, describe, test } from 'node:test';
import express from 'express';
import { anyToken, publicTo } from '../http/access.ts';
import type { AuthServer } from './auth-server.ts';
import { startTestHost } from './test-host.ts';

/** As they are before anything is made. */
const classes = { Request, Response };

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

/** What a server answers to bytes that no client of a library would send. */
async function send(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  let text = '';
  for await (const chunk of socket.setEncoding('utf8')) text += chunk;
  return text;
}

const register = { client_name: 'App', redirect_uris: 'urn:ietf:wg:oauth:2.0:oob' };

describe('In bare node:http', async () => {
  const { auth } = await startTestHost();
  const passed: string[] = [];
  const alone = await listen((request, response) => auth.nodeListener(request, response));
  const hosted = await listen((request, response) =>
    auth.nodeListener(request, response, () => {
      passed.push(`${request.method} ${request.url}`);
      response.end('the host');
    }),
  );

  // Through each of the two ways to a route; and the second is what a proxy says that was not told otherwise.
  for (const [path, version, form] of [
    ['/oauth/token', 'HTTP/1.1', 'declared'],
    ['/oauth/token', 'HTTP/1.0', 'declared'],
    ['/oauth/authorize', 'HTTP/1.1', 'declared'],
    ['/oauth/token', 'HTTP/1.1', 'in chunks'],
    ['/oauth/authorize', 'HTTP/1.1', 'in chunks'],
  ] as const) {
    test(`a body for ${path} that is too large, ${form}, is answered before a connection of ${version} is closed (RFC 9112 §9.6)`, async () => {
      const socket = connect(alone, '127.0.0.1').setEncoding('utf8');
      const piece = 'a'.repeat(100_000);
      const length = form === 'declared' ? `Content-Length: ${30 * piece.length}` : 'Transfer-Encoding: chunked';
      const type = 'Content-Type: application/x-www-form-urlencoded';
      socket.write(
        `POST ${path} ${version}\r\nHost: host.example\r\nConnection: close\r\n${type}\r\n${length}\r\n\r\n`,
      );
      for (let sent = 0; sent < 30; sent++) {
        socket.write(form === 'declared' ? piece : `${piece.length.toString(16)}\r\n${piece}\r\n`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      if (form === 'in chunks') socket.write('0\r\n\r\n');
      let text = '';
      for await (const chunk of socket) text += chunk;
      assert.match(text, /^HTTP\/1\.1 413 /);
      assert.match(text, /too large/i);
    });
  }

  for (const [line, status] of [
    ['GET / HTTP/1.1', 404],
    ['GET // HTTP/1.1', 404],
    ['GET /% HTTP/1.1', 404],
    ['GET /oauth/authorize/%00 HTTP/1.1', 404],
    ['GET http://elsewhere.example/oauth/userinfo HTTP/1.1', 401],
    ['HEAD /.well-known/oauth-authorization-server HTTP/1.1', 200],
    ['GET http://who:what@elsewhere.example/oauth/userinfo HTTP/1.1', 401],
    ['GET /oauth\\userinfo HTTP/1.1', 400],
    ['TRACE /oauth/userinfo HTTP/1.1', 404],
    ['OPTIONS * HTTP/1.1', 400],
  ] as const) {
    test(`"${line}" is answered with ${status}, and the process lives on`, async () => {
      const text = await send(alone, `${line}\r\nHost: host.example\r\nConnection: close\r\n\r\n`);
      assert.match(text, new RegExp(`^HTTP/1\\.1 ${status} `), text.slice(0, 200));
      assert.equal((await fetch(`http://127.0.0.1:${alone}/oauth/userinfo`)).status, 401);
    });

    test(`"${line}" leaves a host's server alive, whoever answers`, async () => {
      const text = await send(hosted, `${line}\r\nHost: host.example\r\nConnection: close\r\n\r\n`);
      assert.match(text, /^HTTP\/1\.1 (200|400|401|404) /, text.slice(0, 200));
    });
  }

  test('next is called for what is not the server’s, and for nothing else', async () => {
    passed.length = 0;
    const base = `http://127.0.0.1:${hosted}`;
    assert.equal(await (await fetch(`${base}/api/v1/statuses`)).text(), 'the host');
    assert.equal(await (await fetch(`${base}/`)).text(), 'the host');
    assert.equal((await fetch(`${base}/oauth/userinfo`)).status, 401);
    assert.equal((await fetch(`${base}/oauth/authorize/?client_id=x`)).status, 401);
    assert.deepEqual(passed, ['GET /api/v1/statuses', 'GET /']);
  });

  // One that another reading of paths could take for the host's own must not slip past what the server counts and refuses.
  for (const [target, whose] of [
    ['/oauth/userinf%6f', 401],
    ['/elsewhere/../oauth/userinfo', 401],
    ['/oauth/userinfo//', 401],
    ['/oauth/userinfo#part', 401],
    ['http://elsewhere.example/oauth/userinf%6F', 401],
    ['//oauth/userinfo', 'the host'],
    ['/oauth%2fuserinfo', 'the host'],
    ['/api/v1/accounts/..', 'the host'],
  ] as const) {
    test(`"${target}" is whose it is however it is spelt: ${whose}`, async () => {
      const text = await send(hosted, `GET ${target} HTTP/1.1\r\nHost: host.example\r\nConnection: close\r\n\r\n`);
      assert.match(text, whose === 401 ? /^HTTP\/1\.1 401 / : /the host/, text.slice(0, 200));
    });
  }

  test('an HTTP/1.0 client need not name a host (RFC 9112 §3.2)', async () => {
    assert.match(await send(alone, 'GET /oauth/userinfo HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 401 /);
  });

  test('a web app may read what the host answers below /api, and nothing else of the host (contract §1.5)', async () => {
    const origin = async (path: string) =>
      (await fetch(`http://127.0.0.1:${hosted}${path}`)).headers.get('access-control-allow-origin');
    assert.deepEqual([await origin('/api/v1/statuses'), await origin('/home')], ['*', null]);
    const preflight = await fetch(`http://127.0.0.1:${hosted}/api/v1/statuses`, {
      method: 'OPTIONS',
      headers: { 'Access-Control-Request-Headers': 'authorization' },
    });
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'authorization');
  });
});

describe('In Express', () => {
  const parsers = {
    json: express.json(),
    'urlencoded, simple': express.urlencoded({ extended: false }),
    'urlencoded, extended': express.urlencoded({ extended: true }),
    text: express.text({ type: '*/*' }),
    raw: express.raw({ type: '*/*' }),
  };
  const bodies = {
    form: () => new URLSearchParams(register),
    'form with a list': () =>
      new URLSearchParams([...Object.entries(register), ['redirect_uris[]', 'https://a.example/']]),
    json: () => JSON.stringify({ ...register, redirect_uris: ['https://a.example/', 'https://b.example/'] }),
  };
  const post = (port: number, body: string | URLSearchParams) =>
    fetch(`http://127.0.0.1:${port}/api/v1/apps`, {
      method: 'POST',
      body,
      headers: typeof body === 'string' ? { 'Content-Type': 'application/json' } : {},
    });
  const facts = async (response: Response) => {
    const { redirect_uris, scopes, error } = (await response.json()) as Record<string, unknown>;
    return { status: response.status, redirect_uris, scopes, error };
  };

  for (const [name, parser] of Object.entries(parsers)) {
    for (const [kind, body] of Object.entries(bodies)) {
      test(`behind the parser ${name}, a ${kind} is read as without one`, async () => {
        const { auth } = await startTestHost();
        const plain = await listen((request, response) => auth.nodeListener(request, response));
        const behind = await listen(express().use(parser).use(auth.nodeListener));
        if (kind === 'form with a list') {
          // The one name with and without brackets is one list to one parser and two to another: either is readable.
          assert.ok([200, 422].includes((await post(behind, body())).status));
          return;
        }
        assert.deepEqual(await facts(await post(behind, body())), await facts(await post(plain, body())));
      });
    }
  }

  test('behind a parser of multipart forms, one is read as without it', async () => {
    const { auth } = await startTestHost();
    const app = express().use(async (request, _, next) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const sent = new Response(Buffer.concat(chunks), {
        headers: { 'Content-Type': request.get('content-type') ?? '' },
      });
      request.body = Object.fromEntries(await sent.formData());
      next();
    });
    const port = await listen(app.use(auth.nodeListener));
    const form = new FormData();
    for (const [name, value] of Object.entries(register)) form.set(name, value);
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/apps`, { method: 'POST', body: form });
    assert.deepEqual(await facts(response), {
      status: 200,
      redirect_uris: [register.redirect_uris],
      scopes: ['read'],
      error: undefined,
    });
  });

  test('mounted below the path that its issuer has, it finds its routes, and links stay below it', async () => {
    const { auth } = await startTestHost({ issuer: 'http://127.0.0.1/social' });
    const port = await listen(express().use('/social', auth.nodeListener));
    const page = await fetch(`http://127.0.0.1:${port}/social/auth/sign_in`);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /action="\/social\/auth\/sign_in"/);
  });

  test('a guard hands the grant on, and refuses so that a web app can read why (contract §11)', async () => {
    const { auth } = await startTestHost();
    const app = express();
    app.get('/api/v1/home', auth.nodeRequireScope('read:statuses'), (_, response) => void response.send('in'));
    app.get('/api/v1/public', auth.nodeRequire(publicTo('read')), (request, response) => {
      response.json({ account: auth.grantBehind(request)?.account ?? null });
    });
    const port = await listen(app);
    const refused = await fetch(`http://127.0.0.1:${port}/api/v1/home`);
    assert.deepEqual([refused.status, await refused.json()], [401, { error: 'The access token is invalid' }]);
    assert.equal(refused.headers.get('access-control-allow-origin'), '*');
    assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer /);
    const open = await fetch(`http://127.0.0.1:${port}/api/v1/public`);
    assert.deepEqual([open.status, await open.json()], [200, { account: null }]);
  });
});

describe('What the host answered before a guard has judged', async () => {
  const { auth } = await startTestHost();
  for (const [name, guard] of [
    ['lets pass', auth.nodeRequire(publicTo('read'))],
    ['refuses', auth.nodeRequireScope('read')],
  ] as const) {
    test(`stands when the guard ${name}, and the process lives on`, async () => {
      let passed = false;
      const port = await listen((request, response) => {
        guard(request, response, () => {
          passed = true;
        });
        response.writeHead(503).end('too late');
      });
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      assert.deepEqual([answer.status, await answer.text()], [503, 'too late']);
      // A rejection that nobody handles would fail this test, as it would end the host's process.
      await new Promise((done) => setTimeout(done, 20));
      assert.equal(passed, false);
    });
  }
});

test('Over HTTP/2, as Fastify can speak it, guards let in and refuse, and the process lives on', async () => {
  const { auth } = await startTestHost({
    clientAddress: (request) => request.headers.get('x-real-ip') ?? '192.0.2.1',
    rateLimitFactor: 1,
  });
  const [open, closed] = [auth.nodeRequire(publicTo('read')), auth.nodeRequire(anyToken())];
  const server = createHttp2Server((request, response) => {
    const guard = request.url === '/open' ? open : closed;
    guard(request as never, response as never, () => response.end('in'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const get = async (path: string) => {
    const stream = client.request({ ':path': path, 'x-real-ip': '192.0.2.9' });
    const [headers] = (await once(stream, 'response')) as [Readonly<Record<string, unknown>>];
    stream.resume();
    await once(stream, 'close');
    return [headers[':status'], headers['access-control-allow-origin'], headers['x-ratelimit-remaining']];
  };
  try {
    assert.deepEqual(await get('/open'), [200, '*', '299']);
    assert.deepEqual(await get('/closed'), [401, '*', '298']);
  } finally {
    client.destroy();
    server.close();
  }
});

test('A guard asks the host for the address as the routes do, so that both count the same client (contract §1.6)', async () => {
  const clientAddress = (request: Request) => request.headers.get('x-real-ip') ?? '192.0.2.1';
  const { auth } = await startTestHost({ clientAddress, rateLimitFactor: 1 });
  const app = express();
  app.get('/api/v1/public', auth.nodeRequire(publicTo('read')), (_, response) => void response.send('in'));
  const port = await listen(app);
  const remaining = async (address: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/public`, { headers: { 'X-Real-IP': address } });
    return response.headers.get('x-ratelimit-remaining');
  };
  assert.deepEqual(
    [await remaining('192.0.2.5'), await remaining('192.0.2.5'), await remaining('192.0.2.6')],
    ['299', '298', '299'],
  );
});

test('The issuer is what was configured, whatever a request says of its host (lesson 40)', async () => {
  const { auth }: { readonly auth: AuthServer } = await startTestHost();
  const port = await listen((request, response) => auth.nodeListener(request, response));
  const text = await send(
    port,
    'GET /.well-known/oauth-authorization-server HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n',
  );
  assert.match(text, /"issuer":"https:\/\/host\.example"/);
  assert.doesNotMatch(text, /evil/);
});

test('A process keeps its Request and Response, and what a host is asked with can be copied and read', async () => {
  const told: string[] = [];
  const { auth } = await startTestHost({
    clientAddress: undefined,
    signIn: {
      currentAccount: async (request) => {
        told.push(`${request.method} ${request.headers.get('x-a')} ${request.bodyUsed}`);
        if (request.bodyUsed) return undefined;
        const copy = new Request(request, { headers: { 'X-A': `${request.headers.get('x-a')} copied` } });
        told.push(`${copy instanceof classes.Request} ${copy.headers.get('x-a')} ${await copy.text()}`);
        return undefined;
      },
      signInUrl: () => '/welcome',
    },
  });
  assert.ok(Request === classes.Request && Response === classes.Response);
  const port = await listen(auth.nodeListener);
  const headers = { 'X-A': 'one' };
  const url = `http://127.0.0.1:${port}/oauth/authorize`;
  assert.equal((await fetch(url, { headers })).status, 400);
  assert.equal((await fetch(url, { method: 'POST', headers, body: new URLSearchParams({ a: 'b' }) })).status, 422);
  assert.deepEqual(told, ['GET one false', 'true one copied ', 'POST one true']);
});
