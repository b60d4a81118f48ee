/** Every page in every state by keyboard alone (WCAG 2.2 §2.1.1, §2.1.2, §2.4.3, §2.4.7, §2.4.11, §2.5.8). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { states } from '../../src/pages/fixtures/states.ts';
import { fixtures } from '../../src/pages/fixtures.ts';
import { layout } from '../../src/pages/layout.ts';
import { html } from '../../src/pages/markup.ts';
import { openStudio, type Studio } from '../../tools/shots/studio.ts';
import { launchChromium, withChromium } from '../support/chromium.ts';
import { firstStates } from './first-states.ts';
import { bringProbe } from './probe.ts';
import { brokenLook, languages, NARROWEST } from './sample-looks.ts';
import { walkByKeyboard } from './walk-by-keyboard.ts';

let browser: Browser;
before(async () => {
  if (withChromium.skip === false) browser = await launchChromium();
});
after(async () => browser?.close());

const [english, , arabic] = languages;
const walks = [
  { ...english, name: 'wide' },
  { ...arabic, ...NARROWEST, name: 'on a phone from right to left' },
] as typeof languages;

describe('the keyboard reaches everything, in order, and shows where it is', {
  ...withChromium,
  concurrency: 2,
}, () => {
  for (const look of walks) {
    describe(look.name, { concurrency: 1 }, () => {
      let studio: Studio;
      before(async () => {
        studio = await openStudio(browser, look, () => {});
      });
      after(() => studio.close());

      for (const fixture of look.messages.dir === 'rtl' ? firstStates : fixtures) {
        it(`on ${fixture.name}`, async () => {
          const page = await studio.show(fixture);
          await bringProbe(page);
          assert.deepEqual(await walkByKeyboard(page), []);
        });
      }
    });
  }
});

describe('the walk would notice', withChromium, () => {
  const [broken] = states(
    'broken',
    (frame) =>
      layout(frame, {
        title: 'Broken',
        look: 'hall',
        door: 'open',
        content: html`<h1>Broken</h1>
<p><a class="last" href="/last">Last</a></p>
<p><a class="invisible" href="/invisible">Shows no focus</a></p>
<p><a class="button tiny" href="/tiny">T</a></p>
<p><a href="/lost" tabindex="-1">Cannot be reached</a></p>
<p><a class="button buried" href="/buried">Is buried</a></p>
<p><a class="first" href="/first" tabindex="3">Comes too early</a></p>
<p class="shroud"></p>`,
      }),
    { '': undefined },
  );
  const css = `.invisible:focus { outline: none; }
.tiny { padding: 0; inline-size: 10px; block-size: 10px; overflow: hidden; }
.button.buried { position: fixed; inset-block-end: 0; inset-inline-start: 0; }
.shroud { position: fixed; inset-block-end: 0; inset-inline: 0; block-size: 6rem; background: var(--ink); }`;

  it('what cannot be reached, comes too early, shows no focus, is tiny or is covered', async () => {
    const studio = await openStudio(browser, brokenLook(css), () => {});
    assert.ok(broken);
    const page = await studio.show(broken);
    await bringProbe(page);
    const found = await walkByKeyboard(page);
    await studio.close();
    for (const pattern of [
      /“Shows no focus” does not show that it has the focus/,
      /“T” is only 1\d by 1\d pixels large/,
      /“Cannot be reached” cannot be reached/,
      /“Is buried” is covered/,
      /“Comes too early” is out of order by its tabindex/,
    ])
      assert.ok(
        found.some((fault) => pattern.test(fault)),
        `${pattern} is not in ${found.join('\n')}`,
      );
    assert.equal(found.length, 5, found.join('\n'));
  });

  it('a field that keeps the keyboard', async () => {
    const studio = await openStudio(browser, brokenLook(''), () => {});
    assert.ok(broken);
    const page = await studio.show(broken);
    await bringProbe(page);
    await page.evaluate(
      `document.querySelector('.tiny').addEventListener('keydown', (event) => event.preventDefault())`,
    );
    const found = await walkByKeyboard(page);
    await studio.close();
    assert.ok(
      found.some((fault) => /“T” keeps the keyboard/.test(fault)),
      found.join('\n'),
    );
  });
});
