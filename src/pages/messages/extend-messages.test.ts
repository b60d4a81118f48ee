import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { html } from '../markup.ts';
import { describePermissions } from '../permissions.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { extendMessages } from './extend-messages.ts';

describe('extendMessages()', () => {
  it('changes the words that are given and no others, and leaves the language itself alone', () => {
    const ours = extendMessages(de, {
      consent: { authorize: 'Nur zu', question: (app) => html`${app} klopft.` },
      errors: { kinds: { broken: { title: 'Hoppla' } } },
    });
    assert.equal(ours.consent.authorize, 'Nur zu');
    assert.equal(String(ours.consent.question(html`<b>App</b>`)), '<b>App</b> klopft.');
    assert.equal(ours.consent.deny, de.consent.deny);
    assert.deepEqual(ours.errors.kinds.broken, { ...de.errors.kinds.broken, title: 'Hoppla' });
    assert.deepEqual(ours.errors.kinds.unavailable, de.errors.kinds.unavailable);
    assert.equal(de.consent.authorize, 'Autorisieren');
  });

  it('takes words for what is undefined from the language that it extends', () => {
    assert.deepEqual(extendMessages(en, { consent: undefined, home: { title: undefined } }), en);
  });

  it('gives words to scopes that only the host has', () => {
    const ours = extendMessages(en, { permissions: { scopes: { 'tea:drink': 'drink your tea' } } });
    const [group] = describePermissions(ours, ['tea:drink']);
    assert.equal(group?.topic, 'other');
    assert.deepEqual(group?.permissions, [{ scope: 'tea:drink', words: 'drink your tea', risks: [] }]);
    assert.deepEqual(describePermissions(en, ['tea:drink', 'constructor'])[0]?.permissions, [
      { scope: 'tea:drink', words: undefined, risks: ['unknown'] },
      { scope: 'constructor', words: undefined, risks: ['unknown'] },
    ]);
  });

  it('refuses in the types what no page would say', () => {
    // @ts-expect-error: there is no such word
    extendMessages(en, { consent: { authorise: 'Authorise' } });
    // @ts-expect-error: a sentence with an app in it must take the app
    extendMessages(en, { consent: { question: 'May it?' } });
  });
});
