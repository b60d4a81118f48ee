import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixtures, libraryFixtures, sampleBrand, sampleFrame } from './fixtures.ts';
import { html } from './markup.ts';
import { ar } from './messages/ar.ts';
import { de } from './messages/de.ts';
import { en } from './messages/en.ts';
import { testLanguage } from './messages/test-language.ts';
import { builtInPages, choosePages } from './pages.ts';
import { passwordFixtures } from './site/fixtures/password.ts';
import { settingsFixtures } from './site/fixtures/settings.ts';

const mounted = { path: (path: string) => `/mounted${path}` };
const frames = [
  ...[en, de, ar].map((messages) => sampleFrame(messages, mounted)),
  sampleFrame(testLanguage, { ...mounted, brand: sampleBrand }),
];

for (const frame of frames) {
  const { messages, brand } = frame;
  for (const fixture of fixtures) {
    describe(`${fixture.name} in ${messages.lang}`, () => {
      const page = String(fixture.render(frame));

      it('is a document in its language', () => {
        assert.ok(page.startsWith('<!doctype html>'));
        assert.ok(page.includes(`<html lang="${messages.lang}" dir="${messages.dir}">`));
        assert.match(page, /<title>\S.* · \S.*<\/title>/);
        assert.ok(page.includes(` · ${brand.name}</title>`));
      });

      it('has one main part and one heading of the first level', () => {
        assert.equal(page.match(/<h1[ >]/g)?.length, 1);
        assert.equal(page.match(/<main[ >]/g)?.length, 1);
      });

      it('holds no script but one of this server where it needs one, no inline style and no event handler', () => {
        const scripts = page.match(/<script.*?<\/script>/gis) ?? [];
        if (!fixture.hasScript) assert.deepEqual(scripts, []);
        for (const script of scripts)
          assert.match(script, /^<script type="module" src="\/mounted\/assets\/[\w.-]+"><\/script>$/);
        assert.equal(page.match(/<script/gi)?.length ?? 0, scripts.length);
        assert.doesNotMatch(page, /<style/i);
        assert.doesNotMatch(page, /<[^>]*\s(style|on\w+)\s*=/i);
        assert.doesNotMatch(page, /javascript:/i);
      });

      it('never says undefined, null or [object Object]', () => {
        assert.doesNotMatch(page, /undefined|null|\[object/);
      });

      it('labels every input', () => {
        const labelled = new Set([...page.matchAll(/<label for="([^"]+)"/g)].map(([, id]) => id));
        for (const [input] of page.matchAll(/<(?:input|select|textarea)[^>]*>/g)) {
          if (/ (type="hidden"|hidden)[ >]/.test(input)) continue;
          assert.ok(labelled.has(/ id="([^"]+)"/.exec(input)?.[1]), input);
          if (!/ type="(checkbox|radio|file)"/.test(input)) assert.match(input, / autocomplete="/);
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

      it('sends every form by POST, below the mount point, with the CSRF token, but for those that only search', () => {
        for (const [form] of page.matchAll(/<form.*?<\/form>/gs)) {
          assert.match(form, /<button type="submit"/);
          if (/^<form [^>]*method="get"/.test(form)) {
            assert.match(
              form,
              /^<form class="search" method="get" action="\/mounted\/[^"]*" role="search" aria-label="[^"]+">/,
            );
            assert.doesNotMatch(form, /authenticity_token/);
            continue;
          }
          assert.match(form, /^<form method="post"( enctype="multipart\/form-data")? action="\/mounted\//);
          assert.ok(
            form.includes('<input type="hidden" name="authenticity_token" value="csrf-token-of-this-browser">'),
          );
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

describe('a page in a language that nobody built in', () => {
  const data = '⟦data⟧';
  /** What no language says: marks between words, the product's name, and HTML that was made elsewhere. */
  const unspoken = [/^·$/, /^Mastodoor ·$/, /^[⟦?]$/, /^(Type designer\..*|#typography|alice\.example|she\/her)$/];

  for (const fixture of [...libraryFixtures, ...passwordFixtures, ...settingsFixtures]) {
    it(`says nothing on ${fixture.name} that is not in its messages`, () => {
      let rest = String(fixture.renderWith(sampleFrame(testLanguage, { brand: { name: data } }), data))
        .replace(/<time .*?<\/time>/gs, '')
        .replace(/<span class="avatar initial".*?<\/span>/gs, '')
        .replace(/<[^>]*>/g, '\n');
      for (let before = ''; before !== rest; ) {
        before = rest;
        rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '');
      }
      const lines = rest.split('\n').map((line) => line.trim());
      assert.deepEqual(
        lines.filter((line) => line !== '' && !unspoken.some((pattern) => pattern.test(line))),
        [],
      );
    });
  }
});

describe('the frame', () => {
  const page = (changes: Parameters<typeof sampleFrame>[1], render = builtInPages.accountState) =>
    String(render(sampleFrame(en, changes), { state: 'pending' }));

  it('leads where the host says: home, to sign-in, and out', () => {
    const changes = { home: 'https://host.example/start', signInUrl: '/login', signOutUrl: '/logout' };
    assert.match(page(changes), /<a class="brand" href="https:\/\/host\.example\/start">/);
    assert.match(page(changes), /<a href="\/logout">Sign out<\/a>/);
    assert.match(String(builtInPages.signedOut(sampleFrame(en, changes))), /href="\/login">Sign in again</);
    assert.match(String(builtInPages.signOut(sampleFrame(en, changes))), /href="https:\/\/host\.example\/start">Stay/);
    const lost = builtInPages.error(sampleFrame(en, changes), { status: 404, kind: 'not found' });
    assert.match(String(lost), /href="https:\/\/host\.example\/start">Go to the start page</);
  });

  it('offers no way out where the host has none, but still names who is signed in', () => {
    assert.doesNotMatch(page({ signOutUrl: undefined }), /Sign out/);
    assert.match(page({ signOutUrl: undefined }), /Signed in as <bdi/);
  });

  it('tells the browser the colour of the wall that the brand paints', () => {
    const [light, dark] = [...page({ brand: sampleBrand }).matchAll(/<meta name="theme-color".*content="([^"]*)">/g)];
    assert.deepEqual([light?.[1], dark?.[1]], [sampleBrand.colours?.light?.wall, sampleBrand.colours?.dark?.wall]);
  });

  it('carries a note of the host below what the page says, or none', () => {
    assert.match(page({ note: html`<p>Ask <b>${'<us>'}</b></p>` }), /<div class="host-note"><p>Ask <b>&lt;us&gt;<\/b>/);
    assert.doesNotMatch(page({}), /host-note/);
  });
});

describe('moduleScript()', () => {
  it('is refused by the tests on every page that does not say that it has a script', () => {
    const withScript = fixtures.filter((fixture) => String(fixture.render(sampleFrame())).includes('<script'));
    assert.ok(withScript.some(({ name }) => name === 'parts-script'));
    assert.deepEqual(
      withScript.filter(({ hasScript }) => !hasScript),
      [],
    );
  });
});

describe('choosePages()', () => {
  it('takes the built-in pages where the host has none of its own', () => {
    assert.deepEqual(choosePages(undefined), builtInPages);
    const denied = () => html`<p>Never mind.</p>`;
    assert.deepEqual(
      choosePages(() => ({ denied })),
      { ...builtInPages, denied },
    );
  });

  it('lets a host build upon the built-in page', () => {
    const pages = choosePages((builtIn) => ({
      denied: (frame, view) => builtIn.denied({ ...frame, note: html`<p>Tea instead?</p>` }, view),
    }));
    const page = String(pages.denied(sampleFrame(), { appName: 'Tuba' }));
    assert.match(page, /Access denied.*Tea instead\?/s);
  });
});
