import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestSurface } from './test-surface.ts';

const { addAccount, call } = await openTestSurface();

for (const kind of ['avatars', 'headers']) {
  test(`${kind} of accounts are pictures that may be kept for ever`, async () => {
    const { id } = await addAccount();
    const answer = await call('GET', `/pictures/${kind}/${id}.png`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'image/png');
    assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.ok(answer.text.slice(1).startsWith('PNG'));
  });

  test(`${kind} of nobody are not drawn: drawing costs work`, async () => {
    const { id } = await addAccount();
    for (const file of ['12.png', `${id}.jpg`, id, 'x.png', `${id}.png.png`, `${'9'.repeat(40)}.png`]) {
      assert.equal((await call('GET', `/pictures/${kind}/${file}`)).status, 404, file);
    }
  });
}

test('the server has a picture of its own, where its instance entity says', async () => {
  const { thumbnail } = (await call('GET', '/api/v1/instance')).json() as { thumbnail: string };
  const answer = await call('GET', new URL(thumbnail).pathname);
  assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'image/png']);
});
