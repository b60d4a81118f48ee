/**
 * Photographs every page in every state, and every mail: wide and on a phone, light and dark, left to right and right to left, in its own
 * colours and in a brand's. `node tools/shots/shots.ts [part of a name …]` writes `.shots/`; start with `.shots/index.html`
 * and `.shots/mails.html`.
 * It fails when a page scrolls sideways or when Chromium reports anything, a broken Content-Security-Policy for instance.
 * `--readme` makes the pictures of the README instead.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Fixture } from '../../src/pages/fixtures/states.ts';
import { fixtures } from '../../src/pages/fixtures.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import { contactSheet } from './contact-sheet.ts';
import { type Look, looks } from './looks.ts';
import { photographMails } from './photograph-mails.ts';
import { photographForReadme } from './readme-pictures.ts';
import { openStudio } from './studio.ts';

/** A studio for each language and brand; the looks of one differ only in what needs no new page. */
interface Session {
  readonly looks: readonly Look[];
  readonly fixtures: readonly Fixture[];
}

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
  const started = Date.now();
  const chosen = fixtures.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
  if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const queue = planSessions(chosen);
  const pictures = queue.reduce((sum, session) => sum + session.looks.length * session.fixtures.length, 0);
  const work = async (): Promise<void> => {
    for (let session = queue.shift(); session !== undefined; session = queue.shift())
      await photographSession(session, browser);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  await writeFile(`${folder}index.html`, contactSheet(chosen, looks, isPhotographed));
  const mails = await photographMails(browser, folder, wanted, complain);
  return `${pictures + mails} pictures in ${folder} (${Math.round((Date.now() - started) / 1000)} s)`;
}

/** The longest first, so that no worker is left with it at the end; long ones in pieces. */
function planSessions(chosen: readonly Fixture[]): Session[] {
  const groups = Map.groupBy(looks, ({ messages, brand }) => `${messages.lang} ${brand.name}`);
  return [...groups.values()]
    .flatMap((group) => {
      const own = chosen.filter((fixture) => group.some((look) => isPhotographed(fixture, look)));
      const half = Math.ceil(own.length / 2);
      return [own.slice(0, half), own.slice(half)].map((part) => ({ looks: group, fixtures: part }));
    })
    .filter((session) => session.fixtures.length > 0)
    .sort((one, other) => other.looks.length * other.fixtures.length - one.looks.length * one.fixtures.length);
}

function isPhotographed(fixture: Fixture, { firstStateOnly }: Look): boolean {
  return !firstStateOnly || fixtures.find(({ page }) => page === fixture.page) === fixture;
}

async function photographSession(session: Session, browser: Browser): Promise<void> {
  const [first] = session.looks;
  if (first === undefined) return;
  const studio = await openStudio(browser, first, complain);
  for (const fixture of session.fixtures) {
    const page = await studio.show(fixture);
    await page.evaluate('for (const details of document.querySelectorAll("main details")) details.open = true');
    for (const look of session.looks) await photograph(page, fixture, look);
  }
  await studio.close();
}

async function photograph(page: Page, fixture: Fixture, look: Look): Promise<void> {
  await page.setViewportSize({ width: look.width, height: look.height });
  await page.emulateMedia({ colorScheme: look.dark ? 'dark' : 'light' });
  const { width, height, overflow } = (await page.evaluate(`(({ clientWidth, scrollWidth, scrollHeight }) =>
    ({ width: clientWidth, height: scrollHeight, overflow: scrollWidth - clientWidth }))(document.documentElement)`)) as {
    readonly width: number;
    readonly height: number;
    readonly overflow: number;
  };
  if (overflow !== 0) complain(`${look.name} ${fixture.name}: scrolls sideways by ${overflow} pixels`);
  // Asked directly, for what the library does around a picture takes as long as the picture.
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    captureBeyondViewport: true,
    optimizeForSpeed: true,
    clip: { x: 0, y: 0, width: width + overflow, height, scale: 1 },
  });
  await session.detach();
  await writeFile(`${folder}${fixture.name}.${look.name}.png`, Buffer.from(data, 'base64'));
}
