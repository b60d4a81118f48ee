import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ALICE, approved, BOB, lives, newApp, newGrant, newToken, signedIn, T0 } from './samples.ts';
import { type FlowStore, inParallel, withStore } from './with-store.ts';

export function describeApps(open: () => Promise<FlowStore>): void {
  describe('apps', () => {
    test(
      'addApp() keeps every value byte for byte',
      withStore(open, async (store) => {
        const sample = newApp({
          name: ' <b>Ärger\u00a0"🎉\' ',
          website: 'https://app.example/?a=1&b=%20',
          redirectUris: ['https://b.example/a b', 'urn:ietf:wg:oauth:2.0:oob', 'app://x,y"z'],
          scopes: ['write:media', 'read', 'read'],
        });
        const app = await store.addApp(sample);
        assert.deepEqual(app, { id: app.id, ...sample });
        assert.deepEqual(await store.findApp(app.id), app);
        assert.deepEqual(await store.findAppByClientId(sample.clientId), app);
      }),
    );

    test(
      'addApp() keeps a public client without a secret',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp({ secretDigest: undefined, confidential: false }));
        assert.deepEqual(await store.findApp(app.id), app);
        assert.equal(app.secretDigest, undefined);
        assert.equal(app.confidential, false);
      }),
    );

    test(
      'addApp() keeps whether an app is a resource server, also where it is found through a token',
      withStore(open, async (store) => {
        for (const resourceServer of [true, false]) {
          const app = await store.addApp(newApp({ resourceServer }));
          assert.equal(app.resourceServer, resourceServer);
          assert.equal((await store.findApp(app.id))?.resourceServer, resourceServer);
          assert.equal((await store.findAppByClientId(app.clientId))?.resourceServer, resourceServer);
          assert.equal((await store.listApps({ limit: 1 }))[0]?.resourceServer, resourceServer);
          const { digest } = await signedIn(store, { app });
          assert.equal((await store.findToken(digest))?.app?.resourceServer, resourceServer);
        }
      }),
    );

    test(
      'findApp() and findAppByClientId() resolve to undefined when there is no such app',
      withStore(open, async (store) => {
        assert.equal(await store.findApp('1'), undefined);
        assert.equal(await store.findAppByClientId('nobody'), undefined);
      }),
    );

    test(
      'listApps() finds apps by a part of the name, taken as it is written, without regard to the case of ASCII',
      withStore(open, async (store) => {
        const names = ['Tusky', 'tuskless 100%', 'MASTO_DON', 'Ärger', "it's \\ here"];
        for (const name of names) await store.addApp(newApp({ name }));
        const found = async (name: string) => (await store.listApps({ limit: 9, name })).map((app) => app.name);
        assert.deepEqual(await found('TUSK'), ['tuskless 100%', 'Tusky']);
        assert.deepEqual(await found('0%'), ['tuskless 100%']);
        assert.deepEqual(await found('_d'), ['MASTO_DON']);
        assert.deepEqual(await found('%y'), []);
        assert.deepEqual(await found('Är'), ['Ärger']);
        assert.deepEqual(await found("'s \\"), ["it's \\ here"]);
        assert.equal((await store.listApps({ limit: 2, name: '' })).length, 2);
        for (const name of ['T\0', 'x'.repeat(100_000)]) assert.deepEqual(await found(name), []);
        const [newest] = await store.listApps({ limit: 1, name: 'tusk' });
        assert.deepEqual(
          (await store.listApps({ limit: 9, name: 'tusk', before: newest?.id ?? '' })).map((app) => app.name),
          ['Tusky'],
        );
      }),
    );

    test(
      'listApps() lists newest first, in pages',
      withStore(open, async (store) => {
        const apps = [await store.addApp(newApp()), await store.addApp(newApp()), await store.addApp(newApp())];
        const newestFirst = apps.map((app) => app.id).reverse();
        const first = await store.listApps({ limit: 2 });
        assert.deepEqual(idsOf(first), newestFirst.slice(0, 2));
        const last = first.at(-1);
        assert.ok(last);
        assert.deepEqual(idsOf(await store.listApps({ limit: 2, before: last.id })), newestFirst.slice(2));
      }),
    );

    test(
      'listApps() counts each person with a living grant once and knows the last use',
      withStore(open, async (store) => {
        const app = await store.addApp(newApp());
        const { token } = await signedIn(store, { app, grant: { accountId: ALICE } });
        await signedIn(store, { app, grant: { accountId: ALICE } });
        const bob = await signedIn(store, { app, grant: { accountId: BOB } });
        await signedIn(store, { app, grant: { accountId: undefined } });
        await store.noteTokenUse(token, { at: T0 + 7, address: '192.0.2.1' });
        const [summary] = await store.listApps({ limit: 1 });
        assert.deepEqual(summary, { ...app, people: 2, lastUsedAt: T0 + 7 });
        await store.revokeGrant(bob.token.grantId, T0 + 8);
        assert.equal((await store.listApps({ limit: 1 }))[0]?.people, 1);
      }),
    );

    test(
      'deleteApp() ends the app, its grants, its codes and its tokens',
      withStore(open, async (store) => {
        const { app, digest } = await signedIn(store);
        const { code } = await approved(store, { app });
        const other = await signedIn(store);
        assert.equal(await store.deleteApp(app.id, T0 + 5), true);
        assert.equal(await store.findApp(app.id), undefined);
        assert.equal(await store.findAppByClientId(app.clientId), undefined);
        assert.deepEqual(idsOf(await store.listApps({ limit: 9 })), [other.app.id]);
        assert.equal((await store.findToken(digest))?.revokedAt, T0 + 5);
        assert.equal((await store.findCode(code))?.grant.revokedAt, T0 + 5);
        assert.equal(await store.redeemCode(code, newToken()), undefined);
        assert.deepEqual(idsOf(await store.listGrants(ALICE)), [other.token.grantId]);
        assert.deepEqual(await store.listGrantsForApp(ALICE, app.id), []);
        assert.deepEqual(idsOf(await store.listTokens({ limit: 9 })), [other.token.id]);
        assert.ok(await lives(store, other.digest));
      }),
    );

    test(
      'deleteApp() leaves nothing to revoke, and the time of an earlier revocation stays',
      withStore(open, async (store) => {
        const early = await signedIn(store);
        const late = await signedIn(store, { app: early.app });
        await store.revokeToken(early.token.id, T0 + 3);
        await store.deleteApp(early.app.id, T0 + 5);
        assert.equal(await store.revokeGrant(late.token.grantId, T0 + 9), 0);
        assert.equal(await store.revokeGrantsOfAccount(ALICE, T0 + 9), 0);
        assert.equal((await store.findToken(early.digest))?.revokedAt, T0 + 3);
        assert.equal((await store.findToken(late.digest))?.revokedAt, T0 + 5);
      }),
    );

    test(
      'deleteApp() resolves to false when there is no such app, and for all but one of several callers',
      withStore(open, async (store) => {
        assert.equal(await store.deleteApp('1', T0), false);
        const app = await store.addApp(newApp());
        const answers = await inParallel(10, () => store.deleteApp(app.id, T0));
        assert.equal(answers.filter(Boolean).length, 1);
      }),
    );

    test(
      'a deleted app gets no grant: approve() resolves to false and addGrantWithToken() to undefined',
      withStore(open, async (store) => {
        const { app } = await signedIn(store);
        await store.deleteApp(app.id, T0);
        const token = newToken();
        assert.equal(await store.addGrantWithToken(newGrant(app), token), undefined);
        assert.equal(await store.findToken(token.digest), undefined);
        await assert.rejects(approved(store, { app }), /not approved/);
      }),
    );

    for (const deletionFirst of [true, false]) {
      test(
        `deleteApp() racing addGrantWithToken() leaves no living token (${deletionFirst ? 'deletion' : 'grant'} first)`,
        withStore(open, async (store) => {
          for (let round = 0; round < 20; round++) {
            const app = await store.addApp(newApp());
            const token = newToken();
            const remove = () => store.deleteApp(app.id, T0);
            const add = () => store.addGrantWithToken(newGrant(app), token);
            await Promise.all(deletionFirst ? [remove(), add()] : [add(), remove()]);
            assert.equal(await lives(store, token.digest), false);
          }
        }),
      );
    }
  });
}

function idsOf(rows: readonly { readonly id: string }[]): readonly string[] {
  return rows.map((row) => row.id);
}
