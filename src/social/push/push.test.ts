import assert from 'node:assert/strict';
import { createECDH, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { after, type TestContext, test } from 'node:test';
import { openTestSocial } from '../test-social.ts';

// What web-push encrypts with, to decrypt as a browser does.
const ece = createRequire(createRequire(import.meta.url).resolve('web-push'))('http_ece');

const PATH = '/api/v1/push/subscription';
const { server, call, join, post, follow, tokenFor } = await openTestSocial({ PUBLIC_URL: 'http://localhost:3000' });

/** A real push service, which keeps what it is sent. */
const messages: { readonly url: string; readonly headers: IncomingMessage['headers']; readonly body: Buffer }[] = [];
const answers: number[] = [];
let wake = () => {};
const service = createServer(async (incoming, outgoing) => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  messages.push({ url: incoming.url ?? '', headers: incoming.headers, body: Buffer.concat(chunks) });
  outgoing.writeHead(answers.shift() ?? 201, { Location: 'http://localhost/elsewhere' }).end();
  wake();
});
await once(service.listen(0, '127.0.0.1'), 'listening');
const serviceUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
after(async () => {
  await server.close();
  service.closeAllConnections();
  service.close();
});

async function nextMessage() {
  while (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve));
  const [message] = messages.splice(0, 1);
  assert.ok(message);
  return message;
}

/** The keys of a browser, and a subscription to it. */
function newBrowser(name = 'phone') {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  const auth = randomBytes(16);
  const keys = { p256dh: ecdh.getPublicKey('base64url'), auth: auth.toString('base64url') };
  const subscription = { endpoint: `${serviceUrl}/push/${name}`, keys, standard: true };
  const decrypt = ({ body, headers }: Awaited<ReturnType<typeof nextMessage>>) =>
    JSON.parse(
      headers['content-encoding'] === 'aes128gcm'
        ? ece.decrypt(body, { version: 'aes128gcm', privateKey: ecdh, authSecret: auth }).toString()
        : ece
            .decrypt(body, {
              version: 'aesgcm',
              privateKey: ecdh,
              authSecret: auth,
              salt: /salt=([^;,]+)/.exec(String(headers.encryption))?.[1],
              dh: /dh=([^;,]+)/.exec(String(headers['crypto-key']))?.[1],
            })
            .toString(),
    );
  return { subscription, decrypt };
}

const all = { mention: true, follow: true, follow_request: true };

test('a subscription is made, shown, changed and removed, one for each token (entity WebPushSubscription)', async () => {
  const me = await join();
  const { subscription } = newBrowser();
  const made = await me.call('POST', PATH, { subscription, data: { alerts: { mention: true, favourite: true } } });
  assert.equal(made.status, 200, made.text);
  const { id, server_key, ...rest } = made.json;
  assert.deepEqual(rest, {
    endpoint: subscription.endpoint,
    standard: true,
    alerts: { mention: true, follow: false, follow_request: false },
    policy: 'all',
  });
  assert.equal(server_key, (await call('GET', '/api/v2/instance')).json.configuration.vapid.public_key);
  assert.deepEqual((await me.call('GET', PATH)).json, made.json);
  const form = new URLSearchParams({ 'data[alerts][follow]': 'true', 'data[policy]': 'followed' });
  const changed = (await me.call('PUT', PATH, form)).json;
  assert.deepEqual(
    [changed.id, changed.alerts, changed.policy],
    [id, { mention: false, follow: true, follow_request: false }, 'followed'],
  );
  const again = (await me.call('POST', PATH, { subscription: newBrowser('tablet').subscription })).json;
  assert.notEqual(again.id, id);
  assert.deepEqual((await me.call('DELETE', PATH)).json, {});
  assert.equal((await me.call('GET', PATH)).status, 404);
  assert.equal((await me.call('PUT', PATH, form)).status, 404);
});

