import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ErrorView, errorPage } from './error.ts';
import { sampleFrame } from './fixtures.ts';

function render(view: Omit<ErrorView, 'status'>): string {
  return String(errorPage(sampleFrame(), { status: 403, ...view }));
}

describe('errorPage()', () => {
  const kind = 'refused by policy';

  it('gives the operator’s own words for a refusal by policy, in whichever direction they run', () => {
    const page = render({ kind, detail: 'فقط للأعضاء <b>' });
    assert.match(page, /<h2 id="policy">Why not<\/h2>\s*<p dir="auto">فقط للأعضاء &lt;b&gt;<\/p>/);
    assert.doesNotMatch(page, /For the app’s developer/);
  });

  it('says in its own words that it was the rules, when the operator says nothing', () => {
    for (const detail of [undefined, '', ' \n ']) {
      const page = render({ kind, detail });
      assert.match(page, /The rules of this server/);
      assert.doesNotMatch(page, /Why not/);
    }
  });

  it('leads back to the app, which learns of the refusal', () => {
    const returnToApp = { url: 'tuba://cb?error=access_denied', appName: 'Tuba' };
    assert.match(
      render({ kind, returnToApp }),
      /href="tuba:\/\/cb\?error=access_denied">Back to <bdi class="name">Tuba</,
    );
    assert.doesNotMatch(render({ kind, returnToApp: { ...returnToApp, url: 'javascript:alert(1)' } }), /javascript:/);
  });

  it('keeps the sentence of the protocol for the developer', () => {
    const page = render({ kind: 'bad scope', detail: 'The requested scope is invalid.' });
    assert.match(page, /For the app’s developer<\/h2>\s*<p lang="en" dir="ltr">The requested scope is invalid\.</);
  });
});
