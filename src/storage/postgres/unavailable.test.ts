import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { StoreUnavailable } from '../../flows/ports.ts';
import { lives, newApp, newDigest, newGrant, newToken, signedIn, T0 } from '../contract/samples.ts';
import { inParallel } from '../contract/with-store.ts';
import { openPostgresStore } from './open-postgres-store.ts';
import { testDatabases, withPostgres } from './testing/test-databases.ts';
import { openUnreliableNetwork } from './testing/unreliable-network.ts';

describe('a PostgreSQL server that cannot be used', withPostgres, () => {
  const { newDatabase, administer } = testDatabases();

  const openThroughNetwork = async (patience = 1000) => {
    const database = await newDatabase();
    const network = await openUnreliableNetwork(database);
    const store = await openPostgresStore({ url: network.url, poolSize: 3, patience });
    after(async () => {
      await store.close();
      await network.close();
    });
    return { database, network, store };
  };

  test('that is not there rejects with StoreUnavailable, and never names the password', async () => {
    for (const url of ['postgres://me:hush@127.0.0.1:1/door', 'postgres://me:hush@no-such-host.invalid/door']) {
      await assert.rejects(openPostgresStore({ url, patience: 500 }), (error) => {
        assert.ok(error instanceof StoreUnavailable);
        assert.equal(error.message, 'The database cannot be reached');
        assert.doesNotMatch(String(error.cause), /hush/);
        return true;
      });
    }
    const url = new URL(await newDatabase());
    url.pathname = '/there_is_none';
    await assert.rejects(openPostgresStore({ url: url.href }), StoreUnavailable);
  });

  test('whose backends are killed is used again at once, and nothing else notices', async () => {
    const { database, store } = await openThroughNetwork();
    const { app, digest } = await signedIn(store);
    const name = new URL(database).pathname.slice(1);
    const kill = () => administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    for (let round = 0; round < 5; round++) {
      await inParallel(5, () => store.findApp(app.id));
      assert.notEqual((await kill()).length, 0);
      const [counted] = await store.limits.countTries([{ rule: 'a', key: 'b', windowEndsAt: 9_000, by: 1 }]);
      assert.equal(counted?.count, round + 1);
      assert.ok(await store.findToken(digest));
      assert.ok(await store.findApp(app.id));
      const sample = newToken();
      assert.ok(await store.addGrantWithToken(newGrant(app), sample));
      assert.ok(await lives(store, sample.digest));
    }
  });

  test('whose backends are killed while it works rejects with StoreUnavailable or keeps the whole change', async () => {
    const { database, store } = await openThroughNetwork();
    const { app } = await signedIn(store);
    const name = new URL(database).pathname.slice(1);
    let working = true;
    const killing = (async () => {
      while (working) {
        await administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
      }
    })();
    let kept = 0;
    for (let round = 0; round < 30; round++) {
      const samples = Array.from({ length: 8 }, () => newToken());
      const outcomes = await Promise.allSettled(
        samples.map((sample) => store.addGrantWithToken(newGrant(app), sample)),
      );
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') assert.ok(outcome.reason instanceof StoreUnavailable, outcome.reason);
        else kept += 1;
      }
    }
    working = false;
    await killing;
    const tokens = await store.listTokens({ limit: 1000, appId: app.id });
    assert.ok(tokens.length >= kept + 1, `${tokens.length} tokens there, ${kept} answered`);
    const grants = await store.listGrantsForApp('9007199254740993', app.id);
    assert.equal(grants.length, tokens.length);
  });

  test('that cannot be reached rejects in due time, and is used again when it can', async () => {
    const { network, store } = await openThroughNetwork();
    const { digest } = await signedIn(store);
    network.refuse(true);
    network.cut();
    await assert.rejects(store.ping(), StoreUnavailable);
    await assert.rejects(store.findToken(digest), StoreUnavailable);
    await assert.rejects(store.addApp(newApp()), StoreUnavailable);
    await assert.rejects(store.listApps({ limit: 1 }), StoreUnavailable);
    network.refuse(false);
    await store.ping();
    assert.ok(await lives(store, digest));
    await store.addApp(newApp());
  });

  test('from which nothing comes any more rejects instead of waiting for ever', async () => {
    const { network, store } = await openThroughNetwork(500);
    const { digest } = await signedIn(store);
    network.swallow();
    const began = performance.now();
    await assert.rejects(store.findToken(digest), StoreUnavailable);
    assert.ok(performance.now() - began < 10_000);
    await network.close();
  });

  test('whose answer to a commit is lost rejects with StoreUnavailable, whatever became of it', async () => {
    const { network, store } = await openThroughNetwork();
    const { app } = await signedIn(store);
    const sample = newToken();
    network.cutAfter('commit\0');
    await assert.rejects(store.addGrantWithToken(newGrant(app), sample), StoreUnavailable);
    assert.ok(await eventually(() => lives(store, sample.digest)));
    assert.equal((await store.listTokens({ limit: 9, appId: app.id })).length, 2);
    // A statement that is a commit by itself is not sent twice either, though nothing would refuse it.
    const name = 'Answered to nobody';
    const invite = { digest: newDigest(), accountId: undefined, label: name, createdAt: T0 };
    network.cutAfter(name);
    await assert.rejects(store.addInvite({ ...invite, expiresAt: undefined, maxUses: undefined }), StoreUnavailable);
    assert.ok(await eventually(async () => (await store.listInvites({ limit: 9 })).length === 1));
  });

  test('without a free connection makes callers wait, and in the end rejects with StoreUnavailable', async () => {
    const { database, store } = await openThroughNetwork();
    const { app, token, digest } = await signedIn(store);
    const holding = administer(
      `begin; select 1 from grants where id = ${token.grantId} for update; select pg_sleep(4); commit`,
      database,
    );
    await eventually(async () => {
      const rows = await administer("select 1 from pg_stat_activity where wait_event = 'PgSleep'");
      return rows.length > 0;
    });
    // As many as there are connections, and one more.
    const writes = [1, 2, 3, 4].map(() => store.revokeGrant(token.grantId, T0));
    for (const { status, reason } of (await Promise.allSettled(writes)) as PromiseRejectedResult[]) {
      assert.equal(status, 'rejected');
      assert.ok(reason instanceof StoreUnavailable);
    }
    assert.ok(await lives(store, digest));
    await holding;
    assert.equal(await store.revokeGrant(token.grantId, T0), 1);
    assert.ok(await store.addGrantWithToken(newGrant(app), newToken()));
  });

  test('that takes no changes is still read', async () => {
    const database = await newDatabase();
    const store = await openPostgresStore({ url: database });
    const { digest } = await signedIn(store);
    await store.close();
    const name = new URL(database).pathname.slice(1);
    await administer(`alter database ${name} set default_transaction_read_only = on`);
    const readOnly = await openPostgresStore({ url: database, migrate: false });
    after(() => readOnly.close());
    assert.ok(await lives(readOnly, digest));
    await assert.rejects(readOnly.addApp(newApp()), StoreUnavailable);
    await assert.rejects(readOnly.ping(), StoreUnavailable);
  });

  test('that has no connection left for its user rejects with StoreUnavailable', async () => {
    const database = await newDatabase();
    const role = new URL(database).pathname.slice(1);
    await administer(`create role ${role} login connection limit 1`);
    await administer(`grant all on all tables in schema public to ${role}`, database);
    const url = new URL(database);
    url.username = role;
    const store = await openPostgresStore({ url: url.href, migrate: false });
    const works = async () => {
      const [outcome] = await Promise.allSettled([store.addApp(newApp())]);
      if (outcome?.status === 'rejected') assert.ok(outcome.reason instanceof StoreUnavailable);
      return outcome?.status === 'fulfilled';
    };
    // The server takes a moment to notice that a connection was closed.
    assert.ok(await eventually(works));
    await assert.rejects(
      inParallel(3, () => store.addApp(newApp())),
      StoreUnavailable,
    );
    assert.ok(await eventually(works));
    await store.close();
    await administer(`drop owned by ${role}`, database);
    await administer(`drop role ${role}`);
  });

  test('an error of a query never repeats what was in it', async () => {
    const store = await openPostgresStore({ url: await newDatabase() });
    after(() => store.close());
    const app = newApp();
    await store.addApp(app);
    await assert.rejects(store.addApp(app), (error) => {
      assert.ok(error instanceof Error && !(error instanceof StoreUnavailable));
      assert.doesNotMatch(JSON.stringify({ ...error, message: error.message }), new RegExp(app.clientId));
      return true;
    });
  });
});

/** Whether something becomes true in a while. */
async function eventually(what: () => Promise<boolean>): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await what()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
