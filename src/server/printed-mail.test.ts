import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { printedMail } from './printed-mail.ts';

const mail = {
  to: 'alice@example.org',
  subject: 'Hello',
  text: 'Open\n\n  https://a.example/x?y=1\n',
  html: '<p>no</p>',
};

test('printedMail() shows address, subject and text, so that the link can be opened', async () => {
  const stream = new PassThrough({ encoding: 'utf8' });
  const transport = printedMail(stream);
  await transport.send({ ...mail, messageId: '<1@a.example>' });
  const printed = String(stream.read());
  assert.match(printed, /To: alice@example\.org\nSubject: Hello\n\nOpen\n\n {2}https:\/\/a\.example\/x\?y=1\n/);
  assert.ok(!printed.includes('<p>'));
  await transport.close();
});

test('printedMail() lets nothing in a mail steer the terminal', async () => {
  const stream = new PassThrough({ encoding: 'utf8' });
  await printedMail(stream).send({
    ...mail,
    subject: 'a\u001b[2J\r\nSubject: b',
    text: '\u001b]0;title\u0007\u009b2J\rx',
    messageId: '<1@a.example>',
  });
  assert.doesNotMatch(String(stream.read()).replaceAll('\n', ''), /\p{Cc}/u);
});

test('printedMail() says when the stream takes nothing any more', async () => {
  const stream = new PassThrough();
  stream.destroy();
  stream.on('error', () => undefined);
  await assert.rejects(printedMail(stream).send({ ...mail, messageId: '<1@a.example>' }));
});
