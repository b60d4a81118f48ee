import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { signedIn } from '../../../test/support/browsing.ts';
import { linksOf, textOf } from '../../../test/support/read-page.ts';
import { formsOf, type PageForm, TestBrowser } from '../../../test/support/test-browser.ts';
import { PASSWORD, TestServer } from '../../../test/support/test-server.ts';
import { moderationActs } from '../../accounts/moderation/moderation-rules.ts';
import type { Account, AccountRole } from '../../accounts/ports.ts';
import { testAccount } from '../../accounts/test-account.ts';
import { accountKey, loginKey, tokenKey } from '../../http/limits/limit-keys.ts';
import { rateLimits } from '../../http/rate-limiter.ts';
import { en } from '../../pages/site/words/en.ts';
import type { AccountState } from '../../protocol/person.ts';
import { digestOf } from '../../protocol/secret.ts';
import { actName } from './account.ts';

const roles = ['user', 'moderator', 'admin', 'owner'] as const;

let server: TestServer;
let serial = 0;
const browsers = new Map<AccountRole, TestBrowser>();
const people = new Map<AccountRole, Account>();

before(async () => {
  server = await TestServer.start({ REGISTRATIONS: 'approval', MINIMUM_AGE: '16', RATE_LIMIT_FACTOR: '1000' });
  for (const role of roles) {
    people.set(role, await server.addAccount(`the_${role}`, { role }));
    browsers.set(role, await signedIn(server, `the_${role}`));
  }
});
after(async () => {
  assert.deepEqual(
    server.answered.filter(({ error }) => error !== undefined),
    [],
  );
  await server.close();
});
beforeEach(() => {
  server.clockOffset = 0;
});

/** Nobody signs in to these. */
async function add(options: Partial<Account> & { readonly state?: AccountState } = {}): Promise<Account> {
  serial += 1;
  const names = { username: `person${serial}`, email: `person${serial}@example.org` };
  return server.store.addAccount(testAccount({ ...names, ...options }));
}

const as = (role: AccountRole) => browsers.get(role) as TestBrowser;
const pathOf = (account: Pick<Account, 'id'>, rest = '') => `/admin/accounts/${account.id}${rest}`;

async function open(role: AccountRole, path: string) {
  const response = await as(role).get(path);
  const html = await response.text();
  return { status: response.status, location: response.headers.get('location'), html, text: textOf(html) };
}

const formTo = (html: string, action: string): PageForm => {
  const form = formsOf(html).find((other) => other.action === action);
  if (form === undefined) throw new Error(`There is no form for ${action}`);
  return form;
};

/** Presses the button on the page of an act; where the answer leads, or its status. */
async function act(role: AccountRole, account: Account, name: string, values: Readonly<Record<string, string>> = {}) {
  const page = await open(role, pathOf(account, `/${name}`));
  const response = await as(role).submit(formTo(page.html, pathOf(account, `/${name}`)), values);
  return { status: response.status, location: response.headers.get('location'), text: textOf(await response.text()) };
}

