import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { after, describe, test } from 'node:test';
import { testHttpDeps } from '../../test/support/test-deps.ts';
import { TestServer } from '../../test/support/test-server.ts';
import { open } from '../http/access.ts';
import type { Incoming } from '../http/incoming.ts';
import type { Answered } from '../http/mount-routes.ts';
import { MAX_BODY_BYTES } from '../http/read-body.ts';
import { json, type Reply, withCookies } from '../http/reply.ts';
import { type Method, type Route, route } from '../http/route.ts';
import { DirectRoutes } from './direct-routes.ts';

const long = 'the long way';

/** A server that answers by the short way what it can, and says so of everything else. */
async function listen(routes: readonly Route[], prefix = ''): Promise<{ port: number; answered: Answered[] }> {
  const server = await TestServer.start();
  after(() => server.close());
  const answered: Answered[] = [];
  const direct = new DirectRoutes(routes, {
    deps: testHttpDeps(server),
    prefix,
    onAnswered: (one) => answered.push(one),
    newRequestId: () => 'the-id',
    addressOf: (incoming: IncomingMessage) => incoming.socket.remoteAddress ?? '',
  });
  const listening = createServer((incoming, outgoing) => {
    if (direct.answer(incoming, outgoing, incoming.url ?? '') === undefined) outgoing.end(long);
  });
  after(() => {
    listening.closeAllConnections();
    listening.close();
  });
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  return { port: (listening.address() as AddressInfo).port, answered };
}

const at = (method: Method, path: string, handle: (request: Incoming) => Reply | Promise<Reply>) =>
  route('discovery', method, path, open, handle);

/** All that a server sends on one connection. */
async function send(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  let text = '';
  for await (const chunk of socket.setEncoding('utf8')) text += chunk;
  return text;
}

const get = (target: string, more = '') =>
  `GET ${target} HTTP/1.1\r\nHost: here.example\r\nConnection: close\r\n${more}\r\n`;

describe('What goes the short way', async () => {
  const { port } = await listen([
    at('GET', '/plain', ({ query }) => json({ asked: query.one('asked') ?? null })),
    at('GET', '/things/:id', () => json({})),
    at('GET', '/things/mine', () => json({})),
    route('page', 'GET', '/page', open, () => json({})),
  ]);
  for (const target of ['/plain', '/plain?', '/plain?asked=a%20b', '/plain?asked=a+b&x[]=1']) {
    test(`"${target}" does`, async () => {
      const text = await send(port, get(target));
      assert.match(text, target.includes('=') ? /\{"asked":"a b"\}$/ : /\{"asked":null\}$/);
    });
  }

  for (const [target, why] of [
    ['/plain/', 'is spelt in another way'],
    ['//plain', 'is spelt in another way'],
    ['/pl%61in', 'is spelt in another way'],
    ['/plain#part', 'has a part that is no query'],
    ['/plain?a\\b', 'is read differently by readers of URLs'],
    ['http://here.example/plain', 'is a whole URL'],
    ['/things/7', 'has a part to be read'],
    ['/things/mine', 'belongs to the route that was declared first, which has a part'],
    ['/page', 'is a page'],
    ['/unknown', 'is nobody’s'],
  ]) {
    test(`"${target}" does not: it ${why}`, async () => {
      assert.ok((await send(port, get(target ?? ''))).endsWith(long));
    });
  }

  for (const [request, why] of [
    ['GET /plain HTTP/1.0\r\n\r\n', 'HTTP/1.0'],
    ['GET /plain HTTP/1.1\r\nHost: a_b@c\r\nConnection: close\r\n\r\n', 'a host that must be judged'],
    ['HEAD /plain HTTP/1.1\r\nHost: here.example\r\nConnection: close\r\n\r\n', 'HEAD'],
    ['OPTIONS /plain HTTP/1.1\r\nHost: here.example\r\nConnection: close\r\n\r\n', 'OPTIONS'],
  ]) {
    test(`${why} does not`, async () => assert.doesNotMatch(await send(port, request ?? ''), /asked|x-request-id/i));
  }

  test('below a prefix, the whole path is what counts', async () => {
    const below = await listen([at('GET', '/plain', () => json({ here: true }))], '/social');
    assert.match(await send(below.port, get('/social/plain')), /\{"here":true\}$/);
    assert.ok((await send(below.port, get('/plain'))).endsWith(long));
  });
});

