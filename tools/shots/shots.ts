/**
 * Photographs every page in every state: wide and on a phone, light and dark, left to right and right to left.
 * `node tools/shots/shots.ts [part of a name …]` writes `.shots/`; start with `.shots/index.html`.
 * It fails when a page scrolls sideways or when Chromium reports anything, a broken Content-Security-Policy for instance.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { type Fixture, fixtures, sampleFrame } from '../../src/pages/fixtures.ts';
import { ar } from '../../src/pages/messages/ar.ts';
import { de } from '../../src/pages/messages/de.ts';
import { en } from '../../src/pages/messages/en.ts';
import type { Messages } from '../../src/pages/messages/messages.ts';
import { createStylesheet } from '../../src/pages/styles.ts';
import { launchChromium } from '../../test/support/chromium.ts';

interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly dark: boolean;
  readonly messages: Messages;
}

const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const looks: readonly Look[] = [
  { name: 'wide-light', ...wide, dark: false, messages: en },
  { name: 'wide-dark', ...wide, dark: true, messages: en },
  { name: 'phone-light', ...phone, dark: false, messages: en },
  { name: 'phone-dark', ...phone, dark: true, messages: en },
  { name: 'wide-arabic', ...wide, dark: false, messages: ar },
  { name: 'phone-arabic', ...phone, dark: true, messages: ar },
  { name: 'phone-german', ...phone, dark: false, messages: de },
];

const origin = 'https://social.example';
const folder = fileURLToPath(new URL('../../.shots/', import.meta.url));
const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'none'; base-uri 'none'; frame-ancestors 'none'";
const picture = (colour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" preserveAspectRatio="xMidYMid slice"><path fill="${colour}" d="M0 0h8v8H0z"/><path fill="#fff8" d="M0 8l8-8v8z"/></svg>`;

const stylesheet = createStylesheet(sampleFrame().brand);
const complaints: string[] = [];
const wanted = process.argv.slice(2);
const chosen = fixtures.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));

if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const browser = await launchChromium();
try {
  await Promise.all(looks.map((look) => photographAll(browser, look)));
} finally {
  await browser.close();
}
await writeFile(`${folder}index.html`, contactSheet());
process.stdout.write(`${chosen.length * looks.length} pictures in ${folder}\n${complaints.join('\n')}\n`);
process.exitCode = complaints.length === 0 ? 0 : 1;

async function photographAll(browser: Browser, look: Look): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  let shown: Fixture | undefined;
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === stylesheet.path) return route.fulfill({ contentType: 'text/css', body: stylesheet.text });
    if (pathname.endsWith('.png'))
      return route.fulfill({
        contentType: 'image/svg+xml',
        body: picture(pathname.includes('header') ? '#48736a' : '#b3563c'),
      });
    return route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': contentSecurityPolicy },
      body: String(shown?.render(sampleFrame(look.messages, { stylesheetPath: stylesheet.path })) ?? ''),
    });
  });
  page.on('console', (message) => complaints.push(`${look.name} ${shown?.name}: ${message.text()}`));
  for (const fixture of chosen) {
    shown = fixture;
    await page.goto(`${origin}/${fixture.name}`);
    await photograph(page, fixture, look);
  }
  await context.close();
}

async function photograph(page: Page, fixture: Fixture, look: Look): Promise<void> {
  for (const details of await page.locator('details').all()) await details.locator('summary').click();
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  if (overflow !== 0) complaints.push(`${look.name} ${fixture.name}: scrolls sideways by ${overflow} pixels`);
  await page.screenshot({ path: `${folder}${fixture.name}.${look.name}.png`, fullPage: true });
}

function contactSheet(): string {
  const rows = chosen.map(
    ({ name }) =>
      `<h2>${name}</h2><p>${looks.map((look) => `<a href="${name}.${look.name}.png"><img src="${name}.${look.name}.png" alt="${look.name}" loading="lazy"></a>`).join(' ')}</p>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Pages</title><style>p{display:flex;gap:8px;overflow:auto}img{height:420px}</style>${rows.join('\n')}`;
}
