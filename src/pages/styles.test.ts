import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Brand } from './brand.ts';
import { colours } from './styles/palette.ts';
import { createStylesheet } from './styles.ts';

const { path: stylesheetPath, text: stylesheet } = createStylesheet({ name: 'social.example' });

/** Relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('the stylesheet', () => {
  for (const [scheme, colour] of Object.entries(colours)) {
    it(`has text that can be read in the ${scheme}`, () => {
      for (const ground of [colour.inside, colour.wall, colour.well, colour.glow]) {
        assert.ok(contrast(colour.ink, ground) >= 7, `ink on ${ground}`);
      }
      for (const ground of [colour.inside, colour.wall, colour.well, colour.glow]) {
        for (const ink of [colour.soft, colour.door, colour['alarm-ink']]) {
          assert.ok(contrast(ink, ground) >= 4.5, `${ink} on ${ground}`);
        }
      }
      assert.ok(contrast(colour['on-door'], colour.door) >= 4.5);
      assert.ok(contrast(colour['on-door'], colour['door-hover']) >= 4.5);
      assert.ok(contrast(colour['care-ink'], colour['care-ground']) >= 4.5);
      assert.ok(contrast(colour['alarm-ink'], colour['alarm-ground']) >= 4.5);
      assert.ok(contrast(colour['good-ink'], colour['good-ground']) >= 4.5);
    });

    it(`has fields whose edges can be seen in the ${scheme}`, () => {
      for (const ground of [colour.inside, colour.wall]) assert.ok(contrast(colour['field-line'], ground) >= 3, ground);
    });
  }

  it('is named after its content', () => {
    assert.match(stylesheetPath, /^\/assets\/mastodoor-[0-9a-f]{12}\.css$/);
  });

  it('loads nothing and knows only logical sides', () => {
    assert.doesNotMatch(stylesheet, /url\(|@import|@font-face/);
    assert.doesNotMatch(stylesheet, /(margin|padding|border)-(left|right)|[{;]\s*(left|right|width|height):/);
  });

  it('uses only colours that it names', () => {
    const named = new Set(Object.keys(colours.light));
    const own = new Set(['doorway', 'brightness']);
    for (const [, name = ''] of stylesheet.matchAll(/var\(--([\w-]+)/g))
      assert.ok(named.has(name) || own.has(name), name);
  });

  it('keeps its name as long as nothing changes, and changes it with everything that a brand changes', () => {
    const pathOf = (brand: Partial<Brand>) => createStylesheet({ name: 'x', ...brand }).path;
    assert.equal(pathOf({ logo: { url: '/logo.svg' } }), stylesheetPath);
    const paths = [
      pathOf({}),
      pathOf({ colours: { light: { door: '#7a2e0e' } } }),
      pathOf({ colours: { dark: { door: '#7a2e0e' } } }),
      pathOf({ css: '.frame { border-radius: 0; }' }),
    ];
    assert.equal(new Set(paths).size, paths.length);
  });

  it('puts a brand’s colours into their schemes, and its rules last', () => {
    const css = '.frame { border-radius: 0; }';
    const { text } = createStylesheet({
      name: 'x',
      colours: { light: { wall: 'ivory' }, dark: { wall: '#123' } },
      css,
    });
    const [light = '', dark = ''] = text.split('@media (prefers-color-scheme: dark)');
    assert.match(light, /--wall: ivory;/);
    assert.match(dark, /--wall: #123;/);
    assert.ok(text.endsWith(`\n${css}`));
  });

  it('is not made of a brand that cannot be worn, and says all that is wrong with it', () => {
    const brand = { name: '', colours: { light: { door: 'red; } body { display: none' } } };
    assert.throws(() => createStylesheet(brand), /brand\.name must .*brand\.colours\.light\.door is no CSS colour/);
  });

  it('lets no rule of a brand, however broken, touch the rules before it', () => {
    const css = '} /* { </style><script>alert(1)</script>';
    assert.equal(createStylesheet({ name: 'x', css }).text, `${stylesheet}\n${css}`);
  });
});
