import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { openForm, signedIn } from '../../../../test/support/browsing.ts';
import { textOf } from '../../../../test/support/read-page.ts';
import { openTestSocial } from '../../../social/test-social.ts';

const here = '/settings/posting';

const { server, call, join, post } = await openTestSocial();
after(() => server.close());

async function newPerson() {
  const user = await join();
  return { user, browser: await signedIn(server, user.account.username) };
}

describe('the form of posting', () => {
  test('changes what apps are told, and what posts are like where they say nothing else', async () => {
    const { user, browser } = await newPerson();
    const form = await openForm(browser, here, here);
    const saved = await browser.submit(form, { visibility: 'unlisted', language: 'de', sensitive: '1' });
    assert.equal(saved.headers.get('location'), `${here}?done=saved`);
    const preferences = (await user.call('GET', '/api/v1/preferences')).json;
    assert.deepEqual(
      ['visibility', 'language', 'sensitive'].map((name) => preferences[`posting:default:${name}`]),
      ['unlisted', 'de', true],
    );
    const { visibility, language, sensitive } = await post(user, 'Hallo');
    assert.deepEqual([visibility, language, sensitive], ['unlisted', 'de', true]);
    const html = await (await browser.get(here)).text();
    assert.match(html, /<option value="unlisted" selected>/);
    assert.match(html, /<option value="de" selected>German</);
  });

  test('keeps a language with a region, which an app chose, when something else is changed', async () => {
    const { user, browser } = await newPerson();
    await user.call('PATCH', '/api/v1/accounts/update_credentials', { source: { language: 'pt-BR' } });
    const [, language = ''] =
      /<option value="(pt-[a-z]+)" selected>/.exec(await (await browser.get(here)).text()) ?? [];
    await browser.submit(await openForm(browser, here, here), { sensitive: '1', language });
    const { source } = (await user.call('GET', '/api/v1/accounts/verify_credentials')).json;
    assert.deepEqual([source.language, source.sensitive], ['pt-br', true]);
  });

  test('hides from others, and not from oneself, which app a post was written with', async () => {
    const { user, browser } = await newPerson();
    const { id, url } = await post(user, 'Hello');
    const seenBy = async (token?: string) =>
      (await call('GET', `/api/v1/statuses/${id}`, token)).json.application?.name;
    const onPage = async () => textOf(await (await server.get(new URL(url).pathname)).text());
    assert.equal(await seenBy(), 'Test Application');
    assert.match(await onPage(), /Test Application/);
    const { boxes: _, ...unticked } = await openForm(browser, here, here);
    await browser.submit({ ...unticked, boxes: [] });
    assert.equal(await seenBy(), undefined);
    assert.doesNotMatch(await onPage(), /Test Application/);
    assert.equal(await seenBy(user.token), 'Test Application');
    const { boxes } = await openForm(browser, here, here);
    assert.equal(boxes.find(({ name }) => name === 'shows_application')?.ticked, false);
  });

  test('takes what its lists do not have as no choice', async () => {
    const { user, browser } = await newPerson();
    const form = await openForm(browser, here, here);
    assert.equal((await browser.submit(form, { visibility: 'nonsense', language: '<b>' })).status, 302);
    const account = await server.store.findAccount(user.account.id);
    assert.deepEqual([account?.postingVisibility, account?.postingLanguage], [undefined, undefined]);
  });

  test('is no business of forms of other sites', async () => {
    const { browser } = await newPerson();
    const form = await openForm(browser, here, here);
    assert.equal((await browser.submit(form, {}, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    assert.equal((await browser.submit(form, { authenticity_token: 'x' })).status, 422);
  });
});
