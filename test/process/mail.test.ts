import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { mailTo } from '../../src/accounts/mail/mail-to.ts';
import { digestOf } from '../../src/protocol/secret.ts';
import { Mailbox } from '../support/mailbox.ts';
import { RunningServer } from '../support/running-server.ts';

const auth = { user: 'door', password: 'the-password-of-smtp' };

/** Queues a mail with a link while the server is down; it is sent when it starts. */
async function queueReset(server: RunningServer): Promise<void> {
  await server.withStore(async (store) => {
    const alice = await store.findAccountByUsername('alice');
    assert.ok(alice);
    await store.addMail({ ...mailTo(alice, 'reset password', {}), createdAt: Date.now() });
  });
}

describe('mail of the standalone server', () => {
  let mailbox: Mailbox;
  let server: RunningServer;

  before(async () => {
    mailbox = await Mailbox.start({ auth });
    server = await RunningServer.start({ SMTP_URL: mailbox.url, MAIL_FROM: 'The Door <door@social.example>' });
    await server.addAccount('alice');
  });
  after(async () => {
    await server.dispose();
    await mailbox.close();
  });

  test('goes out over SMTP in the name of MAIL_FROM, with a link that is good once', async () => {
    await server.stop();
    await queueReset(server);
    await server.restart();
    const mail = await mailbox.next('alice@example.org');
    assert.deepEqual(mail.from, { address: 'door@social.example', name: 'The Door' });
    const secret = new URL(mail.links[0] ?? '').searchParams.get('reset_password_token') ?? '';
    const take = () => server.withStore((store) => store.takeTicket('reset password', digestOf(secret), Date.now()));
    const [one, other] = [await take(), await take()];
    assert.equal(one?.facts.email, 'alice@example.org');
    assert.equal(other, undefined);
    await server.stop();
    assert.ok(!(server.stdout + server.stderr).includes(secret), 'the link is in the mail and nowhere else');
    assert.ok(server.log.some(({ msg, kind }) => msg === 'mail sent' && kind === 'reset password'));
  });

  test('survives kill -9 between claim and sending, and arrives once', async () => {
    await server.stop();
    mailbox.hang('recipient');
    await queueReset(server);
    const already = mailbox.connections;
    await server.restart();
    while (mailbox.connections === already) await sleep(10);
    await server.kill();
    const [waiting] = await server.withStore((store) => store.listMails({ limit: 5 }));
    assert.equal(waiting?.attempts, 1);
    assert.ok(waiting.dueAt > Date.now(), 'nobody else has it before the lease is over');
    mailbox.recover();
    // The end of the lease, five minutes early.
    const failure = { at: Date.now(), error: 'killed', retryAt: Date.now() };
    await server.withStore((store) => store.noteMailFailed(waiting.id, failure));
    await server.restart();
    await mailbox.next('alice@example.org');
    await server.stop();
    assert.equal(mailbox.to('alice@example.org').length, 2, 'one of this test, one of the test before');
    assert.deepEqual(await server.withStore((store) => store.countMails()), { waiting: 0, failed: 0 });
  });

  test('does not keep the server from stopping, and waits for the next start', async () => {
    await server.stop();
    mailbox.hang('recipient');
    await queueReset(server);
    const already = mailbox.connections;
    await server.restart();
    while (mailbox.connections === already) await sleep(10);
    const start = performance.now();
    assert.deepEqual(await server.stop(), { code: 0, signal: null });
    assert.ok(performance.now() - start < 9500);
    assert.deepEqual(await server.withStore((store) => store.countMails()), { waiting: 1, failed: 0 });
    mailbox.recover();
  });

  test('never lets the password of SMTP_URL out, right or wrong', async () => {
    const wrong = await RunningServer.start({ SMTP_URL: mailbox.url.replace('the-password', 'a-wrong-password') });
    await wrong.addAccount('alice');
    await wrong.stop();
    await queueReset(wrong);
    await wrong.restart();
    while (!wrong.stdout.includes('could not be sent')) await sleep(20);
    await wrong.stop();
    const told = wrong.stdout + wrong.stderr + server.stdout + server.stderr;
    assert.match(told, /refused the name or password of SMTP_URL/);
    for (const secret of ['a-wrong-password-of-smtp', auth.password]) {
      assert.ok(!told.includes(secret));
      assert.ok(!told.includes(Buffer.from(`\0${auth.user}\0${secret}`).toString('base64')));
    }
    await wrong.dispose();
  });
});

test('mail is printed for the operator who tries the server out, beside the log and not in it', async () => {
  const server = await RunningServer.start();
  try {
    await server.addAccount('alice');
    await server.stop();
    await queueReset(server);
    await server.restart();
    while (!server.lastStderr.includes('Questions') && !server.lastStderr.includes('This mail is about'))
      await sleep(20);
    const link = /http:\S+reset_password_token=\S+/.exec(server.lastStderr)?.[0] ?? '';
    const secret = new URL(link).searchParams.get('reset_password_token') ?? '';
    const found = await server.withStore((store) => store.findTicket('reset password', digestOf(secret), Date.now()));
    assert.ok(found);
    await server.stop();
    assert.ok(!server.stdout.includes(secret));
  } finally {
    await server.dispose();
  }
});
