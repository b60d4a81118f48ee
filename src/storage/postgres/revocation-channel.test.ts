import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Revocation } from '../../flows/ports.ts';
import { ALICE, lives, newAccount, newApp, signedIn, T0 } from '../contract/samples.ts';
import { inParallel } from '../contract/with-store.ts';
import { runAndKill, runToEnd } from '../sqlite/testing/other-process.ts';
import type { FullStore } from '../store.ts';
import { openPostgresStore } from './open-postgres-store.ts';
import { testDatabases, withPostgres } from './testing/test-databases.ts';
import { openUnreliableNetwork } from './testing/unreliable-network.ts';

const openUrl = `
  import { openPostgresStore } from ${JSON.stringify(import.meta.resolve('./open-postgres-store.ts'))};
  const store = await openPostgresStore({ url: process.argv[1] });
`;

/** What a store tells, and a way to wait for it. */
function listen(store: FullStore) {
  const told: Revocation[] = [];
  let heard = () => {};
  const end = store.onRevocation?.((revocation) => {
    told.push(revocation);
    heard();
  });
  const until = async (what: () => boolean) => {
    const late = sleep(15_000, undefined, { ref: false });
    while (!what()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      heard = resolve;
      const outcome = await Promise.race([promise.then(() => true), late.then(() => false)]);
      assert.ok(outcome, `told only ${JSON.stringify(told)}`);
    }
  };
  const known = () => told.filter(({ kind }) => kind !== 'unknown');
  const unknowns = () => told.length - known().length;
  return { told, known, unknowns, until, end: () => end?.() };
}

describe('revocations by other nodes on PostgreSQL', withPostgres, () => {
  const { newDatabase, administer } = testDatabases();

  const openNodes = async () => {
    const url = await newDatabase();
    const [one, other] = [await openPostgresStore({ url }), await openPostgresStore({ url })];
    after(() => Promise.all([one.close(), other.close()]));
    const ear = listen(one);
    // It says so when it listens.
    await ear.until(() => ear.unknowns() === 1);
    return { url, one, other, ear };
  };

  test('are told exactly, once each, after they can be seen', async () => {
    const { one, other, ear } = await openNodes();
    const [a, b, c, d] = await inParallel(4, () => signedIn(one));
    const account = await one.addAccount(newAccount());
    assert.ok(a && b && c && d);
    let seen: Promise<boolean> | undefined;
    one.onRevocation?.(() => {
      seen ??= lives(one, a.digest);
    });
    await other.revokeToken(a.token.id, T0);
    await other.revokeGrant(b.token.grantId, T0);
    await other.revokeGrantsOfAccount(ALICE, T0, c.app.id);
    await other.deleteApp(d.app.id, T0);
    await other.changeAccount(account.id, { suspendedAt: T0 });
    await other.changeAccount(account.id, { note: 'Nothing of that' });
    await other.deleteAccount(account.id, T0);
    await ear.until(() => ear.known().length === 6);
    assert.equal(await seen, false);
    assert.deepEqual(ear.known(), [
      { kind: 'token', tokenId: a.token.id },
      { kind: 'grant', grantId: b.token.grantId },
      { kind: 'account', accountId: ALICE, appId: c.app.id },
      { kind: 'app', appId: d.app.id },
      { kind: 'account', accountId: account.id },
      { kind: 'account', accountId: account.id },
    ]);
    assert.equal(ear.unknowns(), 1);
  });

  test('are told by a process that is killed right after it was answered', async () => {
    const { url, one, ear } = await openNodes();
    const { token } = await signedIn(one);
    await runAndKill(`${openUrl} await store.revokeGrant(process.argv[2], 5);`, url, token.grantId);
    await ear.until(() => ear.known().length === 1);
    assert.deepEqual(ear.known(), [{ kind: 'grant', grantId: token.grantId }]);
  });

  test('are not mistaken for what the node does itself, of which it hears once', async () => {
    const { one, other, ear } = await openNodes();
    const { token } = await signedIn(one);
    await one.revokeGrant(token.grantId, T0);
    const marker = await other.addApp(newApp());
    await other.deleteApp(marker.id, T0);
    await ear.until(() => ear.known().length >= 2);
    assert.deepEqual(ear.known(), [
      { kind: 'grant', grantId: token.grantId },
      { kind: 'app', appId: marker.id },
    ]);
  });

  test('of more accounts than one notice holds are all told, and of very many that something ended', async () => {
    const { one, other, ear } = await openNodes();
    const sweep = { before: T0 + 1, batch: 5000, dryRun: false };
    const accounts = await inParallel(200, () => one.addAccount(newAccount({ confirmedAt: undefined })));
    assert.equal(await other.sweepDirectory('unconfirmed accounts', sweep), 200);
    await ear.until(() => ear.known().length === 200);
    const ids = ear.known().map((revocation) => (revocation.kind === 'account' ? revocation.accountId : ''));
    assert.deepEqual(ids.sort(), accounts.map(({ id }) => id).sort());
    assert.equal(ear.unknowns(), 1);
  });

  test('that may have happened while nobody could listen are told as unknown, at once and when it listens again', async () => {
    const { url, one, other, ear } = await openNodes();
    const name = new URL(url).pathname.slice(1);
    const listeners = `select pid from pg_stat_activity where datname = '${name}' and query in ('select 1', 'listen mastodoor_revocations')`;
    for (let round = 0; round < 2; round++) {
      const before = ear.unknowns();
      assert.equal((await administer(`select pg_terminate_backend(pid) from (${listeners}) as them`)).length, 1);
      await ear.until(() => ear.unknowns() === before + 2);
      const { token } = await signedIn(other);
      await other.revokeToken(token.id, T0);
      await ear.until(() => ear.known().length === round + 1);
    }
    assert.ok(await one.listApps({ limit: 1 }));
  });

  test('are told as unknown within the bound when the network swallows everything', async () => {
    const url = await newDatabase();
    const network = await openUnreliableNetwork(url);
    const store = await openPostgresStore({ url: network.url, patience: 500 });
    const ear = listen(store);
    await ear.until(() => ear.unknowns() === 1);
    const began = performance.now();
    network.swallow();
    await ear.until(() => ear.unknowns() >= 3);
    assert.ok(performance.now() - began < 10_000);
    await store.close();
    await network.close();
  });

  test('are told as unknown to the node itself when it never learns what became of its commit', async () => {
    const url = await newDatabase();
    const network = await openUnreliableNetwork(url);
    const store = await openPostgresStore({ url: network.url });
    const { token } = await signedIn(store);
    const ear = listen(store);
    await ear.until(() => ear.unknowns() === 1);
    network.cutAfter('commit\0');
    await assert.rejects(store.revokeToken(token.id, T0));
    assert.equal(ear.unknowns(), 2);
    await store.close();
    await network.close();
  });

  test('are watched only while somebody listens, and keep no process alive', async () => {
    const { url, one, ear } = await openNodes();
    const name = new URL(url).pathname.slice(1);
    const listeners = async () =>
      (await administer(`select 1 from pg_stat_activity where datname = '${name}' and query like 'listen%'`)).length;
    ear.end();
    for (let attempt = 0; attempt < 100 && (await listeners()) > 0; attempt++) await sleep(20);
    assert.equal(await listeners(), 0);
    const again = listen(one);
    await again.until(() => again.unknowns() === 1);
    again.end();
    assert.equal(await runToEnd(`${openUrl} store.onRevocation(() => {});`, await newDatabase()), 0);
  });
});
