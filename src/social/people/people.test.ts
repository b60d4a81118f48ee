import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { openTestSocial } from '../test-social.ts';

const { server, call, join, follow, post } = await openTestSocial();
after(() => server.close());

const UPDATE = '/api/v1/accounts/update_credentials';

describe('PATCH accounts/update_credentials', () => {
  test('changes what is sent and leaves the rest, by form, multipart and JSON', async () => {
    const alice = await join('alice');
    const form = await alice.call('PATCH', UPDATE, new URLSearchParams({ display_name: 'Alice A', locked: 'true' }));
    assert.equal(form.status, 200, form.text);
    assert.deepEqual(
      [form.json.display_name, form.json.locked, form.json.source.privacy],
      ['Alice A', true, 'private'],
    );
    const multipart = new FormData();
    multipart.set('note', 'About me');
    multipart.set('source[privacy]', 'unlisted');
    multipart.set('source[language]', 'de');
    const second = (await alice.call('PATCH', UPDATE, multipart)).json;
    assert.deepEqual([second.display_name, second.source.note], ['Alice A', 'About me']);
    const json = await alice.call('PATCH', UPDATE, {
      locked: false,
      bot: true,
      discoverable: true,
      indexable: true,
      source: { sensitive: true, privacy: 'public' },
      fields_attributes: [{ name: 'Web', value: 'https://a.example' }],
    });
    const { locked, bot, discoverable, indexable, source, fields } = json.json;
    assert.deepEqual([locked, bot, discoverable, indexable], [false, true, true, true]);
    assert.deepEqual([source.sensitive, source.privacy, source.language], [true, 'public', 'de']);
    assert.deepEqual([fields.length, fields[0].name], [1, 'Web']);
    const preferences = (await alice.call('GET', '/api/v1/preferences')).json;
    assert.deepEqual(
      [
        preferences['posting:default:visibility'],
        preferences['posting:default:sensitive'],
        preferences['posting:default:language'],
      ],
      ['public', true, 'de'],
    );
  });

  test('takes fields as apps write them, and an empty list takes them away', async () => {
    const bob = await join('bob');
    const names = async (body: unknown) =>
      (await bob.call('PATCH', UPDATE, body)).json.fields.map(({ name }: { name: string }) => name);
    const numbered = { 'fields_attributes[0][name]': 'a', 'fields_attributes[0][value]': '1' };
    assert.deepEqual(await names(new URLSearchParams(numbered)), ['a']);
    const repeated: [string, string][] = [
      ['fields_attributes[][name]', 'b'],
      ['fields_attributes[][value]', '1'],
      ['fields_attributes[][name]', 'c'],
      ['fields_attributes[][value]', '2'],
    ];
    assert.deepEqual(await names(new URLSearchParams(repeated)), ['b', 'c']);
    assert.deepEqual(await names({ fields_attributes: { 0: { name: 'd', value: '1' } } }), ['d']);
    assert.deepEqual(await names({ display_name: 'Bob' }), ['d']);
    for (const none of ['', 'no list']) assert.deepEqual(await names({ fields_attributes: none }), ['d']);
    const timed = { 'fields_attributes[1764201600123][name]': 'e', 'fields_attributes[1764201600123][value]': '1' };
    assert.deepEqual(await names(new URLSearchParams(timed)), ['e'], 'whatever the number');
    assert.deepEqual(await names({ fields_attributes: { 40: { name: 'f', value: '1' } } }), ['f']);
    assert.deepEqual(await names({ fields_attributes: [] }), []);
    for (const number of ['', '0']) {
      const cut = new URLSearchParams({ [`fields_attributes[${number}][name]`]: 'a\0b' });
      assert.equal((await bob.call('PATCH', UPDATE, cut)).status, 400, `NUL in [${number}]`);
    }
  });

  test('of two apps that change different things at once neither undoes the other', async () => {
    const me = await join();
    await Promise.all([
      me.call('PATCH', UPDATE, { note: 'By one app' }),
      me.call('PATCH', UPDATE, { locked: true }),
      me.call('PATCH', UPDATE, { display_name: 'Third' }),
    ]);
    const account = await server.store.findAccount(me.account.id);
    assert.deepEqual([account?.note, account?.locked, account?.displayName], ['By one app', true, 'Third']);
  });

  test('names what is wrong, and changes nothing then (entity ValidationError)', async () => {
    const carol = await join('carol');
    const refused = async (body: object) => {
      const answer = await carol.call('PATCH', UPDATE, body);
      assert.equal(answer.status, 422, answer.text);
      return answer.json;
    };
    const long = await refused({ display_name: 'x'.repeat(31), locked: true });
    assert.equal(long.error, 'Validation failed: Display name is too long (maximum is 30 characters)');
    assert.deepEqual(long.details.display_name[0].error, 'ERR_TOO_LONG');
    assert.match((await refused({ 'source[privacy]': 'secret' })).error, /Privacy must be one of/);
    assert.match((await refused({ source: { language: '<b>' } })).error, /Language is invalid/);
    assert.match((await refused({ avatar: 'https://x.example/a.png' })).error, /Avatar must be a file or a data URI/);
    const fields = Array.from({ length: 5 }, (_, index) => ({ name: `${index}`, value: '1' }));
    assert.match((await refused({ fields_attributes: fields })).error, /at most 4 rows/);
    const account = await server.store.findAccount(carol.account.id);
    assert.deepEqual([account?.locked, account?.displayName], [false, carol.account.displayName]);
  });
});

