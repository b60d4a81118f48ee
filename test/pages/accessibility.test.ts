/** Every page in every state with axe: no barrier of WCAG 2.2 AA, on any screen, in either scheme, in either direction. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { type Fixture, states } from '../../src/pages/fixtures/states.ts';
import { fixtures } from '../../src/pages/fixtures.ts';
import { layout } from '../../src/pages/layout.ts';
import { html } from '../../src/pages/markup.ts';
import type { Look } from '../../tools/shots/looks.ts';
import { openStudio, type Studio } from '../../tools/shots/studio.ts';
import { launchChromium, withChromium } from '../support/chromium.ts';
import { bringAxe, findBarriers } from './axe.ts';
import { firstStates } from './first-states.ts';
import { bringProbe } from './probe.ts';
import { brokenLook, languages, NARROWEST } from './sample-looks.ts';

let browser: Browser;
before(async () => {
  if (withChromium.skip === false) browser = await launchChromium();
});
after(async () => browser?.close());

/** The scheme changes nothing but colours, so the other rules need only one of them on each screen. */
const screens = [
  { name: 'wide', dark: false, onlyContrast: false },
  { name: 'wide', dark: true, onlyContrast: true },
  { name: 'phone', dark: true, onlyContrast: false },
  { name: 'phone', dark: false, onlyContrast: true },
] as const;

/**
 * Every state is seen by day on a wide screen and by night on a phone, and one state of each page in all four. What turns
 * with the direction is not its colours: from right to left one screen shows every rule.
 */
function screensFor(look: Look, fixture: Fixture) {
  if (look.messages.dir === 'rtl') return screens.slice(2, 3);
  return !fixtures.includes(fixture) || firstStates.includes(fixture)
    ? screens
    : screens.filter(({ onlyContrast }) => !onlyContrast);
}

/** All that is wrong with a page on every screen, and all that Chromium complained about. */
async function inspect(studio: Studio, look: Look, fixture: Fixture): Promise<readonly string[]> {
  const found: string[] = [];
  const page = await studio.show(fixture);
  await bringProbe(page);
  await bringAxe(page);
  for (const { name, dark, onlyContrast } of screensFor(look, fixture)) {
    await page.setViewportSize(name === 'phone' ? NARROWEST : { width: look.width, height: look.height });
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    const barriers = await findBarriers(page, { onlyContrast });
    found.push(...barriers.map((barrier) => `${fixture.name}, ${name} ${dark ? 'dark' : 'light'}: ${barrier}`));
  }
  return found;
}

describe('axe finds no barrier', { ...withChromium, concurrency: 2 }, () => {
  for (const look of languages.filter(({ messages }) => messages.lang !== 'de')) {
    describe(`in ${look.name}`, { concurrency: 1 }, () => {
      const complaints: string[] = [];
      let studio: Studio;
      before(async () => {
        studio = await openStudio(browser, look, (complaint) => complaints.push(complaint));
      });
      after(() => studio.close());

      for (const fixture of look.messages.dir === 'rtl' ? firstStates : fixtures) {
        it(`on ${fixture.name}`, async () => {
          assert.deepEqual([...(await inspect(studio, look, fixture)), ...complaints.splice(0)], []);
        });
      }
    });
  }
});

describe('axe would find', withChromium, () => {
  const [broken] = states(
    'broken',
    (frame) =>
      layout(frame, {
        title: 'Broken',
        look: 'doorway',
        door: 'open',
        content: html`<h1>Broken</h1>
<p class="pale">Words that nobody can read</p>
<p class="night">Words that nobody can read at night</p>
<h4>A heading that belongs to none</h4>
<img src="/avatars/alice.png"><input name="nameless">
<p><a class="tiny" href="/1">1</a><a class="tiny" href="/2">2</a></p>`,
      }),
    { '': undefined },
  );
  const css = `.pale { color: #ccc; }
@media (prefers-color-scheme: dark) { .night { color: #555; } }
.tiny { display: inline-block; inline-size: 12px; block-size: 12px; overflow: hidden; }`;

  it('words that are too pale by day or by night, pictures and fields without names, a lost heading, tiny targets', async () => {
    const look = brokenLook(css);
    const studio = await openStudio(browser, look, () => {});
    const found = broken === undefined ? [] : await inspect(studio, look, broken);
    await studio.close();
    for (const pattern of [
      /wide light: color-contrast at \.pale:/,
      /wide dark: color-contrast at \.night:/,
      /phone dark: color-contrast at \.night:/,
      /wide light: image-alt at img/,
      /wide light: label at input/,
      /wide light: heading-order at h4:/,
      /phone dark: target-size at /,
    ])
      assert.ok(
        found.some((finding) => pattern.test(finding)),
        `${pattern} is not in ${found.join('\n')}`,
      );
    assert.ok(!found.some((finding) => /wide light: color-contrast at \.night/.test(finding)), 'by day it can be read');
  });
});
