import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { SignUpChoice } from '../../mastodon/sign-ups.ts';
import { DAY } from '../../protocol/lifetimes.ts';
import { digestOf } from '../../protocol/secret.ts';
import { openSqliteStore } from '../../storage/sqlite/open-sqlite-store.ts';
import { makeInvite } from '../invites/invites.ts';
import { createMailOutbox } from '../mail/mail-outbox.ts';
import { createAccount } from '../new-account.ts';
import { argon2id } from '../password-hashes.ts';
import type { Account } from '../ports.ts';
import { claimedAddress } from './claimed-address.ts';
import { confirmEmail, findConfirmable } from './confirm-email.ts';
import { sendConfirmation, sendConfirmationTo } from './send-confirmation.ts';
import { type SignUp, signUp } from './sign-up.ts';
import type { SignUpDeps } from './sign-up-deps.ts';
import type { SignUpSettings } from './sign-up-rules.ts';

const password = 'vurzel-quampf-31-tiddle';

async function openDirectory(settings: Partial<SignUpSettings> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'mastodoor-'));
  const store = await openSqliteStore({ path: join(folder, 'test.db') });
  after(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  let offset = 0;
  let hashings = 0;
  const now = () => Date.now() + offset;
  const deps: SignUpDeps = {
    store,
    passwords: {
      hashPassword: async (text) => {
        hashings += 1;
        return `hash of ${text.length}`;
      },
    },
    mails: createMailOutbox({ store, now, wake: () => {} }),
    settings: { registrations: 'open', minimumAge: undefined, reservedUsernames: [], invites: 'staff', ...settings },
    serverNames: ['Tusks', 'social.example'],
    languages: ['en', 'de', 'ar'],
    now,
  };
  return {
    deps,
    store,
    pass: (milliseconds: number) => {
      offset += milliseconds;
    },
    hashings: () => hashings,
    /** The mails that wait, oldest first, as kind and address. */
    mails: async () => (await store.listMails({ limit: 100 })).map(({ kind, to }) => `${kind}: ${to}`).reverse(),
    /** The secret of the link in a mail that is sent now. */
    link: async (account: Account) => {
      const secret = randomBytes(32).toString('base64url');
      const facts = { email: claimedAddress(account) };
      const ticket = { digest: digestOf(secret), kind: 'confirm email', accountId: account.id, facts } as const;
      await store.addTicket({ ...ticket, createdAt: now(), expiresAt: now() + DAY });
      return secret;
    },
    addAccount: async (username: string, changes = {}) => {
      const input = { username, email: `${username}@example.org`, password, ...changes };
      const made = await createAccount({ store, passwords: argon2id, now }, input);
      assert.equal(made.kind, 'created');
      return (made as { account: Account }).account;
    },
  };
}

const choice = (username: string, changes: Partial<SignUpChoice> = {}): SignUpChoice => ({
  username,
  email: `${username}@mail.example`,
  password,
  agreement: true,
  ...changes,
});

function accountOf(outcome: SignUp): Account {
  assert.equal(outcome.kind, 'signed up', JSON.stringify(outcome));
  return (outcome as { account: Account }).account;
}

