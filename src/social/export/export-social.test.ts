import assert from 'node:assert/strict';
import { createECDH, randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { openForm, signedIn } from '../../../test/support/browsing.ts';
import { openTestSocial } from '../test-social.ts';

const { server, join } = await openTestSocial();
after(() => server.close());

test('the export names the service that is pushed to, and neither the address nor the keys of the browser there', async () => {
  const user = await join('pushed');
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  const keys = { p256dh: ecdh.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') };
  const subscription = { endpoint: 'https://push.example.org/secret-address', keys, standard: true };
  const set = await user.call('POST', '/api/v1/push/subscription', {
    subscription,
    data: { alerts: { mention: true }, policy: 'followed' },
  });
  assert.equal(set.status, 200, set.text);
  const browser = await signedIn(server, 'pushed');
  const here = '/settings/export';
  const text = await (await browser.submit(await openForm(browser, here, here))).text();
  const [{ created_at, ...described }, ...others] = JSON.parse(text).push_subscriptions;
  assert.ok(Date.parse(created_at) > 0);
  assert.deepEqual(described, { service: 'push.example.org', alerts: ['mention'], policy: 'followed' });
  assert.deepEqual(others, []);
  for (const secret of ['secret-address', keys.p256dh, keys.auth, user.token]) assert.ok(!text.includes(secret));
});

test('a subscription whose key is gone does not keep the rest of the export from the person', async () => {
  const user = await join('keyless');
  const lost = { standard: true, alerts: ['mention'], policy: 'all', createdAt: server.now() } as const;
  await server.store.push.set({ ...lost, tokenId: user.tokenId, accountId: user.account.id, sealedTarget: 'v1.lost' });
  const browser = await signedIn(server, 'keyless');
  const here = '/settings/export';
  const { push_subscriptions, account } = JSON.parse(
    await (await browser.submit(await openForm(browser, here, here))).text(),
  );
  assert.deepEqual([push_subscriptions[0].service, account.username], [null, 'keyless']);
});
