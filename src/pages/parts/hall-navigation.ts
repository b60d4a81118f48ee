import type { Frame } from '../layout.ts';
import { html, type Markup } from '../markup.ts';

/** The pages of one part of the site, such as the settings. */
export interface HallNavigation {
  /** Names the landmark, and the list where it is folded away. */
  readonly label: string;
  readonly links: readonly HallLink[];
}

/** A page of this server. */
export interface HallLink {
  readonly path: string;
  readonly words: string;
  /** Whether it is the page that the reader is on. At most one is. */
  readonly current?: boolean | undefined;
}

/**
 * The list of links beside a hall's content, for `Layout.navigation`. Where there is no room beside it, it folds into one
 * line that names the page, and opens without script.
 */
export function hallNavigation(frame: Frame, { label, links }: HallNavigation): Markup {
  const here = links.find(({ current }) => current);
  return html`<nav class="rooms" aria-label="${label}"><details>
<summary><span>${label}${here && html` <span class="here">${here.words}</span>`}</span></summary>
<ul role="list">${links.map(
    ({ path, words, current }) =>
      html`<li><a href="${frame.path(path)}"${current && html` aria-current="page"`}>${words}</a></li>`,
  )}</ul>
</details></nav>`;
}
