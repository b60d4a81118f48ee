import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Mailbox } from '../../../test/support/mailbox.ts';
import { DAY, HOUR, MINUTE } from '../../protocol/lifetimes.ts';
import { digestOf } from '../../protocol/secret.ts';
import { readConfig } from '../../server/config.ts';
import { mailRenderer } from '../../server/render-mail.ts';
import { createSmtpTransport } from '../../server/smtp-transport.ts';
import { openSqliteStore } from '../../storage/sqlite/open-sqlite-store.ts';
import { temporaryFolder } from '../../storage/sqlite/testing/temporary-folder.ts';
import { factsOf } from '../account-facts.ts';
import { createAccount } from '../new-account.ts';
import type { Account, AccountFacts, MailKind, TicketKind } from '../ports.ts';
import { createMailSender, type MailOutcome, type MailSenderDeps } from './mail-sender.ts';
import { type MailFacts, mailTo } from './mail-to.ts';

const origin = 'https://social.example';
const START = Date.UTC(2026, 8, 1);

type Store = Awaited<ReturnType<typeof openSqliteStore>>;

let now: number;
let mailbox: Mailbox;
let path: string;
let store: Store;
let outcomes: MailOutcome[];
const opened: { close(): Promise<void> }[] = [];

const { newPath } = temporaryFolder();

beforeEach(async () => {
  now = START;
  outcomes = [];
  path = newPath();
  mailbox = await Mailbox.start();
  store = await openStore();
  opened.push(mailbox);
});

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function openStore(): Promise<Store> {
  const another = await openSqliteStore({ path });
  opened.push(another);
  return another;
}

function senderOver(over: Store, changes: Partial<MailSenderDeps> = {}) {
  const transport = createSmtpTransport({ url: mailbox.url, from: 'noreply@social.example', fromName: 'Example' });
  opened.push(transport);
  const config = readConfig({ PUBLIC_URL: origin, SERVER_TITLE: 'Social Example' });
  return createMailSender({
    store: over,
    transport,
    render: mailRenderer(config),
    origin,
    now: () => now,
    randomSecret: () => randomBytes(32).toString('base64url'),
    report: (outcome) => outcomes.push(outcome),
    ...changes,
  });
}

async function addAccount(username = 'alice', facts: Partial<AccountFacts> = {}): Promise<Account> {
  const passwords = { hashPassword: async () => '$argon2id$' };
  const password = 'correct horse battery staple';
  const choice = { username, email: `${username}@example.org`, password };
  const made = await createAccount({ store, passwords, now: () => now }, choice);
  assert.equal(made.kind, 'created');
  const account = made.kind === 'created' ? made.account : undefined;
  return (await store.changeAccount(account?.id ?? '', facts)) ?? assert.fail();
}

const unconfirmed = factsOf('unconfirmed', START);

const queue = <Kind extends MailKind>(account: Account, kind: Kind, facts: MailFacts[Kind], to?: string) =>
  store.addMail({ ...mailTo(account, kind, facts, to), createdAt: now });

const lastOutcome = () => outcomes.at(-1)?.outcome;

