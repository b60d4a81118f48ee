import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import type { SecurityEvent } from '../../flows/ports.ts';
import { digestOf } from '../../protocol/secret.ts';
import { openSqliteStore } from '../../storage/sqlite/open-sqlite-store.ts';
import type { FullStore } from '../../storage/store.ts';
import { factsOf } from '../account-facts.ts';
import { createMailOutbox } from '../mail/mail-outbox.ts';
import type { Account, AccountRole } from '../ports.ts';
import { testAccount } from '../test-account.ts';
import { createModeration, type Moderation, type ModerationOutcome } from './moderation.ts';
import { accountRoles, isAllowed, type ModerationAct, moderationActs, rolesToGive } from './moderation-rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'mastodoor-'));
after(() => rmSync(folder, { recursive: true }));

let store: FullStore;
let moderation: Moderation;
let events: SecurityEvent[];
let woken: number;
const noteWaking = () => {
  woken += 1;
};
let made = 0;

beforeEach(async () => {
  made += 1;
  store = await openSqliteStore({ path: join(folder, `${made}.db`) });
  events = [];
  woken = 0;
  moderation = createModeration({
    store,
    // What the hash of nobody's password is does not matter here, only that it is another one.
    passwords: { hashPassword: async (password) => `hash of ${password}` },
    mails: createMailOutbox({ store, now: Date.now, wake: noteWaking }),
    now: Date.now,
    randomSecret: () => randomBytes(32).toString('base64url'),
    report: (event) => events.push(event),
  });
});
afterEach(() => store.close());

async function add(differences: Partial<Account> = {}): Promise<Account> {
  made += 1;
  const names = { username: `person${made}`, email: `person${made}@example.org` };
  const { id, hasSecondFactor, ...account } = testAccount({ passwordHash: 'old', ...names, ...differences });
  const added = await store.addAccount(account);
  if (hasSecondFactor) await store.setTotp(added.id, { sealedSeed: 'sealed', lastStep: 0, createdAt: 1 });
  return (await store.findAccount(added.id)) ?? added;
}

const inState = (state: Account['state']) => ({ state, ...factsOf(state, 1) });

/** An account to which an act can be done. */
const fitFor: Readonly<Record<ModerationAct, Partial<Account>>> = {
  approve: inState('pending'),
  reject: inState('pending'),
  confirm: inState('unconfirmed'),
  disable: {},
  enable: inState('disabled'),
  suspend: {},
  unsuspend: inState('suspended'),
  'change role': {},
  'reset second factor': { hasSecondFactor: true },
  'reset password': {},
  'sign out everywhere': {},
  delete: inState('suspended'),
};

const reasonOf = (outcome: ModerationOutcome) => (outcome.kind === 'refused' ? outcome.reason : outcome.kind);

describe('each act by each role on each role', () => {
  for (const act of moderationActs) {
    test(`${act}: those act who may, and others change, tell and write nothing`, async () => {
      for (const mine of accountRoles) {
        for (const theirs of accountRoles) {
          const by = await add({ role: mine });
          // So that it is never the last owner's account that an owner keeps.
          await add({ role: 'owner' });
          const target = await add({ ...fitFor[act], role: theirs });
          const [role] = accountRoles.filter((other) => other !== theirs && rolesToGive(by, target).includes(other));
          events = [];
          const mails = (await store.countMails()).waiting;
          const order = { by, act, accountId: target.id, address: '192.0.2.7', role: role ?? 'user' };
          const outcome = await moderation.act(order);
          const allowed = isAllowed(by, act, target) && (act !== 'change role' || role !== undefined);
          assert.equal(reasonOf(outcome), allowed ? 'done' : 'not allowed', `${mine} on ${theirs}`);
          const after = await store.findAccount(target.id);
          if (!allowed) {
            assert.deepEqual(after, target);
            assert.deepEqual(events, []);
            assert.equal((await store.countMails()).waiting, mails);
            continue;
          }
          assert.equal(events.length, 1);
          const { accountId, actorId, address } = events[0] as Extract<SecurityEvent, { event: 'account suspended' }>;
          assert.deepEqual(
            { accountId, actorId, address },
            { accountId: target.id, actorId: by.id, address: '192.0.2.7' },
          );
          assert.doesNotMatch(JSON.stringify(events), /person|example\.org/, 'neither names nor addresses of mail');
        }
      }
    });
  }

  test('on their own account people step down and sign out, and nothing else', async () => {
    for (const role of ['moderator', 'admin', 'owner'] as const) {
      await add({ role: 'owner' });
      for (const act of moderationActs) {
        const me = await add({ ...fitFor[act], role });
        const outcome = await moderation.act({ by: me, act, accountId: me.id, role: 'user' });
        const may = act === 'change role' || (act === 'sign out everywhere' && role !== 'moderator');
        assert.equal(reasonOf(outcome), may ? 'done' : 'not allowed', `${role}: ${act}`);
      }
      const me = await add({ role });
      const up: AccountRole = 'owner';
      const raised = await moderation.act({ by: me, act: 'change role', accountId: me.id, role: up });
      assert.equal(reasonOf(raised), role === 'owner' ? 'already' : 'not allowed');
    }
  });
});

