/** Every page in every state on a narrow screen and with large text (WCAG 2.2 §1.4.4, §1.4.10, §1.4.12). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { states } from '../../src/pages/fixtures/states.ts';
import { fixtures } from '../../src/pages/fixtures.ts';
import { layout } from '../../src/pages/layout.ts';
import { html } from '../../src/pages/markup.ts';
import { openStudio, type Studio } from '../../tools/shots/studio.ts';
import { launchChromium, withChromium } from '../support/chromium.ts';
import { firstStates } from './first-states.ts';
import { bringProbe } from './probe.ts';
import { brokenLook, enlargeText, languages, NARROWEST } from './sample-looks.ts';

let browser: Browser;
before(async () => {
  if (withChromium.skip === false) browser = await launchChromium();
});
after(async () => browser?.close());

/** What does not fit on a page, on the narrowest screen, with text of twice the size, and with spaced text. */
async function findOverflow(page: Page): Promise<readonly string[]> {
  await bringProbe(page);
  const found: string[] = [];
  const look = async (name: string, options = {}): Promise<void> => {
    const faults = (await page.evaluate(`probe.findOverflow(${JSON.stringify(options)})`)) as readonly string[];
    found.push(...faults.map((fault) => `${name}: ${fault}`));
  };
  await page.setViewportSize(NARROWEST);
  await look('320 pixels wide', { wholeLines: true });
  await page.evaluate('probe.spaceText(true)');
  await look('320 pixels wide, spaced');
  await page.evaluate('probe.spaceText(false)');
  await page.setViewportSize({ width: 800, height: 900 });
  await enlargeText(page, 200);
  await look('text of 200 %');
  await enlargeText(page, 100);
  return found;
}

describe('everything fits', { ...withChromium, concurrency: 2 }, () => {
  for (const look of languages) {
    describe(`in ${look.name}`, { concurrency: 1 }, () => {
      let studio: Studio;
      before(async () => {
        studio = await openStudio(browser, look, () => {});
      });
      after(() => studio.close());

      // German words are the longest.
      for (const fixture of look.messages.lang === 'de' ? fixtures : firstStates) {
        it(`on ${fixture.name}`, async () => {
          assert.deepEqual(await findOverflow(await studio.show(fixture)), []);
        });
      }
    });
  }
});

describe('the test would notice', withChromium, () => {
  const [broken] = states(
    'broken',
    (frame) =>
      layout(frame, {
        title: 'Broken',
        look: 'doorway',
        door: 'open',
        content: html`<h1>Broken</h1>
<p class="wide">Too wide for a phone</p>
<p class="large">Too wide when text is large</p>
<p class="cut">Hides the end of what it says</p>
<textarea class="short" readonly aria-label="Secrets">
${'one\ntwo\nthree\nfour\nfive\nsix'}</textarea>`,
      }),
    { '': undefined },
  );

  it('what is too wide for a phone or for large text, even where the page hides it, what hides its own words or lines', async () => {
    const css = `.wide { inline-size: 350px; }
.large { inline-size: 30em; max-inline-size: 830px; }
@media (max-width: 22em) { .large { inline-size: auto; } }
.cut { inline-size: 3em; white-space: nowrap !important; overflow: hidden; }
.short { block-size: 3rem; }`;
    const studio = await openStudio(browser, brokenLook(css), () => {});
    assert.ok(broken);
    const found = await findOverflow(await studio.show(broken));
    await studio.close();
    for (const pattern of [
      /320 pixels wide: <p\.wide> .* stands out of the page/,
      /text of 200 %: <p\.large> .* stands out of the page/,
      /320 pixels wide: <p\.cut> .* is narrower than its words/,
      /320 pixels wide: <textarea\.short> “Secrets” hides some of what it shows/,
    ])
      assert.ok(
        found.some((fault) => pattern.test(fault)),
        `${pattern} is not in ${found.join('\n')}`,
      );
    assert.ok(!found.some((fault) => /320.*<p\.large>/.test(fault)), found.join('\n'));
  });
});
