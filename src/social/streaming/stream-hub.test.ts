import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Revocation } from '../../flows/ports.ts';
import { type Listener, StreamHub } from './stream-hub.ts';

/** A hub, and a way to tell it what ended. */
function openHub() {
  let tell: (revocation: Revocation) => void = () => {};
  const store = {
    onNews: () => () => {},
    onRevocation: (listener: typeof tell) => {
      tell = listener;
      return () => {};
    },
  };
  // Nothing else is asked for as long as nobody posts.
  const hub = new StreamHub({ store, kit: {}, origin: 'https://here.example' } as never);
  return { hub, ended: (revocation: Revocation) => tell(revocation) };
}

/** Somebody who listens with a token, and what was done to them. */
function listener(tokenId: string, stillMay: () => Promise<boolean>) {
  const seen = { ended: 0 };
  const one = { token: { id: tokenId }, streams: new Set(), stillMay, end: () => (seen.ended += 1), tell() {} };
  return { one: one as unknown as Listener, seen };
}

/** After more turns of the event loop than anything here takes. */
async function settled() {
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('StreamHub', () => {
  test('lets go whose token ended between its admission and its being there to be told', async () => {
    const { hub } = openHub();
    const [gone, there] = [listener('1', async () => false), listener('2', async () => true)];
    for (const { one } of [gone, there]) assert.equal(hub.add(one), undefined);
    await settled();
    assert.deepEqual([gone.seen.ended, there.seen.ended, hub.load.open], [1, 0, 1]);
  });

  test('looks at a token once for all who listen with it, and at few tokens at a time', async () => {
    const { hub, ended } = openHub();
    let [asked, running, most] = [0, 0, 0];
    let good = true;
    const stillMay = async () => {
      asked += 1;
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return good;
    };
    const all = Array.from({ length: 1000 }, (_, number) => listener(String(number % 100), stillMay));
    for (const { one } of all) hub.add(one);
    await settled();
    asked = 0;
    good = false;
    ended({ kind: 'unknown' });
    await settled();
    assert.equal(asked, 100);
    assert.equal(most, 16);
    assert.ok(all.every(({ seen }) => seen.ended === 1));
    assert.equal(hub.load.open, 0);
  });

  test('looks again at a token of which something ended while it was looked at', async () => {
    const { hub, ended } = openHub();
    const answers = [true, true, false];
    const { one, seen } = listener('1', async () => {
      const answer = answers.shift() ?? false;
      if (answers.length === 1) ended({ kind: 'token', tokenId: '1' });
      return answer;
    });
    hub.add(one);
    await settled();
    assert.equal(seen.ended, 0);
    ended({ kind: 'token', tokenId: '1' });
    await settled();
    assert.equal(seen.ended, 1);
  });

  test('lets go who cannot be looked at now', async () => {
    const { hub, ended } = openHub();
    let reachable = true;
    const { one, seen } = listener('1', async () => {
      if (!reachable) throw new Error('The database is busy');
      return true;
    });
    hub.add(one);
    await settled();
    reachable = false;
    ended({ kind: 'token', tokenId: '1' });
    await settled();
    assert.equal(seen.ended, 1);
  });
});