describe('signing up', () => {
  it('makes an account that waits for its address, and queues the mail that proves it (contract §12.2)', async () => {
    const { deps, mails } = await openDirectory();
    const account = accountOf(await signUp(deps, choice('alice', { locale: 'de-AT' }), { appId: '7' }));
    assert.equal(account.state, 'unconfirmed');
    assert.notEqual(account.approvedAt, undefined);
    assert.equal(account.locale, 'de');
    assert.equal(account.appId, '7');
    assert.equal(account.role, 'user');
    assert.deepEqual(await mails(), ['confirm email: alice@mail.example']);
  });

  it('takes an unknown language as none (contract §12.2)', async () => {
    const { deps } = await openDirectory();
    assert.equal(accountOf(await signUp(deps, choice('alice', { locale: 'tlh' }), {})).locale, undefined);
    assert.equal(accountOf(await signUp(deps, choice('bob', { locale: '' }), {})).locale, undefined);
  });

  it('lets in nobody while registrations are closed, and looks at nothing', async () => {
    const { deps, hashings } = await openDirectory({ registrations: 'closed' });
    assert.deepEqual(await signUp(deps, choice('!'), {}), { kind: 'closed' });
    assert.equal(hashings(), 0);
  });

  it('asks for a reason where somebody decides, and keeps it only there (contract §12.2)', async () => {
    const { deps } = await openDirectory({ registrations: 'approval' });
    const refused = await signUp(deps, choice('alice', { reason: ' ' }), {});
    assert.deepEqual(refused, { kind: 'refused', problems: [{ field: 'reason', code: 'blank' }] });
    const long = await signUp(deps, choice('alice', { reason: '🎉'.repeat(421) }), {});
    assert.deepEqual(long, { kind: 'refused', problems: [{ field: 'reason', code: 'too long' }] });
    const account = accountOf(await signUp(deps, choice('alice', { reason: '🎉'.repeat(420) }), {}));
    assert.equal(account.approvedAt, undefined);
    assert.equal(account.reason, '🎉'.repeat(420));

    const open = await openDirectory();
    assert.equal(accountOf(await signUp(open.deps, choice('alice', { reason: 'x' }), {})).reason, undefined);
  });

  it('tells everything that is wrong at once, and hashes nothing for it', async () => {
    const { deps, hashings } = await openDirectory({ registrations: 'approval', minimumAge: 16 });
    const outcome = await signUp(deps, { username: 'a b', email: 'x', password: 'short', agreement: false }, {});
    assert.deepEqual(outcome, {
      kind: 'refused',
      problems: [
        { field: 'username', code: 'invalid' },
        { field: 'email', code: 'invalid' },
        { field: 'password', code: 'too short' },
        { field: 'dateOfBirth', code: 'blank' },
        { field: 'reason', code: 'blank' },
        { field: 'agreement', code: 'not accepted' },
      ],
    });
    assert.equal(hashings(), 0);
  });

  it('refuses reserved names, the built-in and the operator’s, in any letter case', async () => {
    const { deps } = await openDirectory({ reservedUsernames: ['kaffee'] });
    for (const username of ['Admin', 'KAFFEE']) {
      const outcome = await signUp(deps, choice(username), {});
      assert.deepEqual(outcome, { kind: 'refused', problems: [{ field: 'username', code: 'reserved' }] });
    }
  });

  it('refuses addresses that could say more to a mail server than an address (header injection)', async () => {
    const { deps } = await openDirectory();
    for (const email of [
      'a@mail.example\r\nBcc: victim@mail.example',
      'a@mail.example, b@mail.example',
      '"a"@mail.example',
      'a\u202e@mail.example',
      'a\u200b@mail.example',
      '<b>@mail.example',
    ]) {
      const outcome = await signUp(deps, choice('alice', { email }), {});
      assert.deepEqual(outcome, { kind: 'refused', problems: [{ field: 'email', code: 'invalid' }] }, email);
    }
  });

  it('refuses a password made of the names of the person or the server', async () => {
    const { deps } = await openDirectory();
    const outcome = await signUp(deps, choice('wanderer', { password: 'wanderer-tusks' }), {});
    assert.deepEqual(outcome, { kind: 'refused', problems: [{ field: 'password', code: 'personal' }] });
  });

  it('of 50 who race for one name lets exactly one have it', async () => {
    const { deps, store } = await openDirectory();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        signUp(deps, choice(index % 2 === 0 ? 'alice' : 'ALICE', { email: `a${index}@mail.example` }), {}),
      ),
    );
    assert.equal(outcomes.filter(({ kind }) => kind === 'signed up').length, 1);
    for (const outcome of outcomes.filter(({ kind }) => kind !== 'signed up'))
      assert.deepEqual(outcome, { kind: 'refused', problems: [{ field: 'username', code: 'taken' }] });
    assert.equal(await store.countAccounts(), 1);
    assert.deepEqual(await store.countMails(), { waiting: 1, failed: 0 });
  });

  it('never gives out the name of a deleted account (decision 33)', async () => {
    const { deps, store, addAccount } = await openDirectory();
    const gone = await addAccount('gone');
    await store.deleteAccount(gone.id, Date.now());
    const outcome = await signUp(deps, choice('Gone'), {});
    assert.deepEqual(outcome, { kind: 'refused', problems: [{ field: 'username', code: 'taken' }] });
  });
});