describe('who sees the pages of the administration', () => {
  const pages = [
    ['/admin', 'moderator'],
    ['/admin/accounts', 'moderator'],
    ['/admin/accounts/:id', 'moderator'],
    ['/admin/accounts/:id/suspend', 'moderator'],
    ['/admin/accounts/:id/change_role', 'admin'],
    ['/admin/accounts/:id/sign_out_everywhere', 'admin'],
    ['/admin/apps', 'admin'],
    ['/admin/apps/:app', 'admin'],
    ['/admin/apps/:app/delete', 'admin'],
    ['/admin/invites', 'admin'],
    ['/admin/limits', 'admin'],
    ['/admin/housekeeping', 'admin'],
  ] as const;

  test('each role, as the table of rights has it; everybody else finds no such page', async () => {
    const target = await add();
    const app = await server.registerApp({ name: 'Seen' });
    for (const [path, needed] of pages) {
      for (const role of roles) {
        const { status } = await open(role, path.replace(':id', target.id).replace(':app', app.id));
        assert.equal(status, roles.indexOf(role) >= roles.indexOf(needed) ? 200 : 404, `${role} ${path}`);
      }
    }
  });

  test('who is not signed in is led to sign in, and tells nothing from the answer', async () => {
    const target = await add();
    for (const path of ['/admin', '/admin/accounts/1', pathOf(target), '/admin/apps/1', '/admin/housekeeping']) {
      const response = await new TestBrowser(server).get(path);
      assert.deepEqual([response.status, response.headers.get('location')], [302, '/auth/sign_in'], path);
    }
  });

  test('staff whose own account cannot be used, or who lost the role, at the next request', async () => {
    const former = await server.addAccount('former_admin', { role: 'admin' });
    const browser = await signedIn(server, 'former_admin');
    const status = async () => (await browser.get('/admin/accounts')).status;
    assert.equal(await status(), 200);
    for (const state of ['disabled', 'suspended'] as const) {
      await server.setState(former, state);
      assert.equal(await status(), 404, state);
    }
    await server.setState(former, 'active');
    await server.store.changeAccount(former.id, { role: 'user' });
    assert.equal(await status(), 404);
  });

  test('the navigation leads where its reader may go', async () => {
    for (const [role, expected] of [
      ['moderator', ['/admin', '/admin/accounts', '/admin/audit']],
      [
        'admin',
        [
          '/admin',
          '/admin/accounts',
          '/admin/apps',
          '/admin/invites',
          '/admin/limits',
          '/admin/housekeeping',
          '/admin/audit',
        ],
      ],
    ] as const) {
      const navigation = /<nav class="rooms"[\s\S]*?<\/nav>/.exec((await open(role, '/admin')).html)?.[0] ?? '';
      const links = linksOf(navigation).filter((link) => link.startsWith('/admin'));
      assert.deepEqual(links, expected);
      for (const link of links) assert.equal((await open(role, link)).status, 200, link);
    }
  });
});

describe('the front page', () => {
  test('says what is in force, who waits, and that no mail server is set', async () => {
    await add({ state: 'pending' });
    const { text, html } = await open('moderator', '/admin');
    assert.match(text, /Waiting for approval: \d/);
    assert.ok(linksOf(html).includes('/admin/accounts?state=pending'));
    assert.match(text, /open, after approval by staff/);
    assert.match(text, /Minimum age ?16/);
    assert.match(text, /mails are printed in its terminal|Waiting to be sent/);
    // 25 an hour, a thousandfold.
    assert.match(text, /Tries to sign in, for each account ?25,000 ?60/);
    assert.match(text, /Last housekeeping ?never yet/);
  });
});

describe('the list of accounts', () => {
  test('is narrowed by name, address of mail, IP address, state and role', async () => {
    const zoe = await add({ username: 'zoe_z', email: 'zoe.z@mail.example', displayName: 'Zoë <b>Z</b>' });
    await server.store.addSession(
      {
        digest: digestOf('zoe'),
        accountId: zoe.id,
        browserDigest: digestOf('b'),
        createdAt: server.now(),
        address: '2001:db8::99',
        userAgent: '',
      },
      undefined,
    );
    const found = async (role: AccountRole, query: string) => {
      const { html, status } = await open(role, `/admin/accounts?${query}`);
      assert.equal(status, 200);
      return linksOf(html).filter((link) => /^\/admin\/accounts\/\d+$/.test(link));
    };
    const here = [pathOf(zoe)];
    for (const search of ['zoe', '@ZOE_', 'oe.z@mail', 'mail.example', '2001:DB8::99']) {
      assert.deepEqual(await found('admin', `search=${encodeURIComponent(search)}`), here, search);
    }
    assert.deepEqual(await found('moderator', 'search=2001:db8::99'), []);
    assert.deepEqual(await found('admin', 'search=zoe&state=active&role=user'), here);
    assert.deepEqual(await found('admin', 'search=zoe&state=suspended'), []);
    assert.deepEqual(await found('admin', 'search=zoe&role=staff'), []);
    assert.ok((await found('admin', 'role=staff')).includes(pathOf(people.get('owner') as Account)));
    const { html } = await open('admin', '/admin/accounts?search=%22%3E%3Cscript%3E');
    assert.ok(!html.includes('"><script>'));
    for (const nonsense of ['state=x&role=y&before=z', 'search=%00', `search=${'x'.repeat(3000)}`, 'search[a]=b']) {
      assert.equal((await open('admin', `/admin/accounts?${nonsense}`)).status, 200, nonsense);
    }
  });

  test('shows why somebody wants to join, as text and only while it has to be decided', async () => {
    const reason = 'Because <script>alert(1)</script>\u202e';
    const waiting = await add({ username: 'waits_1', reason, state: 'pending' });
    const { html, text } = await open('moderator', '/admin/accounts?state=pending&search=waits_1');
    assert.ok(text.includes('Because <script>alert(1)</script>'));
    assert.ok(!/<script|\u202e/.test(html));
    await server.setState(waiting, 'active');
    assert.doesNotMatch((await open('moderator', '/admin/accounts?search=waits_1')).text, /Because/);
  });

  test('is walked in pages, filters included', async () => {
    for (let count = 0; count < 45; count += 1) await add({ username: `crowd_${count}` });
    const seen = new Set<string>();
    let path: string | undefined = '/admin/accounts?search=crowd_';
    for (let pages = 0; path !== undefined && pages < 9; pages += 1) {
      const { html } = await open('moderator', path);
      for (const link of linksOf(html)) if (/accounts\/\d+$/.test(link)) seen.add(link);
      path = linksOf(html).find((link) => link.includes('before='));
    }
    assert.equal(seen.size, 45);
  });
});

