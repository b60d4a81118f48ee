import { writeFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { mailFixtures, sampleSender } from '../../src/pages/mail/mail-fixtures.ts';
import { renderMail } from '../../src/pages/mail/render-mail.ts';
import { type Look, looks } from './looks.ts';

/** A mail wears no brand. */
const mailLooks = looks.filter(({ firstStateOnly }) => firstStateOnly !== true);

/** Photographs every mail as programs that show HTML do, and keeps its text beside the picture. */
export async function photographMails(
  browser: Browser,
  folder: string,
  wanted: readonly string[],
  complain: (complaint: string) => void,
): Promise<number> {
  const chosen = Object.entries(mailFixtures).filter(
    ([name]) => wanted.length === 0 || wanted.some((part) => `mail-${name}`.includes(part)),
  );
  for (const look of mailLooks) {
    const page = await browser.newPage({
      viewport: { width: look.width, height: look.height },
      colorScheme: look.dark ? 'dark' : 'light',
    });
    page.on('request', ({ url }) => complain(`${look.name}: a mail wants to load ${url()}`));
    for (const [name, view] of chosen) {
      const { subject, text, html } = renderMail(look.messages, sampleSender, view);
      await page.setContent(html);
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      if (overflow !== 0) complain(`${look.name} mail-${name}: scrolls sideways by ${overflow} pixels`);
      await page.screenshot({ path: `${folder}mail-${name}.${look.name}.png`, fullPage: true });
      await writeFile(`${folder}mail-${name}.${look.messages.lang}.txt`, `${subject}\n\n${text}`);
    }
    await page.close();
  }
  await writeFile(
    `${folder}mails.html`,
    sheetOf(
      chosen.map(([name]) => name),
      mailLooks,
    ),
  );
  return chosen.length * mailLooks.length;
}

function sheetOf(names: readonly string[], of: readonly Look[]): string {
  const rows = names.map((name) => {
    const pictures = of.map((look) => `mail-${name}.${look.name}.png`);
    return `<h2>${name}</h2><p>${pictures.map((file) => `<a href="${file}"><img src="${file}" alt="${file}" loading="lazy"></a>`).join(' ')}</p>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mails</title>
<style>body{font:1rem system-ui}p{display:flex;gap:8px;overflow:auto}img{height:420px}</style><h1>Mails</h1>${rows.join('\n')}</html>`;
}
