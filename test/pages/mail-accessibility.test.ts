/** Every mail with axe, in a browser that stands for programs that show HTML: a mail can be read on any screen. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { mailFixtures, sampleSender } from '../../src/pages/mail/mail-fixtures.ts';
import { renderMail } from '../../src/pages/mail/render-mail.ts';
import { launchChromium, withChromium } from '../support/chromium.ts';
import { bringAxe, findBarriers } from './axe.ts';
import { bringProbe } from './probe.ts';
import { languages, NARROWEST } from './sample-looks.ts';

describe('axe finds no barrier in the mail', { ...withChromium, concurrency: 1 }, () => {
  let browser: Browser;
  let page: Page;
  const requests: string[] = [];
  before(async () => {
    browser = await launchChromium();
    page = await browser.newPage({ viewport: NARROWEST });
    page.on('request', (request) => requests.push(request.url()));
  });
  after(() => browser?.close());

  for (const { messages } of languages.filter(({ messages: { lang } }) => lang !== 'de')) {
    for (const [name, view] of Object.entries(mailFixtures)) {
      it(`${name} in ${messages.lang}, by day and by night, on a narrow screen, and loads nothing`, async () => {
        await page.setContent(renderMail(messages, sampleSender, view).html);
        await bringProbe(page);
        await bringAxe(page);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          assert.deepEqual(await findBarriers(page), [], colorScheme);
        }
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        assert.equal(overflow, 0);
        assert.deepEqual(requests, []);
      });
    }
  }
});
