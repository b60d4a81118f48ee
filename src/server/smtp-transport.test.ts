import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { Mailbox, type MailboxOptions } from '../../test/support/mailbox.ts';
import { MailRefused, type OutgoingMail } from '../accounts/mail/mail-transport.ts';
import { createSmtpTransport, type SmtpTransport } from './smtp-transport.ts';

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

const mail: OutgoingMail = {
  to: 'alice@example.org',
  subject: 'Grüße – أهلاً',
  text: 'Hello,\n\nhttps://social.example/auth/confirmation?confirmation_token=abc\n',
  html: '<p>Hello, <a href="https://social.example/a?b=1&amp;c=2">open</a></p>',
  messageId: '<1.abc@social.example>',
};

async function start(options: MailboxOptions = {}, url?: (mailbox: Mailbox) => string) {
  const mailbox = await Mailbox.start(options);
  opened.push(mailbox);
  const transport = transportTo(url?.(mailbox) ?? mailbox.url);
  return { mailbox, transport };
}

function transportTo(url: string, from = 'noreply@social.example'): SmtpTransport {
  const transport = createSmtpTransport({ url, from, fromName: 'Example' });
  opened.push(transport);
  return transport;
}

describe('the SMTP transport', () => {
  test('sends text and HTML, and words of any script, as given', async () => {
    const { mailbox, transport } = await start();
    await transport.send(mail);
    const got = await mailbox.next('alice@example.org');
    assert.equal(got.subject, mail.subject);
    assert.equal(got.text.trim(), mail.text.trim());
    assert.equal(got.html.trim(), mail.html);
    assert.equal(got.messageId, '<1.abc@social.example>');
    assert.deepEqual(got.from, { address: 'noreply@social.example', name: 'Example' });
    assert.equal(got.envelopeFrom, 'noreply@social.example');
    assert.equal(got.toHeader, 'alice@example.org');
    assert.match(got.headers['content-type'] ?? '', /^multipart\/alternative/);
    assert.deepEqual(got.links, [
      'https://social.example/auth/confirmation?confirmation_token=abc',
      'https://social.example/a?b=1&c=2',
    ]);
  });

  test('says that no machine should answer (RFC 3834 §5)', async () => {
    const { mailbox, transport } = await start();
    await transport.send(mail);
    const { headers } = await mailbox.next('alice@example.org');
    assert.equal(headers['auto-submitted'], 'auto-generated');
    assert.equal(headers['x-auto-response-suppress'], 'All');
  });

  test('takes the name of the sender from MAIL_FROM when it has one', async () => {
    const { mailbox } = await start();
    await transportTo(mailbox.url, '"The Door, Inc." <door@social.example>').send(mail);
    const { from } = await mailbox.next('alice@example.org');
    assert.deepEqual(from, { address: 'door@social.example', name: 'The Door, Inc.' });
  });

  test('signs in with the name and password of the URL, whatever signs they have', async () => {
    const auth = { user: 'door@social.example', password: 'p@ss:w/rd #1%' };
    const { mailbox, transport } = await start({ auth });
    await transport.check();
    await transport.send(mail);
    assert.equal((await mailbox.next('alice@example.org')).subject, mail.subject);
  });

  test('lets an international address through where the server can (RFC 6531)', async () => {
    const { mailbox, transport } = await start();
    await transport.send({ ...mail, to: 'jörg+x@bücher.example' });
    assert.equal(mailbox.all.length, 1);
    assert.match(mailbox.all[0]?.to ?? '', /^jörg\+x@(bücher|xn--bcher-kva)\.example$/);
  });
});

describe('what a mail cannot smuggle in', () => {
  for (const [what, subject] of [
    ['CR LF', 'Hi\r\nBcc: eve@example.org\r\nX-Evil: 1'],
    ['LF', 'Hi\nBcc: eve@example.org'],
    ['CR', 'Hi\rBcc: eve@example.org'],
    ['an empty line', 'Hi\r\n\r\n<b>another body</b>'],
    ['NUL and escape', 'Hi\u0000\u001b[2J'],
    ['a thousand signs without a blank', 'x'.repeat(1000)],
    ['a thousand letters of another script', 'ش'.repeat(1000)],
  ] as const) {
    test(`${what} in a subject makes no header and no recipient (RFC 5322 §2.2)`, async () => {
      const { mailbox, transport } = await start();
      await transport.send({ ...mail, subject });
      const got = await mailbox.next('alice@example.org');
      assert.equal(mailbox.all.length, 1);
      assert.equal(got.headers.bcc, undefined);
      assert.equal(got.headers['x-evil'], undefined);
      assert.equal(got.text.trim(), mail.text.trim());
      const [head = ''] = got.source.split('\r\n\r\n');
      assert.ok(head.split('\r\n').every((line) => line.length <= 998 && !/[\r\n\0]/.test(line)));
      assert.doesNotMatch(got.subject, /\p{Cc}/u);
    });
  }

  for (const to of [
    'alice@example.org, eve@example.org',
    'alice@example.org\r\nRCPT TO:<eve@example.org>',
    'alice@example.org\nBcc: eve@example.org',
    'alice@example.org> <eve@example.org',
    'group: alice@example.org, eve@example.org;',
    '"alice" <eve@example.org>',
    'alice@example.org eve@example.org',
    'alice@example.org@evil.example',
    '',
    'alice',
  ]) {
    test(`${JSON.stringify(to)} is not one address and reaches nobody`, async () => {
      const { mailbox, transport } = await start();
      await assert.rejects(transport.send({ ...mail, to }), MailRefused);
      assert.equal(mailbox.connections, 0);
    });
  }

  test('a name of the sender with line breaks makes no header', async () => {
    const { mailbox } = await start();
    const from = { url: mailbox.url, from: 'noreply@social.example', fromName: 'Ex\r\nBcc: eve@example.org\r\n' };
    const transport = createSmtpTransport(from);
    opened.push(transport);
    await transport.send(mail);
    const got = await mailbox.next('alice@example.org');
    assert.equal(got.headers.bcc, undefined);
    assert.deepEqual(got.from, { address: 'noreply@social.example', name: 'Ex Bcc: eve@example.org' });
  });

  test('a message id with a line break makes no header', async () => {
    const { mailbox, transport } = await start();
    await transport.send({ ...mail, messageId: '<a@b.example>\r\nBcc: eve@example.org' });
    assert.equal((await mailbox.next('alice@example.org')).headers.bcc, undefined);
  });

  test('a path in a text or an HTML reads no file', async () => {
    const { mailbox, transport } = await start();
    await transport.send({ ...mail, text: '/etc/hostname', html: '<img src="/etc/hostname">' });
    const got = await mailbox.next('alice@example.org');
    assert.equal(got.text.trim(), '/etc/hostname');
    assert.equal(got.html.trim(), '<img src="/etc/hostname">');
  });

  test('a line that is one dot does not end the message (RFC 5321 §4.5.2)', async () => {
    const { mailbox, transport } = await start();
    await transport.send({ ...mail, text: 'one\n.\nMAIL FROM:<eve@example.org>\n' });
    assert.match((await mailbox.next('alice@example.org')).text, /one\n\.\nMAIL FROM/);
    assert.equal(mailbox.all.length, 1);
  });
});