test('Long bodies of one person wait for each other, and those of others and short ones for none of them', async () => {
  const [eager, other] = [await join(), await join()];
  const ends: (() => void)[] = [];
  const send = ({ token }: typeof eager) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Length': '1000000' };
    const body = new ReadableStream({ start: (sent) => void ends.push(() => sent.close()) });
    return server.request(UPDATE, { method: 'PATCH', headers, body, duplex: 'half' });
  };
  const taken = [send(eager), send(eager), send(eager)];
  const refused = await send(eager);
  assert.equal(refused.status, 503);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  const others = send(other);
  ends.pop()?.();
  assert.equal((await others).status, 200);
  assert.equal((await eager.call('PATCH', UPDATE, { note: 'Short' })).status, 200);
  for (const end of ends) end();
  for (const answer of await Promise.all(taken)) assert.equal(answer.status, 200);
});

describe('pictures', () => {
  const picture = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#a03' } });
  const upload = (name: string, bytes: Uint8Array, type = 'image/png') => {
    const form = new FormData();
    form.set(name, new Blob([Uint8Array.from(bytes)], { type }), 'picture');
    return form;
  };

  test('are made anew in the size in which they are shown, and served under an address of their own', async () => {
    const dora = await join('dora');
    const jpeg = await picture(900, 300)
      .withExif({ IFD0: { Artist: 'somebody secret' } })
      .jpeg()
      .toBuffer();
    const { json } = await dora.call('PATCH', UPDATE, upload('avatar', jpeg, 'image/jpeg'));
    assert.match(json.avatar, /^https:\/\/social\.example\/pictures\/avatars\/[0-9]+\/[A-Za-z0-9_-]{43}\.webp$/);
    const served = await server.request(new URL(json.avatar).pathname);
    assert.deepEqual(
      [served.headers.get('content-type'), served.headers.get('access-control-allow-origin')],
      ['image/webp', '*'],
    );
    const bytes = Buffer.from(await served.arrayBuffer());
    const { width, height, exif } = await sharp(bytes).metadata();
    assert.deepEqual([width, height, exif], [400, 400, undefined]);
    const header = `data:image/png;base64,${(await picture(10, 10).png().toBuffer()).toString('base64')}`;
    const second = (await dora.call('PATCH', UPDATE, { header, header_description: 'Red' })).json;
    assert.deepEqual([second.avatar, second.header_description], [json.avatar, 'Red']);
    assert.match(second.header, /\/pictures\/headers\//);
    const { links } = JSON.parse((await call('GET', '/.well-known/webfinger?resource=acct:dora@social.example')).text);
    assert.deepEqual(links[1], { rel: 'http://webfinger.net/rel/avatar', type: 'image/webp', href: json.avatar });
    const removed = (await dora.call('DELETE', '/api/v1/profile/avatar')).json;
    assert.equal(removed.avatar, `https://social.example/pictures/avatars/${dora.account.id}.png`);
    assert.equal((await call('GET', new URL(json.avatar).pathname)).status, 404);
    await server.store.deleteAccount(dora.account.id, server.now());
    assert.equal((await call('GET', new URL(second.header).pathname)).status, 404);
  });

  test('that are scripts, bombs, damaged or no pictures are refused, and nothing is kept of them', async () => {
    const eve = await join('eve');
    const bomb = pngOf(30_000, 30_000);
    const good = await picture(600, 600).png().toBuffer();
    const cases: readonly [string, Uint8Array, RegExp][] = [
      [
        'a script',
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        /must be a PNG/,
      ],
      ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), /must be a PNG/],
      ['nothing', Buffer.from(''), /must be a PNG/],
      ['a bomb', bomb, /damaged, or too large/],
      ['the half of one', good.subarray(0, good.length >> 1), /damaged/],
      ['a picture in name only', Buffer.from('\x89PNG\r\n\x1a\n<script>', 'latin1'), /damaged/],
      ['too many bytes', Buffer.concat([good, Buffer.alloc(8 * 1024 * 1024)]), /less than 8 MB/],
    ];
    for (const [name, bytes, expected] of cases) {
      const answer = await eve.call('PATCH', UPDATE, upload('avatar', bytes));
      assert.equal(answer.status, 422, name);
      assert.match(answer.json.error, expected, name);
    }
    assert.equal((await server.store.findAccount(eve.account.id))?.avatarDigest, undefined);
  });

  test('change with the texts beside them, or not at all', async () => {
    const mia = await join('mia');
    const good = await picture(60, 60).png().toBuffer();
    const form = (more: Readonly<Record<string, string>>, header: Uint8Array) => {
      const body = upload('avatar', good);
      body.set('header', new Blob([Uint8Array.from(header)]), 'header');
      body.set('display_name', 'Mia');
      for (const [name, value] of Object.entries(more)) body.set(name, value);
      return body;
    };
    const refused = [
      form({}, Buffer.from('no picture')),
      form({ note: 'x'.repeat(501) }, good),
      form({ avatar_description: 'x'.repeat(151) }, good),
    ];
    for (const body of refused) assert.equal((await mia.call('PATCH', UPDATE, body)).status, 422);
    const unchanged = await server.store.findAccount(mia.account.id);
    assert.deepEqual([unchanged?.displayName, unchanged?.avatarDigest], [mia.account.displayName, undefined]);
    assert.equal((await mia.call('PATCH', UPDATE, form({}, good))).json.display_name, 'Mia');
    const told = server.events.filter((event) => 'accountId' in event && event.accountId === mia.account.id);
    assert.deepEqual(
      told.map(({ event }) => event),
      ['profile changed'],
    );
    await mia.call('DELETE', '/api/v1/profile/avatar');
    assert.equal(server.events.findLast(({ event }) => event === 'profile changed') === told[0], false);
  });
});