describe('the page of an account', () => {
  test('shows what is known, in words and as text, with the way to what can be done', async () => {
    const account = await add({
      displayName: '<i>Mal</i>',
      email: 'mal@mail.example',
      reason: 'r <b>',
      locale: 'de',
      bot: true,
    });
    await server.store.setTotp(account.id, { sealedSeed: 's', lastStep: 0, createdAt: 1 }, [digestOf('code')]);
    const grant = { appId: undefined, accountId: account.id, scopes: ['read'], redirectUri: undefined, createdAt: 1 };
    const token = { digest: digestOf('pat'), createdAt: 1, expiresAt: undefined };
    await server.store.addGrantWithToken({ ...grant, name: 'At <night>' }, token);
    const { text, html } = await open('admin', pathOf(account));
    for (const said of [
      '<i>Mal</i>',
      'mal@mail.example',
      'r <b>',
      'an app that makes codes',
      'recovery codes left: 1',
    ]) {
      assert.ok(text.includes(said), said);
    }
    assert.match(text, /Personal access token ?At <night>/);
    assert.ok(!/<i>Mal|<night>/.test(html));
    assert.doesNotMatch(html, /argon2|sealed/);
    const ways = linksOf(html).filter((link) => link.startsWith(pathOf(account, '/')));
    assert.deepEqual(ways.map((link) => link.slice(pathOf(account, '/').length)).sort(), [
      'change_role',
      'disable',
      'reset_password',
      'reset_second_factor',
      'sign_out_everywhere',
      'suspend',
    ]);
  });

  test('tells IP addresses to admins alone', async () => {
    const account = await add();
    const session = { accountId: account.id, browserDigest: digestOf('b'), createdAt: server.now(), userAgent: '' };
    await server.store.addSession({ ...session, digest: digestOf('ip'), address: '198.51.100.77' }, undefined);
    const entry = { at: 1, event: 'signed in', actor: 'person', actorId: account.id, accountId: account.id } as const;
    await server.store.addAuditEntry({ ...entry, appId: undefined, address: '198.51.100.78', details: {} });
    assert.doesNotMatch((await open('moderator', pathOf(account))).text, /198\.51\.100/);
    const { text } = await open('admin', pathOf(account));
    assert.match(text, /198\.51\.100\.77/);
    assert.match(text, /198\.51\.100\.78/);
  });

  test('of somebody above offers nothing', async () => {
    const owner = people.get('owner') as Account;
    const { html, text } = await open('admin', pathOf(owner));
    assert.match(text, /Your role does not reach this account/);
    assert.equal(linksOf(html).filter((link) => link.startsWith(pathOf(owner, '/'))).length, 0);
  });

  test('is not there for an id that is none or nobody’s', async () => {
    for (const id of ['1', 'x', '0', '%00', '99999999999999999999', 'null', '..%2f..']) {
      for (const rest of ['', '/suspend', '/change_role']) {
        assert.equal((await open('owner', `/admin/accounts/${id}${rest}`)).status, 404, id + rest);
      }
    }
    const account = await add();
    for (const name of ['x', 'constructor', 'change role', 'SUSPEND']) {
      assert.equal((await open('owner', pathOf(account, `/${encodeURIComponent(name)}`))).status, 404, name);
    }
  });
});

