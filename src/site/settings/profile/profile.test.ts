import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openForm, signedIn } from '../../../../test/support/browsing.ts';
import { linksOf, textOf } from '../../../../test/support/read-page.ts';
import { formsOf, TestBrowser } from '../../../../test/support/test-browser.ts';
import { TestServer } from '../../../../test/support/test-server.ts';

const here = '/settings/profile';

let server: TestServer;
let people = 0;

before(async () => {
  server = await TestServer.start();
});

after(() => server.close());

async function newPerson(options: Parameters<TestServer['addAccount']>[1] = {}) {
  people += 1;
  const account = await server.addAccount(`author_${people}`, options);
  return { account, browser: await signedIn(server, account.username) };
}

/** Sends the form with these values, and nothing else ticked than what is among them. */
async function save(browser: TestBrowser, values: Readonly<Record<string, string>>): Promise<Response> {
  const { boxes: _, ...form } = await openForm(browser, here, here);
  return browser.submit(form, values);
}

const kept = async (id: string) => {
  const account = await server.store.findAccount(id);
  assert.ok(account);
  return account;
};

describe('the profile form', () => {
  test('changes all that is shown of a person, on the page and in the API', async () => {
    const { account, browser } = await newPerson();
    const response = await save(browser, {
      display_name: ' Alice Moreau ',
      note: 'First line\r\n\r\nSecond line',
      field_name_0: 'Website',
      field_value_0: 'https://alice.example',
      field_name_3: 'Pronouns',
      field_value_3: 'she/her',
      locked: '1',
      discoverable: '1',
      hide_collections: '1',
      bot: '1',
    });
    assert.equal(response.headers.get('location'), `${here}?done=saved`);
    const changed = await kept(account.id);
    assert.equal(changed.displayName, 'Alice Moreau');
    assert.equal(changed.note, 'First line\n\nSecond line');
    assert.deepEqual(changed.fields, [
      { name: 'Website', value: 'https://alice.example' },
      { name: 'Pronouns', value: 'she/her' },
    ]);
    assert.deepEqual(
      [changed.locked, changed.discoverable, changed.hideCollections, changed.bot],
      [true, true, true, true],
    );
    const entity = (await (await server.get(`/api/v1/accounts/${account.id}`)).json()) as { display_name: string };
    assert.equal(entity.display_name, 'Alice Moreau');
    const html = await (await browser.get(here)).text();
    assert.ok(linksOf(html).includes(`https://social.example/@${account.username}`));
    assert.equal(formsOf(html).find(({ action }) => action === here)?.fields.field_value_1, 'she/her');
    const empty = Object.fromEntries(
      [0, 1].flatMap((place) => [`name_${place}`, `value_${place}`]).map((name) => [`field_${name}`, '']),
    );
    await save(browser, { display_name: '', ...empty });
    const emptied = await kept(account.id);
    assert.deepEqual([emptied.displayName, emptied.note, emptied.fields, emptied.locked], ['', '', [], false]);
  });

  test('says everything that is wrong, changes nothing, and keeps what was typed', async () => {
    const { account, browser } = await newPerson();
    const typed = {
      display_name: 'x'.repeat(31),
      note: 'y'.repeat(501),
      field_value_1: 'without a label',
      field_name_2: 'l'.repeat(256),
      field_value_2: 'v'.repeat(256),
    };
    const response = await save(browser, typed);
    const html = await response.text();
    assert.equal(response.status, 422);
    for (const words of [
      /display name is too long/,
      /about you is too long/,
      /label is too long/,
      /content is too long/,
    ]) {
      assert.match(textOf(html), words);
    }
    for (const value of Object.values(typed)) assert.ok(html.includes(value), value);
    const unchanged = await kept(account.id);
    assert.deepEqual([unchanged.displayName, unchanged.note, unchanged.fields], ['', '', []]);
  });

  test('counts characters as people do', async () => {
    const { account, browser } = await newPerson();
    assert.equal((await save(browser, { display_name: '💐'.repeat(30), note: '𝒜'.repeat(500) })).status, 302);
    assert.equal((await kept(account.id)).displayName, '💐'.repeat(30));
  });

  test('keeps names with HTML, bidi controls and invisible signs as text, and shows them safely', async () => {
    const { account, browser } = await newPerson();
    const hostile = '<b>\u202eAlice\u200b</b>';
    await save(browser, {
      display_name: hostile,
      note: '<script>alert(1)</script>\u202e',
      field_name_0: '<img src=x>\u2066',
      field_value_0: 'javascript:alert(1)',
    });
    assert.equal((await kept(account.id)).displayName, hostile, 'as it was typed');
    const publicPage = await (await server.get(`/@${account.username}`)).text();
    const ownPage = await (await browser.get(here)).text();
    for (const html of [publicPage, ownPage]) {
      assert.ok(!/<script|<img src=x|<b>\S*Alice/.test(html));
      assert.ok(!linksOf(html).some((href) => href.startsWith('javascript:')));
    }
    assert.ok(!/[\u202e\u200b]/.test(/<h1>.*?<\/h1>/s.exec(publicPage)?.[0] ?? ''));
    const apps = await (await browser.get('/oauth/authorized_applications')).text();
    assert.ok(!/[\u202e\u200b\u2066]/.test(apps));
  });

  test('answers 8 MB with 413, arrays with 400, and NUL with 400', async () => {
    const { browser } = await newPerson();
    const { fields } = await openForm(browser, here, here);
    const headers = { Origin: server.origin, 'Sec-Fetch-Site': 'same-origin' };
    const post = (body: string, type: string) =>
      browser.request(here, { method: 'POST', body, headers: { ...headers, 'Content-Type': type } });
    const form = (values: Readonly<Record<string, string>>) =>
      post(new URLSearchParams({ ...fields, ...values }).toString(), 'application/x-www-form-urlencoded');
    assert.equal((await form({ note: 'x'.repeat(8 * 1024 * 1024) })).status, 413);
    assert.equal((await form({ display_name: 'a\0b' })).status, 400);
    assert.equal((await post(JSON.stringify({ ...fields, note: ['a', 'b'] }), 'application/json')).status, 400);
    assert.equal((await post(JSON.stringify({ ...fields, note: { a: 1 } }), 'application/json')).status, 400);
  });

  test('lets everyone in who waits when the account is unlocked', async () => {
    const { account, browser } = await newPerson({ locked: true });
    const fan = await server.addAccount(`fan_of_${account.username}`);
    await server.store.follow({ followerId: fan.id, followedId: account.id }, { locked: true, at: server.now() });
    await save(browser, { locked: '1' });
    assert.equal((await kept(account.id)).followersCount, 0);
    await save(browser, {});
    assert.equal((await kept(account.id)).followersCount, 1);
    assert.equal((await kept(fan.id)).followingCount, 1);
  });

  test('is no business of forms of other sites', async () => {
    const { account, browser } = await newPerson({ displayName: 'Mine' });
    const form = await openForm(browser, here, here);
    assert.equal((await browser.submit(form, { display_name: 'x' }, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    assert.equal((await browser.submit(form, { display_name: 'x', authenticity_token: 'x' })).status, 422);
    assert.equal((await new TestBrowser(server).get(here)).headers.get('location'), '/auth/sign_in');
    assert.equal((await kept(account.id)).displayName, 'Mine');
  });
});
