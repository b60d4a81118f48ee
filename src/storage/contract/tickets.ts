import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TicketKind } from '../../accounts/ports.ts';
import { newAccount, newDigest, newTicket, T0 } from './samples.ts';
import { countOf, inParallel, type PeopleStore, withStore } from './with-store.ts';

export function describeTickets(open: () => Promise<PeopleStore>): void {
  describe('tickets', () => {
    test(
      'addTicket() keeps every value, and findTicket() finds it again and again',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const facts = { email: 'new@mail.example', step: 2 ** 52, fresh: false, odd: '\u2028 \ud83c "\\" \u0000' };
        const ticket = newTicket({ kind: 'change email', accountId: id, facts });
        await store.addTicket(ticket);
        assert.deepEqual(await store.findTicket('change email', ticket.digest, T0), ticket);
        assert.deepEqual(await store.findTicket('change email', ticket.digest, T0), ticket);
        const nobodys = newTicket({ kind: 'passkey ceremony' });
        await store.addTicket(nobodys);
        assert.deepEqual(await store.findTicket('passkey ceremony', nobodys.digest, T0), nobodys);
        await assert.rejects(store.addTicket({ ...nobodys, facts: { other: true } }));
        assert.deepEqual(await store.findTicket('passkey ceremony', nobodys.digest, T0), nobodys);
      }),
    );

    test(
      'takeTicket() gives a ticket once',
      withStore(open, async (store) => {
        const ticket = newTicket();
        await store.addTicket(ticket);
        assert.deepEqual(await store.takeTicket(ticket.kind, ticket.digest, T0), ticket);
        assert.equal(await store.takeTicket(ticket.kind, ticket.digest, T0), undefined);
        assert.equal(await store.findTicket(ticket.kind, ticket.digest, T0), undefined);
        assert.equal(await store.takeTicket(ticket.kind, newDigest(), T0), undefined);
      }),
    );

    test(
      'of parallel callers of takeTicket() exactly one gets it',
      withStore(open, async (store) => {
        const ticket = newTicket();
        await store.addTicket(ticket);
        const taken = await inParallel(50, () => store.takeTicket(ticket.kind, ticket.digest, T0));
        assert.equal(
          countOf(taken, (one) => one !== undefined),
          1,
        );
      }),
    );

    test(
      'a ticket of another kind is not found, and not used up by those who seek it',
      withStore(open, async (store) => {
        const ticket = newTicket({ kind: 'confirm email' });
        await store.addTicket(ticket);
        for (const kind of ['change email', 'reset password', 'second step', 'passkey ceremony'] as const) {
          assert.equal(await store.findTicket(kind, ticket.digest, T0), undefined);
          assert.equal(await store.takeTicket(kind, ticket.digest, T0), undefined);
        }
        assert.deepEqual(await store.takeTicket('confirm email', ticket.digest, T0), ticket);
      }),
    );

    test(
      'nobody gets a ticket from the instant at which it expires',
      withStore(open, async (store) => {
        const ticket = newTicket({ expiresAt: T0 + 10 });
        await store.addTicket(ticket);
        for (const late of [T0 + 10, T0 + 11]) {
          assert.equal(await store.findTicket(ticket.kind, ticket.digest, late), undefined);
          assert.equal(await store.takeTicket(ticket.kind, ticket.digest, late), undefined);
        }
        assert.ok(await store.takeTicket(ticket.kind, ticket.digest, T0 + 9));
      }),
    );

    test(
      'endTickets() ends those of an account and of these kinds, and no others',
      withStore(open, async (store) => {
        const [alice, bob] = [await store.addAccount(newAccount()), await store.addAccount(newAccount())];
        const add = async (kind: TicketKind, accountId: string | undefined) => {
          const ticket = newTicket({ kind, accountId });
          await store.addTicket(ticket);
          return async () => (await store.findTicket(kind, ticket.digest, T0)) !== undefined;
        };
        const reset = [await add('reset password', alice.id), await add('reset password', alice.id)];
        const step = await add('second step', alice.id);
        const spared = [
          await add('confirm email', alice.id),
          await add('reset password', bob.id),
          await add('passkey ceremony', undefined),
        ];
        assert.equal(await store.endTickets(alice.id, []), 0);
        assert.equal(await store.endTickets('abc', ['reset password']), 0);
        assert.equal(await store.endTickets(alice.id, ['reset password', 'second step']), 3);
        for (const stands of [...reset, step]) assert.equal(await stands(), false);
        for (const stands of spared) assert.equal(await stands(), true);
        assert.equal(await store.endTickets(alice.id, ['reset password', 'second step']), 0);
      }),
    );

    test(
      'a ticket that is taken while its kind is ended goes to one of the two',
      withStore(open, async (store) => {
        const { id } = await store.addAccount(newAccount());
        const tickets = await inParallel(20, async () => {
          const ticket = newTicket({ kind: 'reset password', accountId: id });
          await store.addTicket(ticket);
          return ticket;
        });
        const [ended, ...taken] = await Promise.all([
          store.endTickets(id, ['reset password']),
          ...tickets.map(({ digest }) => store.takeTicket('reset password', digest, T0)),
        ]);
        assert.equal(ended + countOf(taken, (one) => one !== undefined), 20);
      }),
    );
  });
}