describe('sending mails', () => {
  test('sends a mail with its link, and keeps nothing of it', async () => {
    const alice = await addAccount('alice', unconfirmed);
    await queue(alice, 'confirm email', {});
    await senderOver(store).sendDue();
    const mail = await mailbox.next('alice@example.org');
    assert.equal(mail.subject, 'Confirm your e-mail address for Social Example');
    assert.match(mail.text, /Hello @alice,/);
    assert.match(mail.text, /^https:\/\/social\.example\/auth\/confirmation\?confirmation_token=[\w-]{43}$/m);
    assert.deepEqual(await store.listMails({ limit: 10 }), []);
    assert.deepEqual(await store.countMails(), { waiting: 0, failed: 0 });
    assert.equal(lastOutcome(), 'sent');
  });

  const links: readonly (readonly [MailKind & TicketKind, string, number, Partial<Account>])[] = [
    ['confirm email', '/auth/confirmation?confirmation_token=', 7 * DAY, unconfirmed],
    ['change email', '/auth/email_change?email_change_token=', DAY, { unconfirmedEmail: 'new@example.org' }],
    ['reset password', '/auth/password/edit?reset_password_token=', 2 * HOUR, {}],
  ];
  for (const [kind, path, lifetime, change] of links) {
    test(`the link of a mail of kind '${kind}' is good once, for its time, and for the address it went to`, async () => {
      const { id } = await addAccount();
      const alice = (await store.changeAccount(id, change)) ?? assert.fail();
      const to = alice.unconfirmedEmail ?? alice.email;
      await queue(alice, kind, { authorization: 'pending' }, to);
      await senderOver(store).sendDue();
      const { links: found } = await mailbox.next(to);
      const link = found.find((one) => one.startsWith(`${origin}${path}`)) ?? '';
      const digest = digestOf(link.slice(`${origin}${path}`.length));
      assert.equal(await store.findTicket(kind, digest, now + lifetime), undefined, 'its time is over then');
      const ticket = await store.findTicket(kind, digest, now + lifetime - 1);
      assert.equal(ticket?.accountId, id);
      assert.deepEqual(ticket?.facts, { authorization: 'pending', email: to });
      const taken = await Promise.all([1, 2, 3].map(() => store.takeTicket(kind, digest, now)));
      assert.equal(taken.filter((one) => one !== undefined).length, 1);
    });
  }

  test('makes a link when it sends and not before: what waits holds no secret, and no digest of one', async () => {
    const alice = await addAccount();
    const secrets: string[] = [];
    await queue(alice, 'reset password', {});
    const sender = senderOver(store, {
      randomSecret: () => {
        secrets.push(randomBytes(32).toString('base64url'));
        return secrets.at(-1) ?? '';
      },
    });
    mailbox.failNext(1, 451);
    assert.deepEqual(secrets, []);
    await sender.sendDue();
    const [secret = ''] = secrets;
    const [waiting] = await store.listMails({ limit: 1 });
    assert.ok(!JSON.stringify(waiting).includes(secret) && !JSON.stringify(waiting).includes(digestOf(secret)));
  });

  test('writes in the language of the account', async () => {
    for (const [username, locale, greeting] of [
      ['bruno', 'de', /Hallo @bruno,/],
      ['dalal', 'ar', /مرحبًا \u2068@dalal\u2069،/],
      ['emile', 'fr', /Hello @emile,/],
    ] as const) {
      const { id } = await addAccount(username);
      const account = (await store.changeAccount(id, { locale })) ?? assert.fail();
      await queue(account, 'approved', {});
      await senderOver(store).sendDue();
      assert.match((await mailbox.next(account.email)).text, greeting);
    }
  });

  test('sends what is due, oldest first, and leaves what is not', async () => {
    const alice = await addAccount();
    await queue(alice, 'approved', {});
    now += HOUR;
    await store.addMail({ ...mailTo(alice, 'approved', {}, 'later@example.org'), createdAt: now + 1 });
    await senderOver(store).sendDue();
    assert.deepEqual(
      mailbox.all.map(({ to }) => to),
      ['alice@example.org'],
    );
    now += 1;
    await senderOver(store).sendDue();
    assert.equal(mailbox.all.length, 2);
  });

  test('goes to somebody whose account is gone when the mail is about that', async () => {
    const alice = await addAccount();
    await store.deleteAccount(alice.id, now);
    const farewell = mailTo(alice, 'account deleted', { username: 'alice' });
    await store.addMail({ ...farewell, accountId: undefined, createdAt: now });
    await senderOver(store).sendDue();
    assert.match((await mailbox.next('alice@example.org')).text, /Hello @alice,\n\nYour account was deleted/);
  });
});