describe('acts', () => {
  const fit: Readonly<Record<string, Parameters<typeof add>[0]>> = {
    approve: { state: 'pending' },
    reject: { state: 'pending' },
    confirm: { state: 'unconfirmed' },
    enable: { state: 'disabled' },
    unsuspend: { state: 'suspended' },
    delete: { state: 'suspended' },
  };

  async function fitFor(name: string, role: AccountRole = 'user'): Promise<Account> {
    const account = await add({ role, ...fit[name] });
    if (name === 'reset_second_factor') {
      await server.store.setTotp(account.id, { sealedSeed: 's', lastStep: 0, createdAt: 1 });
    }
    return account;
  }

  for (const name of moderationActs.map(actName)) {
    test(`${name} is said twice, done once, told, and its page says so`, async () => {
      const account = await fitFor(name);
      const page = await open('owner', pathOf(account, `/${name}`));
      assert.equal(page.status, 200);
      const values = name === 'change_role' ? { role: 'moderator' } : {};
      const { status, location } = await act('owner', account, name, values);
      const isGone = name === 'reject' || name === 'delete';
      assert.deepEqual([status, location], [303, `${isGone ? '/admin/accounts' : pathOf(account)}?done=${name}`]);
      const told = server.events.filter((event) => 'accountId' in event && event.accountId === account.id);
      assert.equal(told.length, 1);
      assert.equal((told[0] as { actorId?: string }).actorId, people.get('owner')?.id);
      const after = await open('owner', location ?? '');
      assert.equal(after.status, 200);
      assert.match(after.html, /notice-success/);
    });
  }

  test('harmless ones are done with one press on the page of the account', async () => {
    for (const name of ['approve', 'confirm', 'enable', 'unsuspend']) {
      const account = await fitFor(name);
      const { html } = await open('owner', pathOf(account));
      const response = await as('owner').submit(formTo(html, pathOf(account, `/${name}`)));
      assert.equal(response.status, 303, name);
      assert.equal((await server.store.findAccount(account.id))?.state, 'active');
    }
  });

  test('each by each role on each role: a form that was made for others does nothing', async () => {
    const rights: Readonly<Record<string, number>> = {
      approve: 1,
      reject: 1,
      disable: 1,
      enable: 1,
      suspend: 1,
      unsuspend: 1,
    };
    for (const name of moderationActs.map(actName)) {
      for (const [mine, by] of roles.entries()) {
        for (const [theirs, role] of roles.entries()) {
          const account = await fitFor(name, role);
          // Any page of the reader's own has a token that is good for this browser.
          const [form] = formsOf(await (await as(by).get('/auth/sign_out')).text());
          assert.ok(form !== undefined);
          const given = role === 'moderator' ? 'user' : 'moderator';
          const response = await as(by).submit({ ...form, action: pathOf(account, `/${name}`) }, { role: given });
          const may = mine >= (rights[name] ?? 2) && theirs < mine;
          const label = `${by} ${name} ${role}`;
          assert.equal(response.status, may ? 303 : 404, label);
          if (!may) assert.deepEqual((await server.store.findAccount(account.id))?.state, account.state, label);
        }
      }
    }
  });

  test('no form of another site, without or with another’s token, does anything', async () => {
    for (const name of moderationActs.map(actName)) {
      const account = await fitFor(name);
      const page = await open('owner', pathOf(account, `/${name}`));
      const form = formTo(page.html, pathOf(account, `/${name}`));
      const send = (values: Record<string, string>, headers: Record<string, string> = {}) =>
        as('owner').submit(form, { role: 'moderator', ...values }, headers);
      const answers = [
        await send({}, { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }),
        await send({ authenticity_token: '' }),
        await send({ authenticity_token: 'x'.repeat(43) }),
      ];
      for (const { status } of answers) assert.equal(status, 422, name);
      const before = await fitFor(name);
      const now = await server.store.findAccount(account.id);
      assert.deepEqual([now?.state, now?.role], [before.state, before.role], name);
      // Nor a link.
      assert.ok([200, 303].includes((await open('owner', pathOf(account, `/${name}`))).status));
      assert.equal((await server.store.findAccount(account.id))?.state, account.state);
    }
  });

  test('credentials, roles and deletion ask for a fresh proof, and go on after it', async () => {
    for (const name of ['change_role', 'reset_second_factor', 'delete']) {
      const account = await fitFor(name);
      const path = pathOf(account, `/${name}`);
      const browser = await signedIn(server, 'the_owner');
      const form = formTo(await (await browser.get(path)).text(), path);
      server.clockOffset = 16 * 60_000;
      for (const response of [await browser.get(path), await browser.submit(form, { role: 'moderator' })]) {
        assert.equal(response.status, 303);
        assert.match(response.headers.get('location') ?? '', /^\/auth\/confirm_identity\?page=/);
      }
      assert.deepEqual((await server.store.findAccount(account.id))?.role, 'user', 'nothing was done');
      const ask = await browser.get(`/auth/confirm_identity?${new URLSearchParams({ page: path })}`);
      const proof = formTo(await ask.text(), '/auth/confirm_identity');
      const proven = await browser.submit(proof, { password: PASSWORD });
      assert.equal(proven.headers.get('location'), path);
      assert.equal((await browser.get(path)).status, 200);
      server.clockOffset = 0;
    }
    // What only locks somebody out must be quick.
    const account = await add();
    const browser = await signedIn(server, 'the_owner');
    server.clockOffset = 16 * 60_000;
    assert.equal((await browser.get(pathOf(account, '/suspend'))).status, 200);
  });

  test('the last owner cannot step down, and is told what to do', async () => {
    const owner = people.get('owner') as Account;
    const others = await server.store.listAccounts({ limit: 100, roles: ['owner'], state: 'active' });
    for (const { id } of others) if (id !== owner.id) await server.store.changeAccount(id, { role: 'user' });
    const { status, text } = await act('owner', owner, 'change_role', { role: 'admin' });
    assert.equal(status, 409);
    assert.match(text, /last owner/);
    assert.equal((await server.store.findAccount(owner.id))?.role, 'owner');
  });

  test('a role that may not be given, and none at all, changes nothing', async () => {
    for (const role of ['owner', 'admin', 'emperor', '']) {
      const account = await add();
      const { status } = await act('admin', account, 'change_role', { role });
      assert.equal(status, 403, role);
      assert.equal((await server.store.findAccount(account.id))?.role, 'user');
    }
  });

  test('of two who press at once both are led on, and it is done once', async () => {
    const account = await add();
    const [one, other] = await Promise.all([act('admin', account, 'suspend'), act('owner', account, 'suspend')]);
    assert.deepEqual([one.status, other.status], [303, 303]);
    const told = server.events.filter((event) => event.event === 'account suspended' && event.accountId === account.id);
    assert.equal(told.length, 1);
  });

  test('who was turned away meanwhile is gone, and an act that is over leads back', async () => {
    const account = await add({ state: 'pending' });
    const form = formTo((await open('moderator', pathOf(account))).html, pathOf(account, '/approve'));
    await server.store.removeUnusedAccount(account.id, server.now());
    assert.equal((await as('moderator').submit(form)).status, 404);
    const active = await add();
    const { status, location } = await open('moderator', pathOf(active, '/unsuspend'));
    assert.deepEqual([status, location], [303, pathOf(active)]);
  });

  test('the person who was locked out is out in every browser', async () => {
    const account = await server.addAccount('locked_out');
    const browser = await signedIn(server, 'locked_out');
    assert.equal((await browser.get('/settings/account')).status, 200);
    await act('moderator', account, 'suspend');
    assert.equal((await browser.get('/settings/account')).status, 403);
  });

  test('a mail of an act goes to its person, with a link that works', async () => {
    const account = await server.addAccount('forgetful');
    await act('admin', account, 'reset_password');
    const mail = await server.nextMail(account.email, 'reset password');
    const [link] = mail.links.filter((url) => url.includes('reset_password_token'));
    assert.equal((await new TestBrowser(server).get(link?.slice(server.origin.length) ?? '')).status, 200);
    const late = new TestBrowser(server);
    assert.equal((await late.signIn('forgetful')).status, 422, 'the old password is over');
    const waiting = await server.addAccount('hopeful', { state: 'pending' });
    await act('moderator', waiting, 'approve');
    assert.ok(await server.nextMail(waiting.email, 'approved'));
  });
});

