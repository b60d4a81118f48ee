import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from './explain.ts';

const store = { findAppByClientId: async () => undefined, findToken: async () => undefined };

test('what an app is told at its redirect URI is explained, behind ? and behind # (RFC 6749 §4.1.2.1)', async () => {
  for (const mark of ['?', '#']) {
    const location = `https://app.example/cb${mark}error=access_denied&error_description=No.`;
    const explanation = await explain(
      { method: 'POST', path: '/oauth/authorize', status: 302, parameters: { _method: 'delete', state: 's' } },
      { text: '', authorization: undefined, request: new Headers(), answer: new Headers({ location }) },
      store,
    );
    assert.deepEqual(explanation?.sent, '_method=delete');
    assert.equal(explanation?.expected, 'The app was told at its redirect URI: access_denied: No.');
  }
});

test('what went as it was meant is not explained', async () => {
  const answers = [{ location: 'https://app.example/cb?code=x' }, {}];
  for (const answer of answers) {
    const clues = { text: '', authorization: undefined, request: new Headers(), answer: new Headers(answer) };
    const seen = { method: 'POST', path: '/oauth/authorize', status: 302, parameters: {} };
    assert.equal(await explain(seen, clues, store), undefined);
  }
});