test('endpoint and keys must be good, and are kept encrypted', async () => {
  const me = await join();
  const { subscription } = newBrowser('secret-endpoint');
  const refused = async (change: object) => {
    const answer = await me.call('POST', PATH, { subscription: { ...subscription, ...change } });
    assert.equal(answer.status, 422, answer.text);
    return answer.json.error;
  };
  const { p256dh, auth } = subscription.keys;
  assert.match(await refused({ endpoint: '' }), /Endpoint must be an https address/);
  assert.match(await refused({ endpoint: 'http://push.example/x' }), /Endpoint must be an https address/);
  assert.match(await refused({ endpoint: 'https://user:pw@push.example/x' }), /Endpoint is invalid/);
  for (const host of ['10.0.0.1', '[fd00::1]', '169.254.169.254', '[::ffff:192.168.0.1]', '0.0.0.0']) {
    assert.match(await refused({ endpoint: `https://${host}/x` }), /Endpoint must be a public address/, host);
  }
  assert.match(await refused({ keys: { p256dh: 'AAAA', auth } }), /P256dh must be a public key/);
  assert.match(await refused({ keys: { p256dh, auth: 'AAAA' } }), /Auth must be 16 bytes/);
  const policy = await me.call('POST', PATH, { subscription, data: { policy: 'some' } });
  assert.match(policy.json.error, /Policy must be one of all, followed, follower, none/);
  await me.call('POST', PATH, { subscription });
  const kept = JSON.stringify(await server.content(), (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  for (const secret of ['secret-endpoint', p256dh, auth]) assert.equal(kept.includes(secret), false);
});

test('what a person is told of is pushed, encrypted for the browser and signed for the server (RFC 8291, RFC 8292)', async () => {
  const [me, other] = [await join('pushed'), await join('other', { displayName: 'O' })];
  const { subscription, decrypt } = newBrowser();
  await me.call('POST', PATH, { subscription, data: { alerts: all } });
  await post(other, 'Hello @pushed, <b>');
  const message = await nextMessage();
  const { headers } = message;
  assert.deepEqual([message.url, headers['content-encoding'], headers.ttl], ['/push/phone', 'aes128gcm', '172800']);
  assert.match(String(headers.authorization), /^vapid t=.+, k=.+/);
  const { notification_id, ...told } = decrypt(message);
  assert.equal((await me.call('GET', `/api/v1/notifications/${notification_id}`)).status, 200);
  assert.deepEqual(told, {
    preferred_locale: 'en',
    notification_type: 'mention',
    icon: `http://localhost:3000/pictures/avatars/${other.account.id}.png`,
    title: 'O mentioned you',
    body: 'Hello @pushed, <b>',
  });
});

test('a subscription that is not of the standard is pushed to as the drafts had it', async () => {
  const [me, other] = [await join(), await join()];
  const { subscription, decrypt } = newBrowser();
  await me.call('POST', PATH, { subscription: { ...subscription, standard: false }, data: { alerts: all } });
  await follow(other, me);
  const message = await nextMessage();
  assert.equal(message.headers['content-encoding'], 'aesgcm');
  assert.equal(decrypt(message).notification_type, 'follow');
});

test('alerts and the policy say what is pushed', async () => {
  const [me, other, followed] = [await join('picky'), await join(), await join()];
  await follow(me, followed);
  const { subscription, decrypt } = newBrowser();
  await me.call('POST', PATH, { subscription, data: { alerts: { mention: true }, policy: 'followed' } });
  await follow(other, me);
  await post(other, '@picky of a stranger');
  await post(followed, '@picky of a friend');
  assert.equal(decrypt(await nextMessage()).body, '@picky of a friend');
  assert.deepEqual(messages, []);
});

test('nothing is pushed below what ended: the subscription, the token, the app, the account', async () => {
  const other = await join();
  const ends: readonly ((me: Awaited<ReturnType<typeof join>>) => Promise<unknown>)[] = [
    (me) => me.call('DELETE', PATH),
    (me) => server.store.revokeToken(me.tokenId, server.now()),
    (me) => server.store.revokeGrantsOfAccount(me.account.id, server.now()),
    (me) => server.setState(me.account, 'disabled'),
    (me) => server.setState(me.account, 'suspended'),
  ];
  for (const [index, end] of ends.entries()) {
    const me = await join(`ended${index}`);
    await me.call('POST', PATH, { subscription: newBrowser('ended').subscription, data: { alerts: all } });
    await end(me);
    await post(other, `@ended${index}`);
  }
  const me = await join('still');
  await me.call('POST', PATH, { subscription: newBrowser('still').subscription, data: { alerts: all } });
  await post(other, '@still');
  assert.equal((await nextMessage()).url, '/push/still');
  assert.deepEqual(messages, []);
});

test('a service that says that the subscription is gone ends it, and one that is away is tried again', async () => {
  const [me, other] = [await join('moved'), await join()];
  await me.call('POST', PATH, { subscription: newBrowser('gone').subscription, data: { alerts: all } });
  answers.push(503, 410);
  await post(other, '@moved');
  assert.deepEqual([(await nextMessage()).url, (await nextMessage()).url], ['/push/gone', '/push/gone']);
  while ((await me.call('GET', PATH)).status !== 404) await new Promise((resolve) => setImmediate(resolve));
});

test('what waits for another try is not sent to where was pushed to before, nor below a token that was revoked', async () => {
  const [me, left, other, later] = [await join('renewed'), await join('left'), await join(), await join('later')];
  await later.call('POST', PATH, { subscription: newBrowser('later').subscription, data: { alerts: all } });
  await me.call('POST', PATH, { subscription: newBrowser('old').subscription, data: { alerts: all } });
  await left.call('POST', PATH, { subscription: newBrowser('left').subscription, data: { alerts: all } });
  for (const username of ['renewed', 'left', 'later']) {
    answers.push(503);
    await post(other, `@${username}`);
    await nextMessage();
  }
  await me.call('POST', PATH, { subscription: newBrowser('new').subscription, data: { alerts: all } });
  await server.store.revokeGrantsOfAccount(left.account.id, server.now());
  // Whoever was told last is tried again last.
  assert.equal((await nextMessage()).url, '/push/later');
});

/** A push service that takes messages and never answers. */
async function openSilentService(t: TestContext) {
  const seen = { begun: 0, over: 0 };
  const silent = createServer((incoming) => {
    seen.begun += 1;
    incoming.socket.once('close', () => (seen.over += 1));
  });
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  t.after(() => {
    silent.closeAllConnections();
    silent.close();
  });
  return { seen, endpoint: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/silent` };
}

test('a push service that does not answer holds up nobody else, nor the other apps of the same person', async (t) => {
  const { seen, endpoint } = await openSilentService(t);
  const [stuck, fine, other] = [await join('stuck'), await join('fine'), await join()];
  const subscribe = async ({ account }: typeof fine, change: object = {}) => {
    const { token } = await tokenFor(account, ['push']);
    const subscription = { ...newBrowser().subscription, ...change };
    assert.equal((await call('POST', PATH, token, { subscription, data: { alerts: all } })).status, 200);
  };
  await subscribe(stuck, { endpoint });
  await subscribe(fine);
  for (let number = 0; number < 12; number += 1) await post(other, '@stuck');
  await post(other, '@fine');
  await nextMessage();
  await subscribe(fine, { endpoint });
  await subscribe(fine);
  await post(other, '@fine');
  for (let message = 0; message < 2; message += 1) await nextMessage();
  assert.deepEqual(seen, { begun: 8, over: 0 });
});

test('somebody whose services are all silent holds up no service that others have too', async (t) => {
  const silent = [await openSilentService(t), await openSilentService(t)];
  const [stuck, fine, other] = [await join('greedy'), await join('modest'), await join()];
  const subscribe = async ({ account }: typeof fine, endpoint: string) => {
    const { token } = await tokenFor(account, ['push']);
    const subscription = { ...newBrowser().subscription, endpoint };
    assert.equal((await call('POST', PATH, token, { subscription, data: { alerts: all } })).status, 200);
  };
  for (const { endpoint } of silent) await subscribe(stuck, endpoint);
  await subscribe(stuck, `${serviceUrl}/push/greedy`);
  await subscribe(fine, `${serviceUrl}/push/modest`);
  for (let number = 0; number < 24; number += 1) await post(other, '@greedy');
  await post(other, '@modest');
  while ((await nextMessage()).url !== '/push/modest');
  messages.length = 0;
  assert.ok(silent.every(({ seen }) => seen.over === 0));
});

test('a server that stops begins no message any more, and does not wait for one that is not taken', async (t) => {
  const { seen, endpoint } = await openSilentService(t);
  const stopping = await openTestSocial({ PUBLIC_URL: 'http://localhost:3000' });
  const [stuck, other] = [await stopping.join('stuck'), await stopping.join()];
  const subscription = { ...newBrowser().subscription, endpoint };
  await stuck.call('POST', PATH, { subscription, data: { alerts: all } });
  for (let number = 0; number < 12; number += 1) await stopping.post(other, '@stuck');
  while (seen.begun < 8) await new Promise((resolve) => setImmediate(resolve));
  await stopping.server.close();
  assert.equal(seen.begun, 8);
});

test('the scope push opens it, and no other does (contract/scopes.json)', async () => {
  const reader = await join('reader', { scopes: ['read', 'write', 'follow'] });
  for (const method of ['POST', 'GET', 'PUT', 'DELETE']) {
    assert.equal((await reader.call(method, PATH, method === 'GET' ? undefined : {})).status, 403);
  }
});
