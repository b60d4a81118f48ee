import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const source = readFileSync(new URL('./probe.js', import.meta.url), 'utf8');

/** Prepares a page that was just opened for questions. Its own policy stays in force; a debugger is not bound by it. */
export async function bringProbe(page: Page): Promise<void> {
  await page.evaluate(source);
  await page.evaluate('probe.unfold()');
}
