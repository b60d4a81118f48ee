/** Nobody makes the server write to somebody else, or under headers of their own (CWE-93), through any field or fact. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { MailKind } from '../../src/accounts/ports.ts';
import { openForm, signedIn } from '../support/browsing.ts';
import type { ReceivedMail } from '../support/mailbox.ts';
import { TestBrowser } from '../support/test-browser.ts';
import { TestServer } from '../support/test-server.ts';

let server: TestServer;
before(async () => {
  server = await TestServer.start({ REGISTRATIONS: 'open' });
  await server.addAccount('alice');
});
after(() => server.close());

const EVIL = 'victim@evil.example';

/** Addresses that would be two, or more than an address, if anybody took them apart carelessly. */
const nastyAddresses = [
  `a@mail.example\r\nBcc: ${EVIL}`,
  `a@mail.example\nBcc: ${EVIL}`,
  `a@mail.example\r${EVIL}`,
  `a@mail.example,${EVIL}`,
  `a@mail.example;${EVIL}`,
  `a@mail.example ${EVIL}`,
  `"a" <${EVIL}>, b@mail.example`,
  `<${EVIL}>`,
  `a@mail.example\u2028Bcc: ${EVIL}`,
  `a@mail.example\0${EVIL}`,
  `a@mail.example%0d%0aBcc:${EVIL}@`,
  `a@mail.example>\r\nRCPT TO:<${EVIL}>\r\nDATA`,
] as const;

/** Every form that takes an address, and how it is sent. */
const forms: Readonly<Record<string, (email: string, index: number) => Promise<Response>>> = {
  'signing up': async (email, index) => {
    const browser = new TestBrowser(server);
    const form = await openForm(browser, '/auth/sign_up', '/auth');
    const password = 'an ostrich counts violet umbrellas';
    return browser.submit(form, { username: `evil_${index}`, email, password, agreement: '1' });
  },
  'signing up through an app': async (email, index) => {
    const token = await server.appToken(await server.registerApp(), 'write');
    const password = 'an ostrich counts violet umbrellas';
    const fields = { username: `evil_app_${index}`, email, password, agreement: 'true', locale: 'en' };
    return server.post('/api/v1/accounts', fields, { Authorization: `Bearer ${token}` });
  },
  'asking for the confirmation mail': async (email) => {
    const browser = new TestBrowser(server);
    return browser.submit(await openForm(browser, '/auth/confirmation/new', '/auth/confirmation'), { email });
  },
  'naming a new address': async (email) => {
    const browser = await signedIn(server);
    const path = '/settings/account/email';
    return browser.submit(await openForm(browser, path, path), { email });
  },
  'asking for a new password': async (login) => {
    const browser = new TestBrowser(server);
    return browser.submit(await openForm(browser, '/auth/password/new', '/auth/password'), { login });
  },
};

describe('an address that is more than one', () => {
  for (const [name, send] of Object.entries(forms)) {
    test(`is not written to: ${name}`, async () => {
      for (const [index, email] of nastyAddresses.entries()) {
        const response = await send(email, index);
        assert.ok(response.status < 500, `${email}: ${response.status}`);
      }
      await server.sendMails();
      const mails = (await server.mailbox()).all;
      for (const mail of mails) assert.doesNotMatch(mail.source, /evil\.example/);
      assert.deepEqual(await server.store.listMails({ limit: 9 }), []);
    });
  }
});

/** Text as strangers choose it for their names. */
const NASTY = `X\r\nBcc: ${EVIL}\r\n\r\n<script>alert(1)</script>\u202e\u200bhttps://evil.example/`;

/** The facts of each kind that has any, first as they should be and then as a stranger would like them. */
const facts: Readonly<Record<MailKind, (text: string) => Readonly<Record<string, string | number>>>> = {
  'confirm email': () => ({}),
  'address known': () => ({}),
  'change email': () => ({}),
  'email changed': () => ({}),
  'reset password': () => ({}),
  'password changed': () => ({ how: 'changed' }),
  'new sign-in': (text) => ({ browser: text, address: text }),
  'app authorized': (text) => ({ app: text, scopes: `read ${text}` }),
  'second factor changed': (text) => ({ change: 'passkey added', name: text }),
  'registration waits': (text) => ({ applicantId: '7', username: text }),
  approved: () => ({}),
  rejected: (text) => ({ username: text }),
  'account deleted': (text) => ({ username: text }),
};

/** What a mail is made of: the names of its headers, and how many parts follow. */
function shapeOf({ source }: ReceivedMail): { readonly headers: readonly string[]; readonly parts: number } {
  const [head = '', ...rest] = source.split('\r\n\r\n');
  const headers = [...head.matchAll(/^([A-Za-z-]+):/gm)].map(([, name = '']) => name.toLowerCase());
  return { headers, parts: rest.join('\r\n\r\n').match(/^--.+\r\nContent-Type:/gm)?.length ?? 0 };
}

describe('whatever a stranger is called', () => {
  for (const kind of Object.keys(facts) as MailKind[]) {
    test(`${kind}: has the headers, the recipient and the parts of any other mail of its kind`, async () => {
      const state = kind === 'confirm email' ? 'unconfirmed' : 'active';
      const username = `reader_${kind.replaceAll(/[^a-z]/g, '_')}`;
      const account = await server.addAccount(username);
      await server.setState(account, state);
      const to = kind === 'change email' ? `new_${account.email}` : account.email;
      if (kind === 'change email') await server.store.changeAccount(account.id, { unconfirmedEmail: to });
      const receive = async (text: string): Promise<ReceivedMail> => {
        const mail = { kind, accountId: account.id, to, locale: 'en', facts: facts[kind](text) };
        await server.store.addMail({ ...mail, createdAt: server.now() });
        return server.nextMail(to, kind);
      };
      const plain = await receive('An ordinary name');
      const nasty = await receive(NASTY);
      assert.deepEqual(shapeOf(nasty), shapeOf(plain));
      assert.ok(shapeOf(plain).headers.includes('subject'));
      assert.equal(shapeOf(plain).parts, 2);
      const [head = ''] = nasty.source.split('\r\n\r\n');
      assert.doesNotMatch(head, /^(?:bcc|cc|reply-to):/im);
      assert.doesNotMatch(head, /evil\.example/);
      assert.equal(nasty.headers.to, plain.headers.to);
      assert.doesNotMatch(nasty.subject, /[\r\n\u202e\u200b]/);
      assert.doesNotMatch(nasty.html, /<script/i);
      assert.doesNotMatch(nasty.text + nasty.html, /[\u202e\u200b]/);
      // Programs that show mails make links of addresses: a stranger's must not become one.
      assert.deepEqual(
        nasty.links.filter((link) => link.includes('evil.example')),
        [],
      );
    });
  }

  test('nobody but the reader got any of these mails', async () => {
    for (const mail of (await server.mailbox()).all) assert.match(mail.to, /^(?:new_)?reader_[a-z_]+@example\.org$/);
  });
});
