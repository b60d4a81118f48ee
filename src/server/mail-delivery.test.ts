import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Mailbox } from '../../test/support/mailbox.ts';
import type { MailOutcome } from '../accounts/mail/mail-sender.ts';
import { MailRefused, type MailTransport } from '../accounts/mail/mail-transport.ts';
import { openSqliteStore } from '../storage/sqlite/open-sqlite-store.ts';
import { temporaryFolder } from '../storage/sqlite/testing/temporary-folder.ts';
import type { FullStore } from '../storage/store.ts';
import { readConfig } from './config.ts';
import { type MailDelivery, startMailDelivery } from './mail-delivery.ts';
import { composeMailSender, openMailTransport } from './open-mail.ts';

const { newPath } = temporaryFolder();

let mailbox: Mailbox;
let store: FullStore;
let outcomes: MailOutcome[];
let errors: unknown[];
let delivery: MailDelivery | undefined;

beforeEach(async () => {
  mailbox = await Mailbox.start();
  store = await openSqliteStore({ path: newPath() });
  outcomes = [];
  errors = [];
});

afterEach(async () => {
  await delivery?.close();
  await store.close();
  await mailbox.close();
});

async function start(over: FullStore = store): Promise<void> {
  const config = readConfig({ SMTP_URL: mailbox.url });
  const transport: MailTransport = await openMailTransport(config, new PassThrough());
  const report = (outcome: MailOutcome) => outcomes.push(outcome);
  const sender = composeMailSender({ config, store: over, transport, now: Date.now, report });
  delivery = startMailDelivery({ sender, transport, onError: (error) => errors.push(error) });
}

const queue = (to: string) =>
  store.addMail({ kind: 'approved', accountId: undefined, to, locale: undefined, facts: {}, createdAt: Date.now() });

test('sends what waited from before the start', async () => {
  await queue('early@example.org');
  await start();
  await mailbox.next('early@example.org');
});

test('sends at once what is queued while it sleeps, and while it works', async () => {
  await start();
  await queue('one@example.org');
  delivery?.wake();
  await mailbox.next('one@example.org');
  mailbox.hang('recipient');
  await queue('two@example.org');
  delivery?.wake();
  await sleep(50);
  for (const name of ['three', 'four', 'five', 'six']) {
    await queue(`${name}@example.org`);
    delivery?.wake();
  }
  mailbox.recover();
  for (const name of ['two', 'three', 'four', 'five', 'six']) await mailbox.next(`${name}@example.org`);
  assert.equal(mailbox.all.length, 6);
});

test('goes on after the storage could not be used', async () => {
  let isBroken = true;
  const flaky = new Proxy(store, {
    get(target, name, receiver) {
      if (name === 'claimMail' && isBroken) return () => Promise.reject(new Error('database is locked'));
      const member = Reflect.get(target, name, receiver);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  await queue('patient@example.org');
  await start(flaky);
  await sleep(50);
  assert.match(String(errors[0]), /database is locked/);
  isBroken = false;
  delivery?.wake();
  await mailbox.next('patient@example.org');
});

test('closing lets a mail arrive that is on its way, and sends no other', async () => {
  await start();
  mailbox.hang('message');
  await queue('last@example.org');
  delivery?.wake();
  while (mailbox.connections === 0) await sleep(10);
  await sleep(100);
  const closed = delivery?.close();
  await queue('never@example.org');
  delivery?.wake();
  setTimeout(() => mailbox.recover(), 100);
  await closed;
  assert.deepEqual(
    outcomes.map(({ outcome }) => outcome),
    ['sent'],
  );
  assert.deepEqual(
    mailbox.all.map(({ to }) => to),
    ['last@example.org'],
  );
  assert.equal((await store.countMails()).waiting, 1);
});

test('closing cuts off a mail server that never answers, and keeps the mail', async () => {
  await start();
  mailbox.hang('recipient');
  await queue('stuck@example.org');
  delivery?.wake();
  while (mailbox.connections === 0) await sleep(10);
  const begin = performance.now();
  await delivery?.close();
  assert.ok(performance.now() - begin < 9000);
  assert.deepEqual(
    outcomes.map(({ outcome }) => outcome),
    ['delayed'],
  );
  assert.equal((await store.countMails()).waiting, 1);
});

test('without SMTP_URL mails are printed where somebody tries the server out', async () => {
  const terminal = new PassThrough({ encoding: 'utf8' });
  const transport = await openMailTransport(readConfig({}), terminal);
  await transport.send({ to: 'a@example.org', subject: 'Hello', text: 'Words', html: '', messageId: '<1@a>' });
  assert.match(String(terminal.read()), /To: a@example\.org\nSubject: Hello\n\nWords/);
});

test('without SMTP_URL a server that people use sends and prints nothing, and says why', async () => {
  const terminal = new PassThrough({ encoding: 'utf8' });
  const transport = await openMailTransport(readConfig({ PUBLIC_URL: 'https://social.example' }), terminal);
  const mail = { to: 'a@example.org', subject: 'Hello', text: 'secret link', html: '', messageId: '<1@a>' };
  await assert.rejects(transport.send(mail), (error) => {
    assert.ok(error instanceof MailRefused);
    assert.match(error.message, /SMTP_URL is not set/);
    return true;
  });
  assert.equal(terminal.read(), null);
  await transport.close();
});
