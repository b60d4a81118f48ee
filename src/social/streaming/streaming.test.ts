import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { after, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { openTestSocial } from '../test-social.ts';

const { server, call, join, post, follow, tokenFor } = await openTestSocial();

// The port of the real server: upgrades need a connection.
const http = createServer((incoming, outgoing) => void server.composed.auth.nodeListener(incoming, outgoing));
http.on('upgrade', (incoming, socket, head) => {
  if (!server.composed.upgrade(incoming, socket, head, '192.0.2.1')) socket.destroy();
});
await once(http.listen(0, '127.0.0.1'), 'listening');
const port = (http.address() as AddressInfo).port;
after(async () => {
  http.closeAllConnections();
  http.close();
  await server.close();
});

async function connectTo(where: number) {
  const client = connect(where, '127.0.0.1');
  await once(client, 'connect');
  return client;
}

/** A WebSocket, with what it was told. */
async function listen(token: string | undefined, query = '', protocols: string[] = token === undefined ? [] : [token]) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/streaming${query}`, protocols);
  const told: { stream?: string[]; event?: string; payload?: string; error?: string; status?: number }[] = [];
  let wake = () => {};
  socket.on('message', (data) => {
    told.push(JSON.parse(String(data)));
    wake();
  });
  await once(socket, 'open');
  /** The next thing that it is told. */
  const next = async () => {
    while (told.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return told.shift() ?? {};
  };
  const subscribe = (stream: string) => socket.send(JSON.stringify({ type: 'subscribe', stream }));
  return { socket, next, subscribe, told };
}

/** How a WebSocket was refused. */
async function refusal(path: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, challenge: response.headers['www-authenticate'], body: JSON.parse(text) };
}

describe('a WebSocket', () => {
  test('tells in the stream of a person what comes into their home timeline and what they are told of', async () => {
    const [me, friend, stranger] = [await join('ear'), await join(), await join()];
    await follow(me, friend);
    const { next, socket } = await listen(me.token, '?stream=user');
    await post(stranger, 'not for me');
    const { id } = await post(friend, 'Hello');
    const update = await next();
    assert.deepEqual([update.stream, update.event], [['user'], 'update']);
    assert.equal(JSON.parse(update.payload ?? '').id, id);
    await post(stranger, 'Hello @ear');
    const told = await next();
    assert.deepEqual([told.event, JSON.parse(told.payload ?? '').type], ['notification', 'mention']);
    await friend.call('DELETE', `/api/v1/statuses/${id}`);
    assert.deepEqual(await next(), { stream: ['user'], event: 'delete', payload: id });
    socket.close();
  });

  test('carries several streams, each from when it is asked for, and answers what makes no sense', async () => {
    const [me, other] = [await join(), await join()];
    const { next, subscribe, socket } = await listen(me.token);
    socket.send('nonsense');
    assert.equal((await next()).status, 400);
    subscribe('hashtag');
    assert.deepEqual(await next(), { error: 'Unknown stream type', status: 400 });
    subscribe('public:local');
    subscribe('user');
    socket.send('{"type":"unsubscribe","stream":"nowhere"}');
    assert.equal((await next()).error, 'Unknown stream type');
    await post(other, 'unlisted', { visibility: 'unlisted' });
    const { id } = await post(other, 'public');
    const update = await next();
    assert.deepEqual([update.stream, JSON.parse(update.payload ?? '').id], [['public:local'], id]);
    socket.close();
  });

  test('takes the token from the header, the protocol or the query, and answers the protocol', async () => {
    const me = await join();
    const byProtocol = await listen(me.token);
    assert.equal(byProtocol.socket.protocol, me.token);
    const byQuery = await listen(undefined, `?access_token=${me.token}&stream=user`);
    byQuery.socket.close();
    byProtocol.socket.close();
    const twice = await refusal(`/api/v1/streaming?access_token=${me.token}&access_token=${me.token}`);
    assert.equal(twice.status, 403);
  });

  test('needs a person and a scope: refused as any method refuses (contract §11)', async () => {
    const none = await refusal('/api/v1/streaming');
    assert.deepEqual([none.status, none.body], [401, { error: 'The access token is invalid' }]);
    assert.match(none.challenge ?? '', /invalid_token/);
    const writer = await join('writer', { scopes: ['write'] });
    const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
    assert.equal((await refusal('/api/v1/streaming', bearer(writer.token))).status, 403);
    const reader = await join('reader', { scopes: ['read:statuses'] });
    assert.equal((await refusal('/api/v1/streaming?stream=user:notification', bearer(reader.token))).status, 403);
    assert.equal((await refusal('/api/v1/streaming?stream=hashtag', bearer(reader.token))).status, 404);
    const app = await server.registerApp({ scopes: 'read' });
    assert.equal((await refusal('/api/v1/streaming', bearer(await server.appToken(app)))).status, 422);
    const { next, subscribe, socket } = await listen(reader.token);
    subscribe('user:notification');
    assert.equal((await next()).status, 403);
    socket.close();
  });

  test('of a token without the scope hears no notifications among its statuses', async () => {
    const [me, other] = [await join('deaf', { scopes: ['read:statuses'] }), await join()];
    await follow(await join(), me);
    const { next, socket } = await listen(me.token, '?stream=user');
    await post(other, 'Hello @deaf');
    const { id } = await post({ ...me, call: (await withToken(me.account)).call }, 'own');
    assert.equal(JSON.parse((await next()).payload ?? '').id, id);
    socket.close();
  });

  const withToken = async (account: Parameters<typeof tokenFor>[0]) => {
    const { token } = await tokenFor(account, ['read', 'write']);
    return {
      call: (method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>) =>
        call(method, path, token, body, headers),
    };
  };

  for (const [what, end] of [
    ['its token is revoked', async ({ tokenId }) => server.store.revokeToken(tokenId, server.now())],
    ['the account is suspended', async ({ account }) => server.setState(account, 'suspended')],
    ['the account is disabled', async ({ account }) => server.setState(account, 'disabled')],
    ['the account is deleted', async ({ account }) => server.store.deleteAccount(account.id, server.now())],
    [
      'the app is deleted',
      async ({ token }) => {
        const found = await server.world.store.findToken((await import('../../protocol/secret.ts')).digestOf(token));
        await server.store.deleteApp(found?.app?.id ?? '', server.now());
      },
    ],
  ] satisfies readonly (readonly [string, (who: Awaited<ReturnType<typeof join>>) => Promise<unknown>])[]) {
    test(`is closed when ${what}, and no other is`, async () => {
      const [me, other] = [await join(), await join()];
      const mine = await listen(me.token, '?stream=user');
      const theirs = await listen(other.token, '?stream=public');
      const closed = once(mine.socket, 'close');
      await end(me);
      assert.equal((await closed)[0], 1012);
      const { id } = await post(other, 'still here');
      assert.equal(JSON.parse((await theirs.next()).payload ?? '').id, id);
      theirs.socket.close();
    });
  }

  test('is one of at most 32 of a token', async () => {
    const me = await join();
    const open = await Promise.all(Array.from({ length: 32 }, () => listen(me.token)));
    const more = await listen(me.token);
    const [code, reason] = await once(more.socket, 'close');
    assert.deepEqual([code, String(reason)], [1008, 'This token has too many streams open']);
    for (const { socket } of open) socket.close();
  });

  test('is let go when it sends more than a message has', async () => {
    const me = await join();
    const { socket } = await listen(me.token);
    socket.send('x'.repeat(5000));
    assert.equal((await once(socket, 'close'))[0], 1009);
  });
});

describe('server-sent events', () => {
  test('tell what the WebSocket tells, with the token in the header or the query, and with CORS', async () => {
    const [me, other] = [await join(), await join()];
    await follow(me, other);
    const response = await server.request(`/api/v1/streaming/user?access_token=${me.token}`, {
      headers: { Origin: 'https://web.example' },
    });
    assert.deepEqual(
      ['content-type', 'cache-control', 'access-control-allow-origin'].map((name) => response.headers.get(name)),
      ['text/event-stream; charset=utf-8', 'no-store', '*'],
    );
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    assert.equal((await reader?.read())?.value, ':)\n');
    const { id } = await post(other, 'Hello');
    const { value = '' } = (await reader?.read()) ?? {};
    const [, event, data = ''] = /^event: (\w+)\ndata: (.*)\n\n$/.exec(value) ?? [];
    assert.deepEqual([event, JSON.parse(data).id], ['update', id]);
    await server.store.revokeToken(me.tokenId, server.now());
    assert.equal((await reader?.read())?.done, true);
  });

  test('that nobody reads end with their connection, and leave nothing behind that waits to be read', async () => {
    const me = await join();
    const [[theirs], client] = await Promise.all([once(http, 'connection'), connectTo(port)]);
    client.pause();
    client.write(`GET /api/v1/streaming/public?access_token=${me.token} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const isOpen = () => server.composed.streamLoad().open > 0;
    while (!isOpen()) await new Promise((resolve) => setImmediate(resolve));
    const long = { text: 'x'.repeat(100_000), spoilerText: '', visibility: 'public', sensitive: false } as const;
    const more = { language: undefined, inReplyToId: undefined, inReplyToAccountId: undefined, mentionedIds: [] };
    while (isOpen()) {
      await server.store.statuses.add({
        ...{ ...long, ...more, accountId: me.account.id, application: undefined, tags: [] },
        createdAt: server.now(),
      });
    }
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(theirs.destroyed, true);
    client.destroy();
  });

  test('are refused as any method is, and for streams that there are not', async () => {
    const me = await join();
    assert.equal((await call('GET', '/api/v1/streaming/user')).status, 401);
    assert.equal((await me.call('GET', '/api/v1/streaming?stream=list')).status, 404);
    assert.equal((await me.call('GET', '/api/v1/streaming/list')).status, 404);
    assert.equal((await call('GET', '/api/v1/streaming/health')).text, 'OK');
  });
});
