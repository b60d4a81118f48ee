import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readSender, readSmtpUrl } from './smtp-settings.ts';

describe('SMTP_URL and MAIL_FROM', () => {
  test('are read with what they leave out', () => {
    assert.deepEqual(readSmtpUrl('smtp://mail.example'), {
      host: 'mail.example',
      port: undefined,
      secure: false,
      auth: undefined,
    });
    assert.deepEqual(readSmtpUrl('smtps://a%40b:c%23@[::1]:465/'), {
      host: '::1',
      port: 465,
      secure: true,
      auth: { user: 'a@b', pass: 'c#' },
    });
    assert.deepEqual(readSender('noreply@social.example', 'Example'), {
      name: 'Example',
      address: 'noreply@social.example',
    });
  });

  for (const url of [
    '',
    'mail.example:25',
    'http://mail.example',
    'smtp://',
    'smtp://s3cret@mail.example',
    'smtp://door:s3cret@mail.example/path',
    'smtp://door:s3cret#x@mail.example',
    'smtp://door:s3cret%zz@mail.example',
    'smtp://mail.example?tls.rejectUnauthorized=false',
  ]) {
    test(`${url || 'nothing'} is refused as an SMTP_URL, without a word of what it holds`, () => {
      assert.throws(
        () => readSmtpUrl(url),
        (error) => error instanceof RangeError && !String(error.stack).includes('s3cret'),
      );
    });
  }

  for (const from of ['', 'nobody', 'a@b.example, c@d.example', 'A <a@b.example>, c@d.example']) {
    test(`${JSON.stringify(from)} is refused as a MAIL_FROM`, () => {
      assert.throws(() => readSender(from, 'Example'), RangeError);
    });
  }
});