describe('an address that is another account’s', () => {
  it('is told to nobody but its owner, at the same cost', async () => {
    const { deps, store, mails, hashings, addAccount } = await openDirectory();
    const owner = await addAccount('olga', { email: 'Owner@mail.example', locale: 'de' });
    const before = hashings();
    const account = accountOf(await signUp(deps, choice('stranger', { email: 'owner@MAIL.example' }), {}));
    assert.equal(hashings() - before, 1);
    assert.equal(account.state, 'unconfirmed');
    assert.equal(claimedAddress(account), 'owner@MAIL.example');
    assert.deepEqual(await mails(), ['address known: Owner@mail.example']);
    const [mail] = await store.listMails({ limit: 1 });
    assert.deepEqual([mail?.accountId, mail?.locale], [owner.id, 'de']);
    assert.equal((await store.findAccountByLogin('owner@mail.example'))?.id, owner.id);
  });

  it('cannot be proven by the account that waits, whatever link it gets hold of', async () => {
    const { deps, store, link, addAccount } = await openDirectory();
    const owner = await addAccount('olga', { email: 'owner@mail.example' });
    const stranger = accountOf(await signUp(deps, choice('stranger', { email: 'owner@mail.example' }), {}));
    const outcome = await confirmEmail(deps, await link(stranger));
    assert.equal(outcome.kind, 'address taken');
    assert.equal((await store.findAccount(stranger.id))?.state, 'unconfirmed');
    assert.equal((await store.findAccount(owner.id))?.email, 'owner@mail.example');
  });

  it('belongs to whoever proves it first, while nobody did', async () => {
    const { deps, store, link, mails } = await openDirectory();
    const squatter = accountOf(await signUp(deps, choice('squatter', { email: 'me@mail.example' }), {}));
    const me = accountOf(await signUp(deps, choice('me', { email: 'Me@mail.example' }), {}));
    assert.deepEqual(await mails(), ['confirm email: me@mail.example', 'confirm email: Me@mail.example']);
    assert.equal((await confirmEmail(deps, await link(me))).kind, 'confirmed');
    assert.equal((await store.findAccountByLogin('me@mail.example'))?.id, me.id);
    assert.equal((await confirmEmail(deps, await link(squatter))).kind, 'address taken');
    assert.equal((await store.findAccountByLogin('me@mail.example'))?.id, me.id);
  });

  it('of many who sign up with it at once each waits, and exactly one proves it', async () => {
    const { deps, store, link } = await openDirectory();
    const accounts = (
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          signUp(deps, choice(`racer_${index}`, { email: 'r@mail.example' }), {}),
        ),
      )
    ).map(accountOf);
    const links = await Promise.all(accounts.map((account) => link(account)));
    const kinds = (await Promise.all(links.map((secret) => confirmEmail(deps, secret)))).map(({ kind }) => kind);
    assert.equal(kinds.filter((kind) => kind === 'confirmed').length, 1, kinds.join());
    assert.equal((await store.countAccountsByState()).active, 1);
    assert.equal((await store.findAccountByLogin('r@mail.example'))?.state, 'active');
  });
});

