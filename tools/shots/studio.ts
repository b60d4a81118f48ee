import type { Browser, Page } from 'playwright-core';
import { createSurfaceHeaders } from '../../src/http/surface-headers.ts';
import type { Fixture } from '../../src/pages/fixtures/states.ts';
import { sampleFrame } from '../../src/pages/fixtures.ts';
import { passkeyScript } from '../../src/pages/site/passkey-script.ts';
import { createStylesheet } from '../../src/pages/styles.ts';
import type { Look } from './looks.ts';

/** A browser that shows sample pages in one look, with the headers that the server sends. */
export interface Studio {
  readonly show: (fixture: Fixture) => Promise<Page>;
  readonly close: () => Promise<void>;
}

const origin = 'https://social.example';

/** Opens a studio. What Chromium reports, a broken Content-Security-Policy for instance, goes to `complain`. */
export async function openStudio(browser: Browser, look: Look, complain: (complaint: string) => void): Promise<Studio> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const stylesheet = createStylesheet(look.brand);
  let shown: Fixture | undefined;
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === stylesheet.path) return route.fulfill({ contentType: 'text/css', body: stylesheet.text });
    if (pathname.endsWith('.png')) return route.fulfill({ contentType: 'image/svg+xml', body: pictureOf(pathname) });
    if (pathname === passkeyScript.path)
      return route.fulfill({ contentType: 'text/javascript', body: passkeyScript.text });
    if (pathname.endsWith('.js')) return route.fulfill({ contentType: 'text/javascript', body: '' });
    const frame = sampleFrame(look.messages, { brand: look.brand, stylesheetPath: stylesheet.path });
    return route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: headersOf(shown),
      body: String(shown?.render(frame) ?? ''),
    });
  });
  page.on('console', (message) => complain(`${look.name} ${shown?.name}: ${message.text()}`));
  return {
    async show(fixture) {
      shown = fixture;
      await page.goto(`${origin}/${fixture.name}`);
      return page;
    },
    close: () => context.close(),
  };
}

/** The server's own; where a page may have a script, the script may run. */
function headersOf(fixture: Fixture | undefined): Record<string, string> {
  const { page } = createSurfaceHeaders({ issuer: origin, imageSources: [] });
  const policy = page['Content-Security-Policy'] ?? '';
  const scripts = fixture?.hasScript ? "script-src 'self'" : "script-src 'none'";
  return { ...page, 'Content-Security-Policy': policy.replace("script-src 'none'", scripts) };
}

function pictureOf(pathname: string): string {
  const colour = pathname.includes('header') ? '#48736a' : '#b3563c';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" preserveAspectRatio="xMidYMid slice"><path fill="${colour}" d="M0 0h8v8H0z"/><path fill="#fff8" d="M0 8l8-8v8z"/></svg>`;
}