describe('a failure of the SMTP server', () => {
  for (const [stage, code] of [
    ['recipient', 450],
    ['recipient', 421],
    ['recipient', 530],
    ['message', 451],
    ['connection', 554],
    ['connection', 421],
  ] as const) {
    test(`${code} for the ${stage} may be over later (RFC 5321 §4.2.1)`, async () => {
      const { mailbox, transport } = await start();
      mailbox.failNext(1, code, stage);
      await assert.rejects(transport.send(mail), (error) => {
        assert.ok(error instanceof Error && !(error instanceof MailRefused));
        assert.match(error.message, new RegExp(`${code}`));
        return true;
      });
      await transport.send(mail);
      assert.equal(mailbox.all.length, 1);
    });
  }

  for (const [stage, code] of [
    ['recipient', 550],
    ['recipient', 553],
    ['message', 554],
    ['message', 552],
  ] as const) {
    test(`${code} for the ${stage} is for good (RFC 5321 §4.2.1)`, async () => {
      const { mailbox, transport } = await start();
      mailbox.failNext(1, code, stage, 'no such person');
      await assert.rejects(transport.send(mail), (error) => {
        assert.ok(error instanceof MailRefused);
        assert.match(error.message, new RegExp(`${code} .*no such person`));
        return true;
      });
      assert.equal(mailbox.all.length, 0);
    });
  }

  test('an error repeats no address, whatever the server says', async () => {
    const { mailbox, transport } = await start();
    mailbox.failNext(1, 550, 'recipient', '5.1.1 <alice@example.org>: unknown');
    await assert.rejects(transport.send(mail), (error) => !String(error).includes('alice@'));
  });

  test('a server that nobody can reach may be back later', async () => {
    const { mailbox, transport } = await start();
    await mailbox.close();
    await assert.rejects(transport.send(mail), /cannot be used: E[A-Z]+/);
    await assert.rejects(transport.check(), /cannot be used: ECONNREFUSED/);
  });

  test('a wrong password may be put right, and no error tells it', async () => {
    const auth = { user: 'door', password: 'right' };
    const { mailbox, transport } = await start({ auth }, ({ url }) => url.replace('right', 's3cret-wr0ng'));
    for (const attempt of [transport.send(mail), transport.check()]) {
      await assert.rejects(attempt, (error) => {
        assert.ok(error instanceof Error && !(error instanceof MailRefused));
        assert.match(error.message, /refused the name or password of SMTP_URL/);
        const told = JSON.stringify([error, error.message, error.stack, Object.entries(error), error.cause]);
        assert.ok(!told.includes('s3cret-wr0ng'));
        assert.ok(!told.includes(Buffer.from('\0door\0s3cret-wr0ng').toString('base64')));
        return true;
      });
    }
    assert.equal(mailbox.all.length, 0);
  });

  test('a certificate that nobody vouches for is not trusted', async () => {
    const { mailbox, transport } = await start({ startTls: true });
    await assert.rejects(transport.send(mail), /cannot be used/);
    assert.equal(mailbox.all.length, 0);
  });

  test('closing cuts off a mail that hangs', async () => {
    const { mailbox, transport } = await start();
    mailbox.hang('recipient');
    const sending = transport.send(mail);
    setTimeout(() => transport.close(), 50);
    await assert.rejects(sending, (error) => !(error instanceof MailRefused));
  });

  test('a password goes to another machine encrypted or not at all', async () => {
    const auth = { user: 'door', password: 'secret' };
    // 0.0.0.0 leads here, but is not known as this machine.
    const { mailbox, transport } = await start({ auth }, ({ url }) => url.replace('127.0.0.1', '0.0.0.0'));
    await assert.rejects(transport.send(mail), /cannot be used|answered/);
    assert.equal(mailbox.connections, 1);
    assert.equal(mailbox.all.length, 0);
  });
});
