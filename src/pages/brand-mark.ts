import type { Brand, Logo } from './brand.ts';
import { door, doorIcon } from './door.ts';
import { html, type Insertable, type Markup } from './markup.ts';

/** Whose page it is: the logo or the door, and the name unless the logo spells it. */
export function brandMark({ logo }: Brand, name: string): Markup {
  if (logo === undefined) return html`${door('ajar')}<bdi>${name}</bdi>`;
  const picture = logoPicture(logo, logo.alt ?? (logo.wordmark ? name : ''));
  return logo.wordmark ? picture : html`${picture}<bdi>${name}</bdi>`;
}

function logoPicture({ url, darkUrl, width, height }: Logo, alt: string): Markup {
  const sizes = html`${width !== undefined && html` width="${width}"`}${height !== undefined && html` height="${height}"`}`;
  const picture = html`<img class="logo" src="${url}" alt="${alt}"${sizes}>`;
  if (darkUrl === undefined) return picture;
  return html`<picture><source media="(prefers-color-scheme: dark)" srcset="${darkUrl}">${picture}</picture>`;
}

/** The picture for the tab. A wordmark is too wide for one: then browsers ask the host for its `/favicon.ico`. */
export function brandIcon({ logo }: Brand): Insertable {
  return !logo?.wordmark && html`<link rel="icon" href="${logo?.url ?? doorIcon}">`;
}