describe('apps', () => {
  test('are found by a part of their name, and shown with who uses them and from where they came', async () => {
    server.address = '203.0.113.5';
    const app = await server.registerApp({ name: 'Zebra <b>& Co</b>' });
    server.address = '192.0.2.1';
    await server.composed.close();
    const list = await open('admin', '/admin/apps?search=zEBRA');
    assert.ok(linksOf(list.html).includes(`/admin/apps/${app.id}`));
    assert.ok(list.text.includes('Zebra <b>& Co</b>') && !list.html.includes('<b>& Co'));
    assert.match((await open('admin', '/admin/apps?search=giraffe')).text, /There is no such app/);
    const page = await open('admin', `/admin/apps/${app.id}`);
    assert.match(page.text, /203\.0\.113\.5/);
    assert.ok(page.text.includes(app.client_id) && !page.html.includes(app.client_secret));
    for (const id of ['1', 'x', '%00']) assert.equal((await open('admin', `/admin/apps/${id}`)).status, 404);
    for (const query of ['search=%00', `search=${'x'.repeat(2000)}`, 'before=x']) {
      assert.equal((await open('admin', `/admin/apps?${query}`)).status, 200, query);
    }
  });

  test('are deleted with all their tokens, after a second word and a fresh proof', async () => {
    const app = await server.registerApp({ name: 'Doomed' });
    const token = await server.appToken(app);
    const path = `/admin/apps/${app.id}/delete`;
    const browser = await signedIn(server, 'the_admin');
    const form = formTo(await (await browser.get(path)).text(), path);
    const forged = await browser.submit(form, {}, { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' });
    assert.equal(forged.status, 422);
    server.clockOffset = 16 * 60_000;
    assert.match((await browser.submit(form)).headers.get('location') ?? '', /confirm_identity/);
    server.clockOffset = 0;
    const use = async () =>
      (await server.request('/api/v1/apps/verify_credentials', { headers: { Authorization: `Bearer ${token}` } }))
        .status;
    assert.equal(await use(), 200);
    const moderator = await as('moderator').submit({ ...form, fields: {} });
    assert.equal(moderator.status, 404);
    assert.equal((await browser.submit(form)).headers.get('location'), '/admin/apps?done=deleted');
    assert.equal(await use(), 401);
    assert.equal((await browser.submit(form)).status, 404);
    const told = server.events.filter((event) => event.event === 'app deleted' && event.appId === app.id);
    assert.deepEqual(
      told.map((event) => 'actorId' in event && event.actorId),
      [people.get('admin')?.id],
    );
  });
});

describe('invites', () => {
  test('of everybody are listed and can be ended, once', async () => {
    const maker = await add({ username: 'inviter_1' });
    const facts = { createdAt: server.now(), expiresAt: undefined, maxUses: 3 };
    const invite = await server.store.addInvite({
      ...facts,
      digest: digestOf('i1'),
      accountId: maker.id,
      label: '<u>Club</u>',
    });
    await server.store.addInvite({ ...facts, digest: digestOf('i2'), accountId: undefined, label: '', expiresAt: 1 });
    const { text, html } = await open('admin', '/admin/invites');
    for (const said of ['<u>Club</u>', '@inviter_1', 'the operator', 'Expired', '0 of 3'])
      assert.ok(text.includes(said), said);
    assert.ok(!html.includes('<u>Club'));
    const action = `/admin/invites/${invite.id}/end`;
    const form = formTo(html, action);
    assert.equal((await as('admin').submit(form, { authenticity_token: 'x' })).status, 422);
    assert.equal((await as('moderator').submit(form)).status, 404);
    for (const _ of ['once', 'again']) {
      assert.equal((await as('admin').submit(form)).headers.get('location'), '/admin/invites?done=ended');
    }
    assert.equal(await server.store.findGoodInvite(digestOf('i1'), server.now()), undefined);
    assert.equal(server.events.filter(({ event }) => event === 'invite ended').length, 1);
    assert.equal((await as('admin').submit({ ...form, action: '/admin/invites/1/end' })).status, 404);
  });
});

describe('limits', () => {
  test('that were reached are listed with who has to wait, and lifted by their button', async () => {
    const waiting = await add({ username: 'impatient' });
    const note = (rule: string, key: string, windowEndsAt = server.now() + 60_000) =>
      server.store.limits.noteReachedLimit({ rule, key, windowEndsAt, at: server.now(), again: true });
    const { id } = await note('sign-in by account', accountKey(waiting.id));
    await note('OAuth by address', '192.0.2.77');
    await note('app registration', '192.0.2.78', server.now() - 1);
    await note('password reset by login', loginKey('<u>typed</u>'));
    await note('a limit of a newer node', tokenKey('77'));
    const { text, html } = await open('admin', '/admin/limits');
    for (const said of ['@impatient', 'Tries to sign in, to an account', '192.0.2.77', 'A name that was typed', '77'])
      assert.ok(text.includes(said), said);
    assert.ok(text.includes('a limit of a newer node'), 'a limit without words is named as it is');
    assert.ok(!text.includes('192.0.2.78'), 'its time is over');
    assert.ok(linksOf(html).includes(`/admin/accounts/${waiting.id}`));
    const action = `/admin/limits/${id}/lift`;
    const form = formTo(html, action);
    assert.equal((await as('admin').submit(form, { authenticity_token: 'x' })).status, 422);
    assert.equal((await as('moderator').submit(form)).status, 404);
    assert.equal((await server.store.limits.listReachedLimits({ limit: 9, key: accountKey(waiting.id) }))[0]?.lifts, 0);
    assert.equal((await as('admin').submit(form)).headers.get('location'), '/admin/limits?done=lifted');
    assert.equal((await server.store.limits.listReachedLimits({ limit: 9, key: accountKey(waiting.id) }))[0]?.lifts, 1);
    const after = await open('admin', '/admin/limits?done=lifted');
    assert.match(after.text, /The limit is lifted/);
    assert.equal(
      formsOf(after.html).some((other) => other.action === action),
      false,
      'nothing is left to lift',
    );
    const gone = await as('admin').submit({ ...form, action: '/admin/limits/1/lift' });
    assert.equal(gone.headers.get('location'), '/admin/limits?done=over');
    const told = server.events.filter(({ event }) => event === 'limit lifted');
    const facts = { event: 'limit lifted', rule: 'sign-in by account', limitId: id, accountId: waiting.id };
    assert.deepEqual(
      told.map(({ at, ...rest }) => rest),
      [{ ...facts, actorId: people.get('admin')?.id, address: server.address }],
    );
    assert.equal((await open('admin', '/admin/limits?before=x&done=<b>')).status, 200);
  });

  test('are called in words, each of them', () => {
    const names = Object.values(rateLimits).map(({ name }) => name);
    assert.deepEqual(Object.keys(en.admin.limits.rules).sort(), names.sort());
  });
});

describe('housekeeping', () => {
  test('is counted on the page, and done by its button', async () => {
    const ticket = { kind: 'confirm email', accountId: undefined, facts: {}, createdAt: 1, expiresAt: 2 } as const;
    await server.store.addTicket({ ...ticket, digest: digestOf('old ticket') });
    const { html, text } = await open('admin', '/admin/housekeeping');
    assert.match(text, /Links in mails that expired ?1/);
    const form = formTo(html, '/admin/housekeeping');
    assert.equal((await as('admin').submit(form, { authenticity_token: 'x' })).status, 422);
    assert.match((await open('admin', '/admin/housekeeping')).text, /Links in mails that expired ?1/);
    const response = await as('admin').submit(form);
    assert.match(response.headers.get('location') ?? '', /^\/admin\/housekeeping\?removed=[1-9]/);
    const after = await open('admin', response.headers.get('location') ?? '');
    assert.match(after.text, /Links in mails that expired ?0/);
    await server.restart();
    assert.match((await open('admin', '/admin')).text, /Last housekeeping ?(?!never)/, 'whichever process did it');
    assert.doesNotMatch((await open('admin', '/admin/housekeeping?removed=%3Cb%3E')).html, /<b>|NaN/);
  });
});