describe('a mail that makes no sense any more is not sent', () => {
  test('about an account that is gone', async () => {
    const alice = await addAccount();
    await queue(alice, 'new sign-in', { browser: 'Firefox on Linux', address: '192.0.2.1' });
    await store.addMail({ ...mailTo({ ...alice, id: '1' }, 'approved', {}), createdAt: now });
    await store.deleteAccount(alice.id, now);
    await senderOver(store).sendDue();
    assert.equal(mailbox.connections, 0);
    assert.equal(lastOutcome(), 'moot');
    assert.deepEqual(await store.countMails(), { waiting: 0, failed: 0 });
  });

  test('to confirm an address that is confirmed, or that the account no longer has', async () => {
    const alice = await addAccount();
    await queue(alice, 'confirm email', {});
    const bob = await addAccount('bob', unconfirmed);
    await queue(bob, 'confirm email', {});
    await store.changeAccount(bob.id, { email: 'robert@example.org' });
    await senderOver(store).sendDue();
    assert.deepEqual(
      outcomes.map(({ outcome }) => outcome),
      ['moot', 'moot'],
    );
    assert.equal(mailbox.connections, 0);
  });

  test('to change to an address that is no longer wanted, or to reset at one that is no longer the account’s', async () => {
    const alice = await addAccount();
    await store.changeAccount(alice.id, { unconfirmedEmail: 'second@example.org' });
    await queue(alice, 'change email', {}, 'first@example.org');
    await queue(alice, 'reset password', {}, 'old@example.org');
    await queue(alice, 'reset password', {}, 'ALICE@example.org');
    await senderOver(store).sendDue();
    assert.deepEqual(
      mailbox.all.map(({ to }) => to),
      ['ALICE@example.org'],
    );
  });
});

describe('a failure', () => {
  test('for now is tried again after pauses that grow, and the mail arrives once, with one Message-ID', async () => {
    const alice = await addAccount();
    await queue(alice, 'approved', {});
    const sender = senderOver(store);
    const pauses: number[] = [];
    for (let tries = 0; tries < 9; tries += 1) {
      mailbox.failNext(1, 451, 'recipient', '<alice@example.org> is busy');
      await sender.sendDue();
      const [mail] = await store.listMails({ limit: 1 });
      assert.equal(mail?.attempts, tries + 1);
      assert.match(mail?.lastError ?? '', /RCPT TO with 451/);
      assert.ok(!mail?.lastError?.includes('alice@'), 'the log learns no address');
      pauses.push(((mail?.dueAt ?? 0) - now) / MINUTE);
      now = (mail?.dueAt ?? 0) - 1;
      await sender.sendDue();
      assert.equal(outcomes.length, tries + 1, 'not before its time');
      now += 1;
    }
    assert.deepEqual(pauses, [1, 3, 9, 27, 81, 243, 360, 360, 360]);
    await sender.sendDue();
    await sender.sendDue();
    assert.equal(mailbox.all.length, 1);
    assert.deepEqual(
      outcomes.map(({ outcome }) => outcome),
      [...Array(9).fill('delayed'), 'sent'],
    );
  });

  test('for good ends the mail at once, and the operator can see why (RFC 5321 §4.2.1)', async () => {
    const alice = await addAccount();
    await queue(alice, 'approved', {});
    mailbox.failNext(1, 550, 'recipient', 'no such mailbox');
    await senderOver(store).sendDue();
    assert.equal(lastOutcome(), 'given up');
    const [mail] = await store.listMails({ limit: 1 });
    assert.equal(mail?.failedAt, now);
    assert.match(mail?.lastError ?? '', /550 .*no such mailbox/);
    now += 30 * DAY;
    await senderOver(store).sendDue();
    assert.equal(mailbox.all.length, 0);
  });

  test('that lasts ends the mail after five days (RFC 5321 §4.5.4.1)', async () => {
    const alice = await addAccount();
    await queue(alice, 'approved', {});
    await mailbox.close();
    const sender = senderOver(store);
    for (let round = 0; round < 60 && lastOutcome() !== 'given up'; round += 1) {
      await sender.sendDue();
      now = Math.max(now, (await store.listMails({ limit: 1 }))[0]?.dueAt ?? 0);
    }
    assert.equal(lastOutcome(), 'given up');
    assert.ok(now - START <= 5 * DAY && now - START > 4.5 * DAY);
  });

  test('of one mail holds up no other', async () => {
    const alice = await addAccount();
    await store.addMail({ ...mailTo(alice, 'approved', {}, 'not an address'), createdAt: now });
    await queue(alice, 'approved', {});
    await senderOver(store).sendDue();
    assert.equal(mailbox.all.length, 1);
    assert.deepEqual(outcomes.map(({ outcome }) => outcome).sort(), ['given up', 'sent']);
  });

  test('of words that cannot be written is tried again like any other', async () => {
    const alice = await addAccount();
    await queue(alice, 'approved', {});
    const broken = senderOver(store, {
      render: () => {
        throw new Error('no words');
      },
    });
    await broken.sendDue();
    assert.equal(lastOutcome(), 'delayed');
    now += MINUTE;
    await senderOver(store).sendDue();
    assert.equal(mailbox.all.length, 1);
  });

  test('of a mail server that takes the mail and never answers leaves it to be tried again', async () => {
    const alice = await addAccount();
    await queue(alice, 'approved', {});
    mailbox.hang('message');
    const transport = createSmtpTransport({ url: mailbox.url, from: 'noreply@social.example', fromName: '' });
    const sending = senderOver(store, { transport }).sendDue();
    setTimeout(() => transport.close(), 200);
    await sending;
    assert.equal(lastOutcome(), 'delayed');
    mailbox.recover();
    now += MINUTE;
    await senderOver(store).sendDue();
    assert.equal(new Set(mailbox.all.map(({ messageId }) => messageId)).size, 1, 'a mailbox can tell them for one');
    assert.ok(mailbox.all.length >= 1);
  });

  test('to note that a mail was sent is tried again, so that it is not sent again', async () => {
    const alice = await addAccount();
    await queue(alice, 'approved', {});
    let failures = 2;
    const flaky = {
      ...storeMethods(),
      noteMailSent: async (id: string) => {
        failures -= 1;
        if (failures >= 0) throw new Error('database is locked');
        await store.noteMailSent(id);
      },
    };
    await senderOver(store, { store: flaky }).sendDue();
    now += DAY;
    await senderOver(store).sendDue();
    assert.equal(mailbox.all.length, 1);
  });

  test('of the storage is told to whoever asked to send', async () => {
    const broken = { ...storeMethods(), claimMail: () => Promise.reject(new Error('database is locked')) };
    await assert.rejects(senderOver(store, { store: broken }).sendDue(), /database is locked/);
  });
});

