import type { Page } from 'playwright-core';
import { sampleBrand, sampleFrame } from '../../src/pages/fixtures.ts';
import { ar } from '../../src/pages/messages/ar.ts';
import { de } from '../../src/pages/messages/de.ts';
import { en } from '../../src/pages/messages/en.ts';
import type { Look } from '../../tools/shots/looks.ts';

const wide = { width: 1280, height: 900, dark: false, brand: sampleFrame().brand };

/** The languages that pages are tested in: left to right, with long words, and right to left. */
export const languages: readonly Look[] = [en, de, ar].map((messages) => ({ name: messages.lang, ...wide, messages }));

/** The narrowest screen that a page must fit on without scrolling sideways: 1280 pixels at 400 % (WCAG 2.2 §1.4.10). */
export const NARROWEST = { width: 320, height: 640 };

/** A page of the library in the colours of a brand, with more rules of its own: a place for deliberate mistakes. */
export function brokenLook(css: string): Look {
  return { name: 'broken', ...wide, messages: en, brand: { name: sampleBrand.name, css } };
}

/** Makes text as large as a reader may want it, as their browser's own setting does: media queries notice it. */
export async function enlargeText(page: Page, percent: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', {
    fontSizes: { standard: (16 * percent) / 100, fixed: (13 * percent) / 100 },
  });
  await session.detach();
}
