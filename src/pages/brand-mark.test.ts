import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Brand, Logo } from './brand.ts';
import { brandIcon, brandMark } from './brand-mark.ts';

const branded = (logo?: Logo): Brand => ({ name: 'Kaffeeklatsch', logo });
const mark = (logo?: Logo): string => String(brandMark(branded(logo), 'Kaffeeklatsch'));

describe('brandMark()', () => {
  it('is the door and the name where there is no logo', () => {
    assert.match(mark(), /^<svg class="door".*<bdi>Kaffeeklatsch<\/bdi>$/s);
  });

  it('is a silent picture beside the name that it belongs to', () => {
    assert.equal(mark({ url: '/logo.svg' }), '<img class="logo" src="/logo.svg" alt=""><bdi>Kaffeeklatsch</bdi>');
  });

  it('lets a wordmark say the name, so that it is not read twice', () => {
    assert.equal(
      mark({ url: '/logo.svg', wordmark: true, width: 320, height: 64 }),
      '<img class="logo" src="/logo.svg" alt="Kaffeeklatsch" width="320" height="64">',
    );
    assert.match(mark({ url: '/logo.svg', wordmark: true, alt: 'Klatsch!' }), / alt="Klatsch!"/);
  });

  it('brings another picture for the dark', () => {
    assert.match(
      mark({ url: '/logo.svg', darkUrl: '/dark.svg' }),
      /^<picture><source media="\(prefers-color-scheme: dark\)" srcset="\/dark.svg"><img class="logo" src="\/logo.svg"/,
    );
  });
});

describe('brandIcon()', () => {
  it('is the door or the logo, and the host’s own where the logo is too wide for a tab', () => {
    assert.match(String(brandIcon(branded())), /^<link rel="icon" href="data:image\/svg/);
    assert.equal(String(brandIcon(branded({ url: '/logo.svg' }))), '<link rel="icon" href="/logo.svg">');
    assert.equal(brandIcon(branded({ url: '/logo.svg', wordmark: true })), false);
  });
});
