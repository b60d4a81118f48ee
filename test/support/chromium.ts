import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

const howToGetIt = 'Chromium was not found: install it (Debian: apt install chromium), or set CHROMIUM to its path';

/** Options of a suite that needs a real browser. Without one it is skipped, but never on a CI machine: there it fails. */
export const withChromium: { readonly skip: string | false } = {
  skip: executablePath === undefined && process.env.CI !== 'true' ? howToGetIt : false,
};

/** Starts the system's Chromium, and keeps it from calling anybody but the pages that a test opens. */
export async function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(howToGetIt);
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
