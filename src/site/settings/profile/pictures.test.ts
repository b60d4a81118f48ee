import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import sharp from 'sharp';
import { openForm, signedIn } from '../../../../test/support/browsing.ts';
import { textOf } from '../../../../test/support/read-page.ts';
import type { TestBrowser } from '../../../../test/support/test-browser.ts';
import { TestServer } from '../../../../test/support/test-server.ts';

const page = '/settings/profile';
const here = `${page}/pictures`;

const server = await TestServer.start();
after(() => server.close());

let people = 0;

async function newPerson() {
  people += 1;
  const account = await server.addAccount(`painter_${people}`, { displayName: 'Painter' });
  return { account, browser: await signedIn(server, account.username) };
}

const kept = async (id: string) => {
  const account = await server.store.findAccount(id);
  assert.ok(account);
  return account;
};

const png = await sharp({ create: { width: 60, height: 20, channels: 3, background: '#a03' } })
  .png()
  .toBuffer();

/** Sends the form as browsers do: an empty file where none is chosen. */
async function save(
  browser: TestBrowser,
  values: Readonly<Record<string, string | Uint8Array>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const { fields } = await openForm(browser, page, here);
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...values })) {
    const isFile = name === 'avatar' || name === 'header';
    if (isFile) body.set(name, new Blob([typeof value === 'string' ? '' : Uint8Array.from(value)]), 'file');
    else body.set(name, String(value));
  }
  const encoded = new Response(body);
  const own = {
    Origin: server.origin,
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': encoded.headers.get('content-type') ?? '',
  };
  return browser.request(here, {
    method: 'POST',
    body: new Uint8Array(await encoded.arrayBuffer()),
    headers: { ...own, ...headers },
  });
}

describe('the form of pictures', () => {
  test('brings pictures and says what they show, and leaves what is not chosen', async () => {
    const { account, browser } = await newPerson();
    const response = await save(browser, { avatar: png, avatar_description: ' A red square ' });
    assert.equal(response.headers.get('location'), `${page}?done=saved`);
    const first = await kept(account.id);
    assert.ok(first.avatarDigest);
    assert.deepEqual(
      [first.avatarDescription, first.headerDigest, first.displayName],
      ['A red square', undefined, 'Painter'],
    );
    const html = await (await browser.get(page)).text();
    assert.match(
      html,
      new RegExp(`<img class="picture-avatar" src="[^"]+${first.avatarDigest}.webp" alt="A red square">`),
    );
    assert.ok(html.includes('name="avatar_remove"') && !html.includes('name="header_remove"'));
    await save(browser, { header: png });
    const second = await kept(account.id);
    assert.deepEqual([second.avatarDigest, second.avatarDescription], [first.avatarDigest, 'A red square']);
    assert.ok(second.headerDigest);
    const told = server.events.filter(({ event }) => event === 'profile changed');
    assert.equal(told.length, 2);
    await save(browser, { avatar_remove: '1', header_remove: '1', header: png });
    const third = await kept(account.id);
    assert.deepEqual([third.avatarDigest, third.headerDigest], [undefined, second.headerDigest]);
  });

  test('says what is wrong beside the field, and changes nothing', async () => {
    const { account, browser } = await newPerson();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    const cases: readonly [Readonly<Record<string, string | Uint8Array>>, RegExp][] = [
      [{ avatar: svg, header: png, header_description: 'Red' }, /not a PNG, JPEG, GIF or WebP/],
      [{ avatar: png.subarray(0, 40), header: png }, /damaged/],
      [{ avatar: Buffer.alloc(8 * 1024 * 1024 + 1), header: png }, /too large: at most 8 MB/],
      [{ header: png, header_description: 'x'.repeat(151) }, /too long: at most 150/],
    ];
    for (const [values, expected] of cases) {
      const response = await save(browser, values);
      const html = await response.text();
      assert.equal(response.status, 422, String(expected));
      assert.match(textOf(html), expected);
      assert.match(html, /aria-invalid="true"/);
      if (typeof values.header_description === 'string') assert.ok(html.includes(values.header_description));
    }
    const { avatarDigest, headerDigest, headerDescription } = await kept(account.id);
    assert.deepEqual([avatarDigest, headerDigest, headerDescription], [undefined, undefined, '']);
    const huge = await save(browser, { avatar: Buffer.alloc(25 * 1024 * 1024) });
    assert.equal(huge.status, 413);
  });

  test('is no business of forms of other sites', async () => {
    const { account, browser } = await newPerson();
    assert.equal((await save(browser, { avatar: png }, { 'Sec-Fetch-Site': 'cross-site' })).status, 422);
    assert.equal((await save(browser, { avatar: png, authenticity_token: 'x' })).status, 422);
    assert.equal((await kept(account.id)).avatarDigest, undefined);
  });

  test('of one person is read once at a time, and no more wait than two', async () => {
    const { browser } = await newPerson();
    const ends: (() => void)[] = [];
    const send = () =>
      browser.request(here, {
        method: 'POST',
        body: new ReadableStream({ start: (sent) => void ends.push(() => sent.close()) }),
        headers: {
          'Content-Length': '1000000',
          'Content-Type': 'multipart/form-data; boundary=x',
          Origin: server.origin,
        },
        duplex: 'half',
      });
    const taken = [send(), send(), send()];
    const refused = await send();
    assert.equal(refused.status, 503);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    for (const end of ends) end();
    // A form without anything is none of ours.
    for (const answer of await Promise.all(taken)) assert.equal(answer.status, 422);
  });

  test('of nobody is not even read', async () => {
    let asked = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          asked += 1;
          controller.enqueue(new Uint8Array(64 * 1024));
        },
      },
      { highWaterMark: 0 },
    );
    const response = await server.request(here, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'multipart/form-data; boundary=x', Origin: server.origin },
      duplex: 'half',
    } as RequestInit);
    assert.equal(response.status, 422);
    assert.equal(asked, 0);
  });
});
