import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brandColours } from './brand-colours.ts';
import { colours } from './styles/palette.ts';

describe('brandColours()', () => {
  it('is the built-in set as long as nothing else is asked for', () => {
    assert.deepEqual(brandColours({ name: 'x' }), colours);
    assert.deepEqual(brandColours({ name: 'x', colours: { light: { door: undefined } as object } }), colours);
  });

  it('derives what goes with a door, in each scheme by itself', () => {
    const { light, dark } = brandColours({ name: 'x', colours: { light: { door: '#7a2e0e' } } });
    assert.equal(light.leaf, '#7a2e0e');
    assert.equal(light['door-hover'], 'color-mix(in oklab, #7a2e0e 80%, black)');
    assert.deepEqual(dark, colours.dark);
  });

  it('never derives what is given', () => {
    const given = { door: '#7a2e0e', 'on-door': 'ivory', leaf: 'sienna', 'door-hover': 'maroon' };
    assert.deepEqual(brandColours({ name: 'x', colours: { dark: given } }).dark, { ...colours.dark, ...given });
  });

  it('writes on buttons in what can be read, where it can tell', () => {
    const ink = (door: string) => brandColours({ name: 'x', colours: { light: { door } } }).light['on-door'];
    assert.deepEqual(['#7a2e0e', '#ffcc00', '#000', '#fff'].map(ink), ['#ffffff', '#000000', '#ffffff', '#000000']);
    assert.equal(ink('oklch(80% 0.1 50)'), colours.light['on-door']);
  });
});
