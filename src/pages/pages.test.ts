import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixtures, sampleFrame } from './fixtures.ts';
import { ar } from './messages/ar.ts';
import { de } from './messages/de.ts';
import { en } from './messages/en.ts';

for (const messages of [en, de, ar]) {
  for (const fixture of fixtures) {
    describe(`${fixture.name} in ${messages.lang}`, () => {
      const frame = sampleFrame(messages, { path: (path) => `/mounted${path}` });
      const page = String(fixture.render(frame));

      it('is a document in its language', () => {
        assert.ok(page.startsWith('<!doctype html>'));
        assert.ok(page.includes(`<html lang="${messages.lang}" dir="${messages.dir}">`));
        assert.match(page, /<title>\S.* · social\.example<\/title>/);
      });

      it('has one main part and one heading of the first level', () => {
        assert.equal(page.match(/<h1[ >]/g)?.length, 1);
        assert.equal(page.match(/<main>/g)?.length, 1);
      });

      it('holds no script, no inline style and no event handler', () => {
        assert.doesNotMatch(page, /<script/i);
        assert.doesNotMatch(page, /<style/i);
        assert.doesNotMatch(page, /<[^>]*\s(style|on\w+)\s*=/i);
        assert.doesNotMatch(page, /javascript:/i);
      });

      it('never says undefined, null or [object Object]', () => {
        assert.doesNotMatch(page, /undefined|null|\[object/);
      });

      it('labels every input', () => {
        const labelled = new Set([...page.matchAll(/<label for="([^"]+)"/g)].map(([, id]) => id));
        for (const [input] of page.matchAll(/<input[^>]*>/g)) {
          if (input.includes('type="hidden"')) continue;
          assert.ok(labelled.has(/ id="([^"]+)"/.exec(input)?.[1]), input);
          assert.match(input, / autocomplete="/);
        }
      });

      it('uses no id twice and refers only to ids that exist', () => {
        const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
        assert.equal(new Set(ids).size, ids.length);
        for (const [, references = ''] of page.matchAll(/\s(?:aria-describedby|aria-labelledby|for)="([^"]+)"/g)) {
          for (const reference of references.split(' ')) assert.ok(ids.includes(reference), reference);
        }
        for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.includes(id), id);
      });

      it('sends every form by POST, below the mount point, with the CSRF token', () => {
        for (const [form] of page.matchAll(/<form.*?<\/form>/gs)) {
          assert.match(form, /^<form method="post" action="\/mounted\//);
          assert.ok(
            form.includes('<input type="hidden" name="authenticity_token" value="csrf-token-of-this-browser">'),
          );
          assert.match(form, /<button type="submit"/);
        }
      });

      it('loads nothing but its stylesheet and pictures', () => {
        assert.ok(page.includes(`<link rel="stylesheet" href="/mounted${frame.stylesheetPath}">`));
        assert.doesNotMatch(page, /<(iframe|object|embed|base|video|audio)\b/i);
        assert.doesNotMatch(page, /src="https?:/);
      });
    });
  }
}
