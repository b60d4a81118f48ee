/**
 * Photographs every page in every state: wide and on a phone, light and dark, left to right and right to left, in its own
 * colours and in a brand's. `node tools/shots/shots.ts [part of a name …]` writes `.shots/`; start with `.shots/index.html`.
 * It fails when a page scrolls sideways or when Chromium reports anything, a broken Content-Security-Policy for instance.
 * `--readme` makes the pictures of the README instead.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Fixture } from '../../src/pages/fixtures/states.ts';
import { fixtures } from '../../src/pages/fixtures.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import { type Look, looks } from './looks.ts';
import { photographForReadme } from './readme-pictures.ts';
import { openStudio } from './studio.ts';

const folder = fileURLToPath(new URL('../../.shots/', import.meta.url));
const complaints: string[] = [];
const complain = (complaint: string) => complaints.push(complaint);
const wanted = process.argv.slice(2);

const browser = await launchChromium();
try {
  const summary = wanted.includes('--readme')
    ? await photographForReadme(browser, complain)
    : await photographAll(browser);
  process.stdout.write(`${[summary, ...complaints].join('\n')}\n`);
} finally {
  await browser.close();
}
process.exitCode = complaints.length === 0 ? 0 : 1;

async function photographAll(browser: Browser): Promise<string> {
  const chosen = fixtures.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
  if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all(looks.map((look) => photographIn(look, browser, chosen)));
  await writeFile(`${folder}index.html`, contactSheet(chosen));
  return `${chosen.length * looks.length} pictures in ${folder}`;
}

async function photographIn(look: Look, browser: Browser, chosen: readonly Fixture[]): Promise<void> {
  const studio = await openStudio(browser, look, complain);
  for (const fixture of chosen) await photograph(await studio.show(fixture), fixture, look);
  await studio.close();
}

async function photograph(page: Page, fixture: Fixture, look: Look): Promise<void> {
  await page.evaluate('for (const details of document.querySelectorAll("main details")) details.open = true');
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  if (overflow !== 0) complain(`${look.name} ${fixture.name}: scrolls sideways by ${overflow} pixels`);
  await page.screenshot({ path: `${folder}${fixture.name}.${look.name}.png`, fullPage: true });
}

function contactSheet(chosen: readonly Fixture[]): string {
  const rows = chosen.map(
    ({ name }) =>
      `<h2>${name}</h2><p>${looks.map((look) => `<a href="${name}.${look.name}.png"><img src="${name}.${look.name}.png" alt="${look.name}" loading="lazy"></a>`).join(' ')}</p>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Pages</title><style>p{display:flex;gap:8px;overflow:auto}img{height:420px}</style>${rows.join('\n')}`;
}
