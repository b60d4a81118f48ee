import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AuditFilter } from '../../accounts/ports.ts';
import { ALICE, BOB, newAuditEntry, T0 } from './samples.ts';
import { inParallel, type PeopleStore, withStore } from './with-store.ts';

export function describeAudit(open: () => Promise<PeopleStore>): void {
  describe('the audit log', () => {
    test(
      'addAuditEntry() keeps every value',
      withStore(open, async (store) => {
        const entry = newAuditEntry({
          event: 'account suspended',
          actor: 'staff',
          actorId: BOB,
          appId: '9223372036854775807',
          address: '2001:db8::/64',
          details: { count: 2 ** 52, asked: false, scopes: ['read', 'write:x "y"'], odd: '\u2028\u0000\ud83c\\' },
        });
        await store.addAuditEntry(entry);
        const plain = newAuditEntry({ actor: 'nobody', actorId: undefined, accountId: undefined, address: undefined });
        await store.addAuditEntry(plain);
        const entries = await store.listAuditEntries({ limit: 9 });
        assert.deepEqual(
          entries.map(({ id: _, ...kept }) => kept),
          [plain, entry],
        );
        assert.ok(entries[1] && entries[0] && BigInt(entries[0].id) > BigInt(entries[1].id));
      }),
    );

    test(
      'entries of parallel calls are all kept, in the order of the calls',
      withStore(open, async (store) => {
        await inParallel(200, (index) => store.addAuditEntry(newAuditEntry({ details: { index } })));
        const entries = await store.listAuditEntries({ limit: 999 });
        assert.deepEqual(
          entries.map((entry) => entry.details.index),
          Array.from({ length: 200 }, (_, index) => 199 - index),
        );
      }),
    );

    test(
      'listAuditEntries() lists what all filters let through, newest first, in pages',
      withStore(open, async (store) => {
        const samples = {
          a: newAuditEntry({ at: T0 }),
          b: newAuditEntry({ at: T0 + 10, event: 'signed out', address: undefined }),
          c: newAuditEntry({ at: T0 + 20, actor: 'staff', actorId: BOB, event: 'account suspended', address: '::1' }),
          d: newAuditEntry({ at: T0 + 30, actor: 'app', actorId: undefined, accountId: BOB, appId: '7' }),
          e: newAuditEntry({ at: T0 + 40, actor: 'operator', actorId: undefined, accountId: undefined, appId: '7' }),
        };
        for (const [name, entry] of Object.entries(samples)) {
          await store.addAuditEntry({ ...entry, details: { name } });
        }
        const found = async (filter: Partial<AuditFilter>) =>
          (await store.listAuditEntries({ limit: 9, ...filter })).map((entry) => entry.details.name).join('');
        assert.equal(await found({}), 'edcba');
        assert.equal(await found({ limit: 2 }), 'ed');
        const [, second] = await store.listAuditEntries({ limit: 2 });
        assert.equal(await found({ before: second?.id, limit: 2 }), 'cb');
        assert.equal(await found({ before: 'abc' }), '');
        assert.equal(await found({ event: 'signed in' }), 'eda');
        assert.equal(await found({ event: 'signed' }), '');
        assert.equal(await found({ accountId: ALICE }), 'cba');
        assert.equal(await found({ accountId: BOB }), 'dc');
        assert.equal(await found({ actorId: BOB }), 'c');
        assert.equal(await found({ accountId: '' }), '');
        assert.equal(await found({ actorId: 'a\u0000b' }), '');
        assert.equal(await found({ appId: '7' }), 'ed');
        assert.equal(await found({ appId: 'x' }), '');
        assert.equal(await found({ address: '::1' }), 'c');
        assert.equal(await found({ address: '%' }), '');
        assert.equal(await found({ since: T0 + 10 }), 'edcb');
        assert.equal(await found({ until: T0 + 10 }), 'a');
        assert.equal(await found({ since: T0 + 10, until: T0 + 40 }), 'dcb');
        assert.equal(await found({ accountId: BOB, appId: '7', since: T0 + 30, event: 'signed in' }), 'd');
        assert.equal(await found({ accountId: ALICE, appId: '7' }), '');
      }),
    );

    test(
      'entries stay when what they name is deleted',
      withStore(open, async (store) => {
        await store.addAuditEntry(newAuditEntry({ accountId: ALICE }));
        await store.deleteAccount(ALICE, T0);
        assert.equal((await store.listAuditEntries({ limit: 9, accountId: ALICE })).length, 1);
      }),
    );
  });
}
