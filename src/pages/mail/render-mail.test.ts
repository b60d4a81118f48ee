import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { ar } from '../messages/ar.ts';
import { de } from '../messages/de.ts';
import { en } from '../messages/en.ts';
import type { Messages } from '../messages/messages.ts';
import { siteWords } from '../site/words.ts';
import { mailFixtures, sampleSender } from './mail-fixtures.ts';
import type { MailView } from './mail-view.ts';
import { renderMail } from './render-mail.ts';

const secret = 'Zt6v0nR3cQ9yKx2mWq8sLd5uHf7jPa1bEo4iTg0hVYw';

const hrefsOf = (html: string) => [...html.matchAll(/ href="([^"]*)"/g)].map(([, href = '']) => href);
/** What a reader of the HTML sees, in one line. */
const seenIn = (html: string) =>
  html
    .replace(/<(title|style)\b.*?<\/\1>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');

for (const messages of [en, de, ar] as readonly Messages[]) {
  for (const [name, view] of Object.entries(mailFixtures)) {
    describe(`the mail ${name} in ${messages.lang}`, () => {
      const { subject, text, html } = renderMail(messages, sampleSender, view);

      it('has a subject of one line, that names the server', () => {
        assert.ok(subject.includes('Social Example'));
        assert.ok(subject.length <= 78 && !/[\r\n]/.test(subject), `${subject.length}`);
      });

      it('says the same in text and in HTML', () => {
        const seen = seenIn(html);
        for (const line of text.split('\n').filter((one) => one.trim() !== '' && one !== '-- ')) {
          const words = line.replace(/^- /, '').replace(/:$/, '').trim();
          const [label = '', value = ''] = words.split(': ');
          assert.ok(seen.includes(words) || (seen.includes(label) && seen.includes(value)), line);
        }
      });

      it('is a document in its language and direction', () => {
        assert.match(html, new RegExp(`^<!doctype html>\\n<html lang="${messages.lang}" dir="${messages.dir}">`));
      });

      it('loads nothing, runs nothing, asks for nothing', () => {
        assert.doesNotMatch(
          html,
          /<(img|script|link|iframe|form|input|video|object|embed|svg)\b|url\(|@import|\bon\w+=/i,
        );
        for (const href of hrefsOf(html)) assert.match(href, /^https:\/\/social\.example\//);
      });

      it('never says undefined, null or [object Object]', () => {
        for (const part of [subject, text, html]) assert.doesNotMatch(part, /undefined|null|\[object/);
      });

      it('has lines that can be read, and each link on a line of its own', () => {
        for (const line of text.split('\n')) {
          const isLink = /^https:\/\/social\.example\S*$/.test(line);
          assert.ok(isLink || line.length <= 78, line);
          assert.ok(isLink || !line.includes('https://'), line);
        }
      });

      it('has its secret in the link and nowhere else', () => {
        assert.ok(!subject.includes(secret) && !/<title>[^<]*Zt6v/.test(html));
        const uses = hrefsOf(html).filter((href) => href.endsWith(`token=${secret}`)).length;
        assert.equal(uses, 'link' in view.about ? 2 : 0);
        assert.equal(text.includes(secret), 'link' in view.about);
      });
    });
  }
}

test('every mail of a kind with a link says until when it works', () => {
  const { text } = renderMail(en, sampleSender, mailFixtures['reset-password'] as MailView);
  assert.match(text, /The link works once, until November 23, 2026 at 11:30\sAM UTC\./);
});

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</title></style><svg onload=alert(1)>',
  'x\r\nBcc: eve@example.org\r\n\r\nbody',
  '\u202Emoc.live\u202C',
  'ali\u200B\u2060ce\u00AD',
  '\0\u0007\uD800',
  'y'.repeat(5000),
  'https://evil.example/login',
];

/** The tags with their attributes' names. */
const skeleton = (html: string) => (html.replace(/="[^"]*"/g, '=""').match(/<[^>]*>/g) ?? []).join('\n');

for (const text of hostile) {
  test(`${JSON.stringify(text.slice(0, 40))} as any name changes no markup, adds no line and makes no link`, () => {
    const views = (name: string): readonly MailView[] => [
      { kind: 'app authorized', username: name, at: 0, about: { app: name, scopes: [name] } },
      { kind: 'new sign-in', username: name, at: 0, about: { browser: name, address: name } },
      { kind: 'second factor changed', username: name, at: 0, about: { change: name, name, left: 1 } },
      { kind: 'registration waits', username: name, at: 0, about: { applicantId: name, applicant: name } },
      { kind: 'password changed', username: name, at: 0, about: { how: name } },
    ];
    const harmless = views('x').map((view) => renderMail(en, sampleSender, view));
    for (const [index, view] of views(text).entries()) {
      const { subject, text: plain, html } = renderMail(en, sampleSender, view);
      assert.equal(skeleton(html), skeleton(harmless[index]?.html ?? ''));
      assert.equal(subject, harmless[index]?.subject, 'no stranger writes in a subject');
      for (const part of [plain, html]) {
        assert.doesNotMatch(part.replaceAll('\n', ''), /[\u202A-\u202E\u200B\u00AD]|\p{Cc}/u);
        assert.ok(!part.includes('https://evil.example'), 'no address that a program for mails would make a link of');
      }
      assert.doesNotMatch(plain, /^Bcc:/m);
    }
  });
}

test('a server whose name is nothing but invisible signs is called by its host', () => {
  const { subject, text } = renderMail(
    en,
    { ...sampleSender, name: '\u200B\u2060' },
    mailFixtures.approved as MailView,
  );
  assert.equal(subject, 'Welcome to social.example');
  assert.match(text, /^This mail is about the account @alice at social\.example\.$/m);
});

test('names that run from right to left are isolated, and others left as they are (UAX #9 §2.4)', () => {
  const of = (messages: Messages, app: string) =>
    renderMail(messages, sampleSender, { kind: 'app authorized', username: 'alice', at: 0, about: { app, scopes: [] } })
      .text;
  assert.ok(of(en, 'تطبيق').includes('\u2068تطبيق\u2069'));
  assert.ok(!of(en, 'Tusky').includes('\u2068'));
  assert.ok(of(ar, 'Tusky').includes('\u2068Tusky\u2069'));
});

test('every kind of mail has its words in every language, and each change of second factors its own', () => {
  for (const messages of [en, de, ar] as readonly Messages[]) {
    const { changes } = siteWords({ messages }).mail.secondFactorChanged;
    const leads = Object.keys(changes).map(
      (change) =>
        renderMail(messages, sampleSender, {
          kind: 'second factor changed',
          username: 'alice',
          at: 0,
          about: { change, name: undefined, left: undefined },
        }).text,
    );
    assert.equal(new Set(leads).size, Object.keys(changes).length);
  }
});
