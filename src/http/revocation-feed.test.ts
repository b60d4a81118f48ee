import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Revocation, Store } from '../flows/ports.ts';
import { RevocationFeed } from './revocation-feed.ts';

/** A store that tells what the test says, and knows whether the resource server still is one. */
class TellingStore {
  isResourceServer = true;
  readonly listeners = new Set<(revocation: Revocation) => void>();

  onRevocation(listener: (revocation: Revocation) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async findApp() {
    return { resourceServer: this.isResourceServer };
  }

  tell(revocation: Revocation): void {
    for (const listener of this.listeners) listener(revocation);
  }
}

function begin(t: TestContext) {
  const store = new TellingStore();
  const feed = new RevocationFeed(store as unknown as Pick<Store, 'onRevocation' | 'findApp'>);
  t.after(() => feed.end());
  return { store, feed };
}

type Stream = ReadableStream<Uint8Array> | undefined;

async function textUntilEnd(stream: Stream): Promise<string> {
  assert.ok(stream);
  return new Response(stream).text();
}

test('A listener hears in order what ends, until the server stops', async (t) => {
  const { store, feed } = begin(t);
  const stream = feed.open('api');
  store.tell({ kind: 'token', tokenId: '1' });
  store.tell({ kind: 'account', accountId: '2', appId: '3' });
  feed.end();
  const events = [
    'event: revocation\ndata: {"kind":"token","token_id":"1"}\n\n',
    'event: revocation\ndata: {"kind":"account","account_id":"2","app_id":"3"}\n\n',
  ];
  assert.equal(await textUntilEnd(stream), `: listening\n\n${events.join('')}`);
  assert.equal(feed.open('api'), undefined, 'A server that stops takes no listener');
});

test('Only so many may listen, and one that leaves makes room', async (t) => {
  const { store, feed } = begin(t);
  const streams = Array.from({ length: 100 }, () => feed.open('api'));
  assert.ok(streams.every((stream) => stream !== undefined));
  assert.equal(feed.open('api'), undefined);
  await streams[0]?.cancel();
  assert.notEqual(feed.open('api'), undefined);
  assert.equal(store.listeners.size, 1, 'The store is listened to once for all');
});

test('The store is let go with the last listener', async (t) => {
  const { store, feed } = begin(t);
  const stream = feed.open('api');
  assert.equal(store.listeners.size, 1);
  await stream?.cancel();
  assert.equal(store.listeners.size, 0);
});

test('A silent stream shows signs of life', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const { feed } = begin(t);
  const stream = feed.open('api');
  t.mock.timers.tick(15_000);
  feed.end();
  assert.equal(await textUntilEnd(stream), ': listening\n\n: \n\n');
});

test('A listener that does not keep up is let go, and costs no more memory', async (t) => {
  const { store, feed } = begin(t);
  const stream = feed.open('api');
  for (let index = 0; index < 5000; index++) store.tell({ kind: 'token', tokenId: `token ${index}` });
  assert.equal(store.listeners.size, 0);
  assert.ok((await textUntilEnd(stream)).length <= 64 * 1024);
});

test('A resource server that is deleted hears it as the last thing; another one goes on', {
  timeout: 5000,
}, async (t) => {
  const { store, feed } = begin(t);
  const [deleted, other] = [feed.open('deleted'), feed.open('other')];
  store.tell({ kind: 'app', appId: 'deleted' });
  assert.match(await textUntilEnd(deleted), /"app_id":"deleted"/);
  store.tell({ kind: 'token', tokenId: 'later' });
  feed.end();
  assert.match(await textUntilEnd(other), /later/);
});

test('A resource server that another process deleted is let go', { timeout: 5000 }, async (t) => {
  const { store, feed } = begin(t);
  const stream = feed.open('api');
  store.tell({ kind: 'unknown' });
  await turn();
  assert.equal(store.listeners.size, 1, 'It still is one');
  store.isResourceServer = false;
  store.tell({ kind: 'unknown' });
  await textUntilEnd(stream);
  assert.equal(store.listeners.size, 0);
});