describe('An answer of the short way', async () => {
  const bodies = {
    ascii: () => json({ name: 'plain' }),
    letters: () => json({ name: 'é – 字' }),
    bytes: () => ({ status: 200, headers: {}, body: new Uint8Array([1, 2, 255]) }),
    nothing: () => ({ status: 200, headers: {}, body: null }),
    none: () => ({ status: 204, headers: {}, body: null }),
    cookies: () => withCookies(json({}), ['a=1', 'b=2']),
    'bad-value': () => ({ status: 200, headers: { 'X-Name': 'a\nb' }, body: null }),
    'bad-name': () => ({ status: 200, headers: { 'X Name': 'a' }, body: null }),
    thrown: () => {
      throw new Error('not foreseen');
    },
  } satisfies Record<string, () => Reply>;
  const { port, answered } = await listen(Object.entries(bodies).map(([name, make]) => at('GET', `/${name}`, make)));
  const ask = (name: string) => fetch(`http://127.0.0.1:${port}/${name}`);

  test('has the length of its bytes, whatever its letters', async () => {
    for (const name of ['ascii', 'letters'] as const) {
      const answer = await ask(name);
      const text = await answer.text();
      assert.equal(text, bodies[name]().body);
      assert.equal(answer.headers.get('content-length'), String(Buffer.byteLength(text)));
    }
    assert.deepEqual(new Uint8Array(await (await ask('bytes')).arrayBuffer()), bodies.bytes().body);
  });

  test('has no length where it can have no content (RFC 9110 §8.6), and one of 0 where it has none', async () => {
    const [nothing, none] = [await ask('nothing'), await ask('none')];
    assert.equal(nothing.headers.get('content-length'), '0');
    assert.deepEqual([none.status, none.headers.get('content-length')], [204, null]);
  });

  test('carries the headers of its surface, the id of the request, and each cookie on its line (contract §1.3)', async () => {
    const { headers } = await ask('cookies');
    assert.deepEqual(headers.getSetCookie(), ['a=1', 'b=2']);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('x-request-id'), 'the-id');
    assert.equal(headers.get('access-control-allow-origin'), '*');
  });

  for (const name of ['bad-value', 'bad-name', 'thrown']) {
    test(`is a failure that is told of, where ${name} would be sent`, async () => {
      answered.length = 0;
      assert.equal((await ask(name)).status, 500);
      assert.deepEqual(
        answered.map(({ status, error }) => [status, error instanceof Error]),
        [[500, true]],
      );
    });
  }

  test('one header of a kind that comes twice is both of them: none is picked (RFC 9110 §5.3)', async () => {
    const header = await listen([at('GET', '/it', (request) => json(request.header('authorization') ?? null))]);
    assert.match(
      await send(header.port, get('/it', 'Authorization: Bearer a\r\nauthorization: Bearer b\r\n')),
      /"Bearer a, Bearer b"$/,
    );
  });

  test('a handler that wants the whole request gets it, without its body', async () => {
    const whole = await listen([
      at('GET', '/it', ({ raw, headerNames }) => json([raw.url, raw.headers.get('x-name'), [...headerNames]])),
    ]);
    assert.match(
      await send(whole.port, get('/it?a=1', 'X-Name: me\r\n')),
      /\["http:\/\/here\.example\/it\?a=1","me",\["host","connection","x-name"\]\]$/,
    );
  });

  test('a stream ends when its reader goes', async () => {
    const ended = Promise.withResolvers<void>();
    const body = () =>
      new ReadableStream<Uint8Array<ArrayBuffer>>({
        start: (controller) => controller.enqueue(new Uint8Array([104, 105])),
        cancel: () => ended.resolve(),
      });
    const streaming = await listen([at('GET', '/it', () => ({ status: 200, headers: {}, body: body() }))]);
    const reader = new AbortController();
    const answer = await fetch(`http://127.0.0.1:${streaming.port}/it`, { signal: reader.signal });
    const { value } = (await answer.body?.getReader().read()) ?? {};
    assert.equal(Buffer.from(value ?? []).toString(), 'hi');
    reader.abort();
    await ended.promise;
  });
});

describe('A body on the short way', async () => {
  const { port, answered } = await listen([
    at('POST', '/form', async (request) => json((await request.body()).one('name') ?? null)),
    at('POST', '/unread', () => json('unread')),
  ]);
  const post = (path: string, body: string | URLSearchParams | ReadableStream) =>
    fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body, duplex: 'half' } as RequestInit);
  const chunked = (size: number) =>
    new ReadableStream({
      start(controller) {
        for (let sent = 0; sent < size; sent += 65_536) controller.enqueue(new Uint8Array(65_536).fill(97));
        controller.close();
      },
    });

  test('is read as form, as JSON and in several pieces', async () => {
    assert.equal(await (await post('/form', new URLSearchParams({ name: 'é' }))).json(), 'é');
    const init = { method: 'POST', body: '{"name":"é"}', headers: { 'Content-Type': 'application/json' } };
    assert.equal(await (await fetch(`http://127.0.0.1:${port}/form`, init)).json(), 'é');
    const head = 'POST /form HTTP/1.1\r\nHost: here.example\r\nContent-Length: 9\r\nConnection: close\r\n\r\nname=';
    const socket = connect(port, '127.0.0.1');
    socket.write(head);
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.end('abcd');
    let text = '';
    for await (const chunk of socket.setEncoding('utf8')) text += chunk;
    assert.match(text, /"abcd"$/);
  });

  test('that is too large is refused by its declared length and by what arrives, and the server lives on', async () => {
    assert.equal((await post('/form', 'a'.repeat(MAX_BODY_BYTES + 1))).status, 413);
    assert.equal((await post('/form', chunked(MAX_BODY_BYTES * 2))).status, 413);
    assert.equal((await post('/form', 'name=a')).status, 200);
  });

  test('that nobody reads does not stand in the way of the next request', async () => {
    assert.equal(await (await post('/unread', 'x'.repeat(100_000))).json(), 'unread');
    assert.equal(await (await post('/form', 'name=next')).json(), 'next');
  });

  test('that never ends ends the connection after its answer', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /unread HTTP/1.1\r\nHost: here.example\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n');
    let text = '';
    for await (const chunk of socket.setEncoding('utf8')) text += chunk;
    assert.match(text, /"unread"/);
  });

  test('that ends early is the client’s fault, and told of as such', async () => {
    answered.length = 0;
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /form HTTP/1.1\r\nHost: here.example\r\nContent-Length: 100\r\n\r\nname=', () =>
      setTimeout(() => socket.destroy(), 20),
    );
    while (answered.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(
      answered.map(({ status, error }) => [status, error]),
      [[400, undefined]],
    );
  });
});
