import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mailbox } from '../../../test/support/mailbox.ts';
import { readConfig } from '../../server/config.ts';
import { checkMail } from './check-mail.ts';

const auth = { user: 'door', password: 's3cret' };

test('checkMail() says hello to the mail server, signs in, and sends nothing', async () => {
  const mailbox = await Mailbox.start({ auth });
  const { level, words } = await checkMail(readConfig({ SMTP_URL: mailbox.url, MAIL_FROM: 'door@social.example' }));
  await mailbox.close();
  assert.equal(level, 'ok');
  assert.match(words, /^127\.0\.0\.1:\d+ takes mails from door@social\.example\.$/);
  assert.deepEqual([mailbox.connections, mailbox.all.length], [1, 0]);
});

test('checkMail() finds a wrong password and does not repeat it', async () => {
  const mailbox = await Mailbox.start({ auth: { user: 'door', password: 'another' } });
  const url = mailbox.url.replace('another', 's3cret');
  const { level, words } = await checkMail(readConfig({ SMTP_URL: url }));
  await mailbox.close();
  assert.equal(level, 'problem');
  assert.match(words, /refused the name or password of SMTP_URL/);
  assert.ok(!words.includes('s3cret'));
});

test('checkMail() finds a mail server that is not there', async () => {
  const mailbox = await Mailbox.start();
  await mailbox.close();
  const { level, words } = await checkMail(readConfig({ SMTP_URL: mailbox.url }));
  assert.equal(level, 'problem');
  assert.match(words, /ECONNREFUSED\. Check SMTP_URL/);
});

test('checkMail() warns a server that people use of having no mail, and lets others be', async () => {
  assert.equal((await checkMail(readConfig({ PUBLIC_URL: 'https://social.example' }))).level, 'warning');
  assert.equal((await checkMail(readConfig({}))).level, 'ok');
});
