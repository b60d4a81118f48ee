import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { findColourProblem } from './colour-syntax.ts';

const isColour = (value: unknown): boolean => findColourProblem(value) === undefined;

describe('findColourProblem()', () => {
  it('takes what CSS calls a colour', () => {
    for (const colour of [
      '#fff',
      '#FFFA',
      '#0d5652',
      '#0d565280',
      'RebeccaPurple',
      ' white ',
      'transparent',
      'rgb(13 86 82)',
      'rgba(13, 86, 82, .5)',
      'hsl(176deg 73.7% 19.4% / 50%)',
      'hwb(176 5% 66%)',
      'lab(32% -21 -5)',
      'oklch(45% 0.1 180)',
      'color(display-p3 0.1 0.3 0.3)',
      'color-mix(in oklab, #0d5652 80%, rgb(0 0 0))',
      'color-mix(in oklab, color-mix(in srgb, red, blue), white 20%)',
    ]) {
      assert.ok(isColour(colour), colour);
    }
  });

  it('refuses what is none, or would do more than paint', () => {
    for (const value of [
      '',
      '#12',
      '#12345',
      '#ggg',
      'bleu',
      'inherit',
      'currentcolor; background: red',
      'red; }',
      'red } body { display: none',
      'url(https://evil.example/x)',
      'color-mix(in oklab, url(x), red)',
      'rgb(url(//evil.example))',
      'var(--ink)',
      'env(x)',
      'attr(href)',
      'image-set("x" 1x)',
      'rgb(0 0 0',
      'rgb 0 0 0)',
      'rgb(0 0 0))',
      'rgb(0 0 0 /* x',
      'red /* x */',
      'red !important',
      'r\\65 d',
      '</style><script>',
      '"red"',
      'x'.repeat(100_000),
      `${'rgb('.repeat(40)}1`,
      5,
      null,
      undefined,
      ['red'],
    ]) {
      assert.ok(!isColour(value), String(value).slice(0, 40));
    }
  });

  it('lets nothing through that ends a declaration, opens a comment or a string, or names an address', () => {
    const piece = fc.constantFrom(
      ...[
        'rgb(',
        'color-mix(',
        'url(',
        ')',
        ';',
        '{',
        '}',
        '<',
        '>',
        '/*',
        '*/',
        '"',
        "'",
        '\\',
        'red',
        '#fff',
        ' ',
        ',',
        '0',
      ],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
          fc.array(piece).map((pieces) => `rgb(${pieces.join('')})`),
        ),
        (text) => {
          if (isColour(text)) assert.doesNotMatch(text, /[;{}<>"'\\*@!:]|url/i);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