describe('proving an address', () => {
  it('makes the account active where registrations are open', async () => {
    const { deps, link } = await openDirectory();
    const account = accountOf(await signUp(deps, choice('alice'), {}));
    const secret = await link(account);
    assert.equal((await findConfirmable(deps, secret))?.account.id, account.id);
    const outcome = await confirmEmail(deps, secret);
    assert.equal(outcome.kind === 'confirmed' && outcome.account.state, 'active');
  });

  it('works once, also of 20 at one moment; again it says that all is well', async () => {
    const { deps, link } = await openDirectory();
    const account = accountOf(await signUp(deps, choice('alice'), {}));
    const secret = await link(account);
    const kinds = (await Promise.all(Array.from({ length: 20 }, () => confirmEmail(deps, secret)))).map(
      ({ kind }) => kind,
    );
    assert.equal(kinds.filter((kind) => kind === 'confirmed').length, 1);
    assert.equal(kinds.filter((kind) => kind === 'confirmed before').length, 19);
    assert.equal((await confirmEmail(deps, secret)).kind, 'confirmed before');
  });

  it('does not work with an unknown or an expired link, or one to an address that was left', async () => {
    const { deps, link, pass } = await openDirectory();
    assert.partialDeepStrictEqual(await confirmEmail(deps, 'x'.repeat(43)), { kind: 'not good' });
    const account = accountOf(await signUp(deps, choice('alice', { email: 'typo@mail.example' }), {}));
    const old = await link(account);
    assert.ok(await sendConfirmation(deps, account, { address: 'right@mail.example' }));
    assert.partialDeepStrictEqual(await confirmEmail(deps, old), { kind: 'not good' });
    const fresh = await link((await deps.store.findAccount(account.id)) as Account);
    pass(DAY + 1);
    assert.partialDeepStrictEqual(await confirmEmail(deps, fresh), { kind: 'not good' });
  });

  it('tells all active staff that somebody waits where they decide, and nobody elsewhere', async () => {
    const { deps, link, mails, addAccount } = await openDirectory({ registrations: 'approval' });
    await addAccount('the_owner', { role: 'owner' });
    await addAccount('the_moderator', { role: 'moderator' });
    await addAccount('asleep', { role: 'admin', state: 'disabled' });
    await addAccount('anybody');
    const account = accountOf(await signUp(deps, choice('alice', { reason: 'Because' }), {}));
    const outcome = await confirmEmail(deps, await link(account));
    assert.equal(outcome.kind === 'confirmed' && outcome.account.state, 'pending');
    assert.deepEqual((await mails()).slice(1).sort(), [
      'registration waits: the_moderator@example.org',
      'registration waits: the_owner@example.org',
    ]);
  });

  it('is for the address alone: a disabled account stays disabled', async () => {
    const { deps, store, link } = await openDirectory();
    const account = accountOf(await signUp(deps, choice('alice'), {}));
    const secret = await link(account);
    await store.changeAccount(account.id, { disabledAt: Date.now() });
    const outcome = await confirmEmail(deps, secret);
    assert.equal(outcome.kind === 'confirmed' && outcome.account.state, 'disabled');
  });
});

describe('the mail again', () => {
  it('goes to the address that waits, or to another that its owner names', async () => {
    const { deps, store, mails } = await openDirectory();
    const account = accountOf(await signUp(deps, choice('alice'), {}));
    assert.ok(await sendConfirmation(deps, account));
    assert.ok(await sendConfirmation(deps, account, { address: 'other@mail.example' }));
    assert.deepEqual((await mails()).slice(1), [
      'confirm email: alice@mail.example',
      'confirm email: other@mail.example',
    ]);
    assert.equal((await store.findAccount(account.id))?.email, 'other@mail.example');
  });

  it('does not go out for an account that waits no more', async () => {
    const { deps, store, mails, addAccount } = await openDirectory();
    const account = await addAccount('alice');
    assert.equal(await sendConfirmation(deps, account, { address: 'other@mail.example' }), false);
    assert.deepEqual(await mails(), []);
    assert.equal((await store.findAccount(account.id))?.email, 'alice@example.org');
  });

  it('keeps an account waiting that names somebody else’s address, and frees it when it names its own', async () => {
    const { deps, store, mails, link, addAccount } = await openDirectory();
    await addAccount('olga', { email: 'owner@mail.example' });
    const account = accountOf(await signUp(deps, choice('alice'), {}));
    assert.ok(await sendConfirmation(deps, account, { address: 'owner@mail.example' }));
    const waiting = (await store.findAccount(account.id)) as Account;
    assert.equal(claimedAddress(waiting), 'owner@mail.example');
    assert.ok(await sendConfirmation(deps, waiting));
    assert.deepEqual((await mails()).slice(1), [
      'address known: owner@mail.example',
      'address known: owner@mail.example',
    ]);
    assert.ok(await sendConfirmation(deps, waiting, { address: 'mine@mail.example' }));
    const freed = (await store.findAccount(account.id)) as Account;
    assert.deepEqual([freed.email, freed.unconfirmedEmail], ['mine@mail.example', undefined]);
    assert.equal((await confirmEmail(deps, await link(freed))).kind, 'confirmed');
  });

  it('is asked for by address alone without telling whose it is: one commit in each case', async () => {
    const { deps, mails, addAccount } = await openDirectory();
    await addAccount('known', { email: 'known@mail.example' });
    accountOf(await signUp(deps, choice('alice'), {}));
    for (const address of ['known@mail.example', 'ALICE@mail.example', 'nobody@mail.example'])
      assert.equal(await sendConfirmationTo(deps, address), undefined);
    assert.deepEqual((await mails()).slice(1), [
      'address known: known@mail.example',
      'confirm email: alice@mail.example',
    ]);
  });
});