test('pictures that somebody brought are not shown while they are suspended', async () => {
  const mallory = await join('mallory');
  const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#a03' } })
    .png()
    .toBuffer();
  const uri = `data:image/png;base64,${bytes.toString('base64')}`;
  const { avatar, header } = (await mallory.call('PATCH', UPDATE, { avatar: uri, header: uri })).json;
  const paths = [avatar, header].map((url) => new URL(url).pathname);
  const shown = async () => {
    const account = (await call('GET', `/api/v1/accounts/${mallory.account.id}`)).json;
    const served = await Promise.all(paths.map(async (path) => (await server.request(path)).status));
    return [account.avatar === avatar, account.avatar_static === avatar, account.header === header, ...served];
  };
  assert.deepEqual(await shown(), [true, true, true, 200, 200]);
  await server.setState(mallory.account, 'suspended');
  assert.deepEqual(await shown(), [false, false, false, 404, 404]);
  await server.setState(mallory.account, 'active');
  assert.deepEqual(await shown(), [true, true, true, 200, 200]);
});

/** A PNG of one colour that unpacks to far more than it has. */
function pngOf(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(1_000_000));
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', rows)]);
}

describe('follow requests', () => {
  test('of a locked account are listed, let in and turned away, each once', async () => {
    const [me, one, two, stranger] = [await join('locked', { locked: true }), await join(), await join(), await join()];
    await follow(one, me);
    await follow(two, me);
    const names = async (query = '') =>
      (await me.call('GET', `/api/v1/follow_requests${query}`)).json.map(({ id }: { id: string }) => id);
    assert.deepEqual(await names(), [two.account.id, one.account.id]);
    assert.deepEqual(await names('?limit=1'), [two.account.id]);
    const answer = async (id: string, name: string) => me.call('POST', `/api/v1/follow_requests/${id}/${name}`);
    assert.equal((await answer(one.account.id, 'authorize')).json.followed_by, true);
    assert.equal((await answer(two.account.id, 'reject')).json.followed_by, false);
    for (const name of ['authorize', 'reject']) {
      for (const id of [one.account.id, two.account.id, stranger.account.id, 'nonsense']) {
        assert.equal((await answer(id, name)).status, 404);
      }
    }
    assert.deepEqual(await names(), []);
    const account = await server.store.findAccount(me.account.id);
    assert.equal(account?.followersCount, 1);
    const told = (await me.call('GET', '/api/v1/notifications')).json;
    assert.deepEqual(
      told.map(({ type }: { type: string }) => type),
      ['follow'],
    );
  });
});

