import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fixtures, sampleFrame } from './fixtures.ts';
import type { Frame } from './layout.ts';
import { ar } from './messages/ar.ts';
import { en } from './messages/en.ts';

const hostileTexts = [
  '<script>alert(1)</script>',
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '" onmouseover="alert(1)',
  "' autofocus onfocus='alert(1)",
  '</title></textarea></style><svg onload=alert(1)>',
  '<!-- ',
  ']]>',
  '&lt;b&gt;&amp;quot;',
  '`$(alert`1`)`',
  '\u202Emoc.live\u202C',
  '\u2066\u2069\u200F\u061C',
  '\0\u0007\uD800',
  'x'.repeat(10_000),
];

function hostileFrame(text: string): Frame {
  return sampleFrame(ar, {
    brand: { name: text, logo: { url: text, darkUrl: text, alt: text } },
    stylesheetPath: text,
    home: text,
    signInUrl: text,
    signOutUrl: text,
    csrfToken: text,
    signedInAs: { handle: text, displayName: text, avatarUrl: text },
  });
}

/** The tags of a page with the names of their attributes: all that markup can smuggle in. */
function skeleton(page: unknown): string {
  const withoutValues = String(page).replace(/="[^"]*"/g, '=""');
  return (withoutValues.match(/<[^>]*>/g) ?? []).join('\n');
}

describe('a page', () => {
  for (const fixture of fixtures) {
    it(`${fixture.name} has the same markup whatever strangers call themselves`, () => {
      const harmless = skeleton(fixture.renderWith(hostileFrame('x'), 'x'));
      for (const text of hostileTexts) {
        assert.equal(
          skeleton(fixture.renderWith(hostileFrame(text), text)),
          harmless,
          JSON.stringify(text.slice(0, 80)),
        );
      }
      const piece = fc.constantFrom('<', '>', '"', "'", '&', '=', '/', 'a', ' ', '\u202E', '\u200D', '`', '\n', '-->');
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.array(piece).map((pieces) => pieces.join('')),
          ),
          (text) => {
            assert.equal(skeleton(fixture.renderWith(hostileFrame(text), `x${text}`)), harmless);
          },
        ),
        { numRuns: 25 },
      );
    });

    it(`${fixture.name} shows no character that turns the text around it`, () => {
      const turning = '\u202Eabc\u202D\u2066\u200F\u200E\u061C';
      const page = String(fixture.renderWith(sampleFrame(en, { brand: { name: turning } }), turning));
      // What is typed into a field turns only the field, and must come back as it was typed.
      const shown = page.replace(/="[^"]*"/g, '').replace(/<textarea.*?<\/textarea>/gs, '');
      assert.doesNotMatch(shown, /\p{Bidi_Control}/u);
    });
  }
});