describe('invites', () => {
  it('open a closed server and spare the approval', async () => {
    for (const registrations of ['closed', 'approval'] as const) {
      const { deps } = await openDirectory({ registrations });
      const made = await makeInvite(deps, { label: '', lifetime: undefined, maxUses: undefined }, undefined);
      assert.ok(made.kind === 'made');
      const account = accountOf(await signUp(deps, choice('alice', { invite: made.code }), {}));
      assert.equal(account.inviteId, made.invite.id);
      assert.notEqual(account.approvedAt, undefined);
    }
  });

  it('are refused in one way, whether unknown, ended, expired, used up, or of somebody who may not invite', async () => {
    const { deps, store, pass, addAccount } = await openDirectory({ registrations: 'closed' });
    const moderator = await addAccount('moderator_1', { role: 'moderator' });
    const make = async (lifetime?: number, maxUses?: number, maker?: Account) => {
      const made = await makeInvite(deps, { label: '', lifetime, maxUses }, maker);
      assert.ok(made.kind === 'made');
      return made;
    };
    const [ended, expired, used, suspended] = [
      await make(),
      await make(DAY),
      await make(undefined, 1),
      await make(undefined, undefined, moderator),
    ];
    await store.endInvite(ended.invite.id, Date.now());
    accountOf(await signUp(deps, choice('first', { invite: used.code }), {}));
    accountOf(await signUp(deps, choice('second', { invite: suspended.code }), {}));
    await store.changeAccount(moderator.id, { suspendedAt: Date.now() });
    pass(DAY + 1);
    for (const code of ['unknown', ended.code, expired.code, used.code, suspended.code])
      assert.deepEqual(await signUp(deps, choice('late', { invite: code }), {}), { kind: 'invite not good' });
    await store.changeAccount(moderator.id, { suspendedAt: undefined, role: 'user' });
    assert.deepEqual(await signUp(deps, choice('late', { invite: suspended.code }), {}), { kind: 'invite not good' });
  });

  it('are not used up by a sign-up that fails: name and use are one commit', async () => {
    const { deps, store } = await openDirectory({ registrations: 'closed' });
    const made = await makeInvite(deps, { label: '', lifetime: undefined, maxUses: 5 }, undefined);
    assert.ok(made.kind === 'made');
    const invite = made.code;
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        signUp(deps, choice('alice', { invite, email: `a${index}@mail.example` }), {}),
      ),
    );
    assert.equal((await store.listInvites({ limit: 1 }))[0]?.uses, 1);
  });

  it('let exactly one have the last use', async () => {
    const { deps, store } = await openDirectory({ registrations: 'closed' });
    const made = await makeInvite(deps, { label: '', lifetime: undefined, maxUses: 1 }, undefined);
    assert.ok(made.kind === 'made');
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => signUp(deps, choice(`racer_${index}`, { invite: made.code }), {})),
    );
    assert.equal(outcomes.filter(({ kind }) => kind === 'signed up').length, 1);
    assert.equal(outcomes.filter(({ kind }) => kind === 'invite not good').length, 19);
    assert.equal(await store.countAccounts(), 1);
  });
});