describe('search', () => {
  test('finds people by the beginning of their name, by handle, by display name and by address', async () => {
    const me = await join('seeker');
    const zoe = await join('zoe_1', { displayName: 'Madame Zoë' });
    await join('zoe_2');
    const found = async (q: string, more = '') =>
      (await me.call('GET', `/api/v1/accounts/search?q=${encodeURIComponent(q)}${more}`)).json.map(
        ({ acct }: { acct: string }) => acct,
      );
    assert.deepEqual(await found('zoe'), ['zoe_1', 'zoe_2']);
    assert.deepEqual(await found('@ZOE_2@social.example'), ['zoe_2']);
    assert.deepEqual(await found('@zoe_2@elsewhere.example'), []);
    assert.deepEqual(await found('madame'), ['zoe_1']);
    for (const page of ['@zoe_1', 'users/zoe_1']) {
      assert.deepEqual(await found(`https://social.example/${page}`), ['zoe_1']);
    }
    assert.deepEqual(await found('zoe%'), ['zoe_1', 'zoe_2']);
    assert.deepEqual(await found('ZOE mad'), ['zoe_1']);
    assert.deepEqual(await found('%'), []);
    assert.deepEqual(await found('zoe', '&limit=1&offset=1'), ['zoe_2']);
    assert.deepEqual(await found('zoe', '&following=true'), []);
    await follow(me, zoe);
    assert.deepEqual(await found('zoe', '&following=true'), ['zoe_1']);
    assert.equal((await me.call('GET', '/api/v1/accounts/search')).status, 400);
  });

  test('of everything finds a status by its address for whoever may read it, and needs a person to resolve', async () => {
    const me = await join();
    const { url, id } = await post(me, 'Hello', { visibility: 'private' });
    const path = `/api/v2/search?q=${encodeURIComponent(url)}`;
    const { statuses, accounts, hashtags } = (await me.call('GET', path)).json;
    assert.deepEqual([statuses[0].id, accounts, hashtags], [id, [], []]);
    await post(me, '#Kettle');
    const tags = (await call('GET', '/api/v2/search?q=%23KETTLE')).json.hashtags;
    assert.deepEqual(tags, [{ name: 'kettle', url: 'https://social.example/tags/kettle', history: [] }]);
    assert.deepEqual((await call('GET', '/api/v2/search?q=%23KETTLE&type=accounts')).json.hashtags, []);
    assert.deepEqual((await call('GET', '/api/v2/search?q=%23teapot')).json.hashtags, []);
    assert.deepEqual((await call('GET', path)).json, { accounts: [], statuses: [], hashtags: [] });
    assert.equal((await call('GET', `${path}&resolve=true`)).status, 401);
    assert.equal((await call('GET', `${path}&resolve=false`)).status, 200);
  });

  test('has one page of a status or a hashtag, so that apps which ask for more come to an end', async () => {
    const me = await join();
    const { url } = await post(me, '#Endless');
    for (const [type, q] of [
      ['hashtags', '#endless'],
      ['statuses', url],
    ]) {
      const found = async (offset: number) =>
        (await me.call('GET', `/api/v2/search?type=${type}&offset=${offset}&q=${encodeURIComponent(q)}`)).json[type];
      assert.deepEqual([(await found(0)).length, await found(1)], [1, []], type);
    }
  });

  test('does not find a hashtag that only somebody wrote who is suspended', async () => {
    const [bad, good] = [await join(), await join()];
    const names = async () =>
      (await call('GET', '/api/v2/search?q=%23slander')).json.hashtags.map(({ name }: { name: string }) => name);
    await post(good, '#slander');
    await post(bad, '#slander');
    await server.setState(bad.account, 'suspended');
    assert.deepEqual(await names(), ['slander']);
    await server.setState(good.account, 'suspended');
    assert.deepEqual(await names(), []);
  });
});