describe('what an act does', () => {
  const operator = (act: ModerationAct, account: Account, role?: AccountRole) =>
    moderation.act({ by: 'operator', act, accountId: account.id, role });

  test('states change as they are named, and other facts stay', async () => {
    const account = await add({ note: 'About me' });
    const states: string[] = [];
    for (const act of ['disable', 'suspend', 'unsuspend', 'enable'] as const) {
      const outcome = await operator(act, account);
      assert.equal(outcome.kind, 'done');
      states.push((await store.findAccount(account.id))?.state ?? 'gone');
    }
    assert.deepEqual(states, ['disabled', 'suspended', 'disabled', 'active']);
    assert.deepEqual(await store.findAccount(account.id), account);
    assert.deepEqual(
      events.map(({ event }) => event),
      ['account disabled', 'account suspended', 'account unsuspended', 'account enabled'],
    );
  });

  test('whoever is approved hears of it, in their language, once they confirmed their address', async () => {
    const confirmed = await add({ ...inState('pending'), locale: 'de' });
    const unconfirmed = await add({ ...inState('pending'), confirmedAt: undefined });
    for (const account of [confirmed, unconfirmed]) assert.equal((await operator('approve', account)).kind, 'done');
    const mails = await store.listMails({ limit: 9 });
    assert.deepEqual(
      mails.map(({ kind, to, locale, accountId }) => ({ kind, to, locale, accountId })),
      [{ kind: 'approved', to: confirmed.email, locale: 'de', accountId: confirmed.id }],
    );
    assert.equal(woken, 1);
    assert.equal((await store.findAccount(confirmed.id))?.state, 'active');
    assert.equal((await store.findAccount(unconfirmed.id))?.state, 'unconfirmed');
  });

  test('whoever is rejected is gone, hears of it, and the name is free again', async () => {
    const account = await add(inState('pending'));
    assert.equal((await operator('reject', account)).kind, 'done');
    assert.equal(await store.findAccount(account.id), undefined);
    const [mail] = await store.listMails({ limit: 9 });
    assert.deepEqual([mail?.kind, mail?.to, mail?.accountId], ['rejected', account.email, undefined]);
    await add({ username: account.username, email: account.email });
  });

  test('an address that nobody proved is not written to', async () => {
    const applicant = await add({ ...inState('pending'), confirmedAt: undefined });
    const suspended = await add({ ...inState('suspended'), confirmedAt: undefined });
    assert.equal((await operator('reject', applicant)).kind, 'done');
    assert.equal((await operator('delete', suspended)).kind, 'done');
    assert.equal(reasonOf(await operator('reset password', await add(inState('unconfirmed')))), 'impossible');
    assert.equal((await store.countMails()).waiting, 0);
  });

  test('confirming by hand takes the claimed address over, unless its owner proved it for another account', async () => {
    const holder = await add(inState('unconfirmed'));
    const claim = { ...inState('unconfirmed'), email: 'stand-in@waits.invalid' };
    const waiting = await add(claim);
    await store.changeAccount(waiting.id, { unconfirmedEmail: holder.email });
    assert.equal((await operator('confirm', waiting)).kind, 'done');
    const confirmed = await store.findAccount(waiting.id);
    assert.deepEqual([confirmed?.state, confirmed?.email], ['active', holder.email]);
    assert.equal((await store.findAccount(holder.id))?.unconfirmedEmail, holder.email);
    assert.equal(reasonOf(await operator('confirm', holder)), 'address taken');
    assert.equal((await store.findAccount(holder.id))?.state, 'unconfirmed');
    assert.deepEqual(
      events.map(({ event }) => event),
      ['account confirmed by staff'],
    );
  });

  test('a deleted account is gone, its name stays taken, and a last mail goes out', async () => {
    const account = await add(inState('suspended'));
    assert.equal((await operator('delete', account)).kind, 'done');
    assert.equal(await store.findAccount(account.id), undefined);
    await assert.rejects(add({ username: account.username }));
    const [mail] = await store.listMails({ limit: 9 });
    assert.deepEqual([mail?.kind, mail?.to, mail?.accountId], ['account deleted', account.email, undefined]);
  });

  test('a reset of the password ends the old one and everybody who is signed in, and leaves a mail without a secret', async () => {
    const account = await add();
    const session = await signIn(account);
    const outcome = await operator('reset password', account);
    assert.deepEqual(outcome.kind === 'done' && outcome.ended, { sessions: 1, grants: 1 });
    const changed = await store.findAccount(account.id);
    assert.match(changed?.passwordHash ?? '', /^hash of [\w-]{43}$/);
    assert.equal(await store.findSession(session), undefined);
    assert.equal(await store.findTicket('second step', digestOf(`half ${account.id}`), 2), undefined);
    const [mail] = await store.listMails({ limit: 9 });
    assert.deepEqual([mail?.kind, mail?.to, mail?.facts], ['reset password', account.email, {}]);
    assert.doesNotMatch(JSON.stringify([events, mail]), /hash of/);
  });

  test('a reset of the password calls off a change of the address: who stole the account may have asked for it', async () => {
    const account = await add();
    await store.changeAccount(account.id, { unconfirmedEmail: 'thief@mail.example' });
    await operator('reset password', account);
    const changed = await store.findAccount(account.id);
    assert.deepEqual([changed?.email, changed?.unconfirmedEmail], [account.email, undefined]);
  });

  test('a sign-out everywhere ends browsers, apps and half-finished sign-ins of that account alone', async () => {
    const [account, other] = [await add(), await add()];
    const [theirs, others] = [await signIn(account), await signIn(other)];
    const outcome = await operator('sign out everywhere', account);
    assert.deepEqual(outcome.kind === 'done' && outcome.ended, { sessions: 1, grants: 1 });
    assert.equal(await store.findSession(theirs), undefined);
    assert.ok(await store.findSession(others));
    assert.equal((await store.listGrants(account.id)).length, 0);
    assert.equal((await store.listGrants(other.id)).length, 1);
    assert.equal(await store.findTicket('second step', digestOf(`half ${account.id}`), 2), undefined);
    assert.ok(await store.findTicket('second step', digestOf(`half ${other.id}`), 2));
  });

  test('a reset of second factors removes them and ends the sessions, and tells the person', async () => {
    const account = await add({ hasSecondFactor: true });
    await signIn(account);
    const outcome = await operator('reset second factor', account);
    assert.deepEqual(outcome.kind === 'done' && outcome.ended, { sessions: 1, grants: 0 });
    assert.equal((await store.findAccount(account.id))?.hasSecondFactor, false);
    const [mail] = await store.listMails({ limit: 9 });
    assert.deepEqual([mail?.kind, mail?.facts], ['second factor changed', { change: 'all removed' }]);
    assert.equal(reasonOf(await operator('reset second factor', account)), 'already');
  });

  test('what is so already, or makes no sense, changes and tells nothing', async () => {
    const active = await add();
    for (const act of ['approve', 'confirm', 'enable'] as const) {
      assert.equal(reasonOf(await operator(act, active)), 'already', act);
    }
    assert.equal(reasonOf(await operator('change role', active, 'user')), 'already');
    for (const act of ['reject', 'unsuspend'] as const) {
      assert.equal(reasonOf(await operator(act, active)), 'impossible', act);
    }
    const admin = await add({ role: 'admin' });
    assert.equal(reasonOf(await moderation.act({ by: admin, act: 'delete', accountId: active.id })), 'impossible');
    assert.equal(reasonOf(await moderation.act({ by: admin, act: 'disable', accountId: '1' })), 'no such account');
    assert.deepEqual(events, []);
    assert.equal((await store.countMails()).waiting, 0);
    assert.deepEqual(await store.findAccount(active.id), active);
  });
});