/** The store's methods, for stores that behave differently in one of them. */
function storeMethods(): MailSenderDeps['store'] {
  return {
    addMail: (mail) => store.addMail(mail),
    claimMail: (lease) => store.claimMail(lease),
    noteMailSent: (id) => store.noteMailSent(id),
    noteMailFailed: (id, failure) => store.noteMailFailed(id, failure),
    countMails: () => store.countMails(),
    oldestWaitingMail: () => store.oldestWaitingMail(),
    listMails: (page) => store.listMails(page),
    addTicket: (ticket) => store.addTicket(ticket),
    findAccount: (id) => store.findAccount(id),
  };
}

describe('a mail is sent once', () => {
  test('by senders of two processes that race for one database', async () => {
    const alice = await addAccount();
    for (let mail = 0; mail < 40; mail += 1) await queue(alice, 'approved', {}, `to${mail}@example.org`);
    const other = await openStore();
    await Promise.all([senderOver(store).sendDue(), senderOver(other).sendDue(), senderOver(other).sendDue()]);
    assert.equal(mailbox.all.length, 40);
    assert.equal(new Set(mailbox.all.map(({ to }) => to)).size, 40);
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'sent').length, 40);
  });

  test('after a crash between claim and sending, when the lease is over, and not before', async () => {
    const alice = await addAccount();
    await queue(alice, 'approved', {});
    const crashed = await openStore();
    assert.ok(await crashed.claimMail({ now, until: now + 5 * MINUTE }));
    now += 5 * MINUTE - 1;
    await senderOver(store).sendDue();
    assert.equal(mailbox.all.length, 0);
    now += 1;
    await senderOver(store).sendDue();
    assert.equal(mailbox.all.length, 1);
  });

  test('by a sender that is told to stop: it finishes what it began and begins nothing', async () => {
    const alice = await addAccount();
    for (let mail = 0; mail < 20; mail += 1) await queue(alice, 'approved', {}, `to${mail}@example.org`);
    const stop = new AbortController();
    const sender = senderOver(store, {
      report: (outcome) => {
        outcomes.push(outcome);
        stop.abort();
      },
    });
    await sender.sendDue(stop.signal);
    assert.ok(mailbox.all.length >= 1 && mailbox.all.length <= 4);
    assert.deepEqual(await store.countMails(), { waiting: 20 - mailbox.all.length, failed: 0 });
    await senderOver(store).sendDue();
    assert.equal(mailbox.all.length, 20);
  });
});
