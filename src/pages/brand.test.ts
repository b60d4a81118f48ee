import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Brand, findBrandProblems, pictureOrigins } from './brand.ts';

/** What a host without a compiler may hand over. */
const problems = (brand: unknown): readonly string[] => findBrandProblems(brand as Brand);

describe('findBrandProblems()', () => {
  it('finds nothing wrong with a name, nor with all that a brand may have', () => {
    assert.deepEqual(problems({ name: 'Kaffeeklatsch' }), []);
    const brand: Brand = {
      name: 'Kaffeeklatsch',
      logo: {
        url: '/logo.svg',
        darkUrl: 'data:image/png;base64,AAAA',
        alt: 'A cup',
        wordmark: true,
        width: 64,
        height: 32,
      },
      homeUrl: 'https://kaffee.example/',
      colours: { light: { door: '#7a2e0e', wall: 'ivory' }, dark: { door: 'oklch(80% 0.1 50 / 90%)' } },
      css: '.frame { border-radius: 0; }',
    };
    assert.deepEqual(problems(brand), []);
  });

  it('names every member at once, and says how to mend it', () => {
    const found = problems({
      name: ' ',
      logo: { url: 'logo.svg', darkUrl: 'javascript:alert(1)', alt: 7, width: 0, height: 1.5 },
      homeUrl: 'kaffee.example',
      colours: { light: { door: 'blue;', wal: 'red' }, dark: { ink: 5 } },
      css: '@import "https://fonts.example/x.css";',
    });
    const members = [
      'brand.name',
      'brand.logo.url',
      'brand.logo.darkUrl',
      'brand.logo.alt',
      'brand.logo.width',
      'brand.logo.height',
      'brand.homeUrl',
      'brand.colours.light.door',
      'brand.colours.light.wal',
      'brand.colours.dark.ink',
      'brand.css',
    ];
    assert.deepEqual(
      found.map((problem) => problem.split(' ', 1)[0]),
      members,
    );
    for (const problem of found) assert.match(problem, / (must be|write|they are) /);
  });

  it('takes a logo from the web, from this origin or from the address itself, and from nowhere else', () => {
    const logo = (url: unknown) => problems({ name: 'x', logo: { url } }).length === 0;
    for (const url of [
      'https://kaffee.example/logo.svg?v=2',
      'http://localhost:8080/logo.png',
      '/logo.svg',
      'data:image/svg+xml,%3Csvg/%3E',
      'data:image/png;base64,iVBORw0KGgo=',
    ]) {
      assert.ok(logo(url), url);
    }
    for (const url of [
      'data:text/html,<script>alert(1)</script>',
      'data:image/png',
      'data:,x',
      'javascript:alert(1)',
      'blob:https://a.example/x',
      'file:///etc/passwd',
      '//evil.example/logo.svg',
      '/\\evil.example/logo.svg',
      '/logo one.svg',
      'logo.svg',
      '',
      undefined,
      { href: '/logo.svg' },
    ]) {
      assert.ok(!logo(url), String(url));
    }
  });

  it('lets the name lead to the web or to a path, never to a script or another host in disguise', () => {
    const home = (homeUrl: unknown) => problems({ name: 'x', homeUrl }).length === 0;
    for (const url of ['/', '/app', 'https://kaffee.example']) assert.ok(home(url), url);
    for (const url of ['javascript:alert(1)', '//evil.example', 'data:text/html,x', '', 5]) assert.ok(!home(url));
  });

  it('knows @import and @charset where they count, not where they are only talked about', () => {
    const css = (text: string) => problems({ name: 'x', css: text }).length === 0;
    assert.ok(css('/* no @import here */ .frame { color: red }'));
    assert.ok(!css('/* a */ @IMPORT url(x.css);'));
    assert.ok(!css('@charset "utf-8";'));
  });

  it('knows none of the names that every object has for a colour', () => {
    assert.equal(problems({ name: 'x', colours: { light: { constructor: 'red', toString: 'red' } } }).length, 2);
  });
});

describe('pictureOrigins()', () => {
  it('names each other origin once, and neither this one nor pictures that are their own address', () => {
    const origins = (url: string, darkUrl?: string) => pictureOrigins({ name: 'x', logo: { url, darkUrl } });
    assert.deepEqual(origins('https://cdn.example/a.svg', 'https://cdn.example/b.svg'), ['https://cdn.example']);
    assert.deepEqual(origins('http://localhost:81/a.svg', 'https://cdn.example/b; script-src *'), [
      'http://localhost:81',
      'https://cdn.example',
    ]);
    assert.deepEqual(origins('/a.svg', 'data:image/png;base64,AAAA'), []);
    assert.deepEqual(pictureOrigins({ name: 'x' }), []);
  });
});