describe('the last owner', () => {
  const harmful = ['disable', 'suspend', 'delete', 'change role'] as const;

  test('stays, whoever asks', async () => {
    const owner = await add({ role: 'owner' });
    await add({ role: 'owner', ...inState('suspended') });
    for (const act of harmful) {
      const order = { by: 'operator', act, accountId: owner.id, role: 'admin' } as const;
      assert.equal(reasonOf(await moderation.act(order)), 'last owner', act);
    }
    const down = await moderation.act({ by: owner, act: 'change role', accountId: owner.id, role: 'user' });
    assert.equal(reasonOf(down), 'last owner');
    assert.deepEqual(await store.findAccount(owner.id), owner);
    assert.deepEqual(events, []);
  });

  test('is one of many owners who step down at the same moment', async () => {
    const owners = await Promise.all(Array.from({ length: 8 }, () => add({ role: 'owner' })));
    const outcomes = await Promise.all(
      owners.map((me) => moderation.act({ by: me, act: 'change role', accountId: me.id, role: 'user' })),
    );
    assert.deepEqual(outcomes.map(reasonOf).sort(), [...Array(7).fill('done'), 'last owner']);
    assert.equal((await store.listAccounts({ limit: 9, roles: ['owner'] })).length, 1);
  });
});

describe('several at the same moment', () => {
  test('of fifty who suspend exactly one does, and the others learn that it is so already', async () => {
    const by = await add({ role: 'moderator' });
    const target = await add();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => moderation.act({ by, act: 'suspend', accountId: target.id })),
    );
    assert.deepEqual(outcomes.map(reasonOf).sort(), [...Array(49).fill('already'), 'done']);
    assert.equal(events.length, 1);
  });

  test('approving and rejecting: one wins, one mail goes out', async () => {
    for (let round = 0; round < 5; round += 1) {
      const by = await add({ role: 'moderator' });
      const target = await add(inState('pending'));
      const before = (await store.countMails()).waiting;
      const outcomes = await Promise.all(
        (['approve', 'reject'] as const).map((act) => moderation.act({ by, act, accountId: target.id })),
      );
      assert.equal(outcomes.filter(({ kind }) => kind === 'done').length, 1);
      assert.equal((await store.countMails()).waiting, before + 1);
    }
  });

  test('whoever was raised meanwhile is out of reach', async () => {
    const [admin, moderator] = [await add({ role: 'admin' }), await add({ role: 'moderator' })];
    const target = await add();
    const raise = moderation.act({ by: admin, act: 'change role', accountId: target.id, role: 'moderator' });
    const suspend = moderation.act({ by: moderator, act: 'suspend', accountId: target.id });
    const [raised, suspended] = await Promise.all([raise, suspend]);
    assert.equal(raised.kind, 'done');
    assert.equal(reasonOf(suspended), 'not allowed');
    assert.equal((await store.findAccount(target.id))?.state, 'active');
  });
});

/** A browser, an app and a half-finished sign-in of somebody. */
async function signIn({ id }: Account) {
  const digest = digestOf(`session ${id}`);
  const browser = { address: '192.0.2.1', userAgent: 'Test', browserDigest: digestOf('browser') };
  await store.addSession({ digest, accountId: id, createdAt: 1, ...browser }, undefined);
  const grant = { appId: undefined, accountId: id, scopes: ['read'], redirectUri: undefined, createdAt: 1 };
  await store.addGrantWithToken(grant, { digest: digestOf(`token ${id}`), createdAt: 1, expiresAt: undefined });
  const ticket = { kind: 'second step', accountId: id, facts: {}, createdAt: 1, expiresAt: 1000 } as const;
  await store.addTicket({ ...ticket, digest: digestOf(`half ${id}`) });
  return digest;
}
