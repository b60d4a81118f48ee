import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { fixtures, sampleBrand, sampleFrame } from '../../src/pages/fixtures.ts';
import { en } from '../../src/pages/messages/en.ts';
import type { Look } from './looks.ts';
import { shrinkPng } from './shrink-png.ts';
import { openStudio } from './studio.ts';

/** Everybody who clones the project, and many who read about it, load these. */
const MOST_BYTES = 60_000;

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url));

interface ReadmePicture extends Look {
  readonly fixture: string;
}

const { brand } = sampleFrame();
const wide = { width: 960, height: 720, messages: en };
const phone = { width: 390, height: 844, messages: en };

const pictures: readonly ReadmePicture[] = [
  { name: 'consent-wide-light', fixture: 'consent', ...wide, dark: false, brand },
  { name: 'consent-phone-dark', fixture: 'consent-profile-only', ...phone, dark: true, brand },
  { name: 'consent-branded', fixture: 'consent-profile-only', ...phone, dark: false, brand: sampleBrand },
];

/** Makes the pictures of the README, the same each time but for the fonts of the machine, and says how large they are. */
export async function photographForReadme(browser: Browser, complain: (complaint: string) => void): Promise<string> {
  await mkdir(folder, { recursive: true });
  const summary: string[] = [];
  for (const picture of pictures) {
    const fixture = fixtures.find(({ name }) => name === picture.fixture);
    if (fixture === undefined) throw new Error(`There is no page called ${picture.fixture} to photograph.`);
    const studio = await openStudio(browser, picture, complain);
    const page = await studio.show(fixture);
    const bytes = shrinkPng(await page.screenshot({ fullPage: true }));
    await studio.close();
    await writeFile(`${folder}${picture.name}.png`, bytes);
    summary.push(`docs/images/${picture.name}.png ${bytes.length} bytes`);
    if (bytes.length > MOST_BYTES)
      complain(`${picture.name} is larger than ${MOST_BYTES} bytes: choose a smaller page.`);
  }
  return summary.join('\n');
}
