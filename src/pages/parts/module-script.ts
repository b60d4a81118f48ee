import type { Frame } from '../layout.ts';
import { html, type Markup } from '../markup.ts';

/**
 * A script of this server, for what no page can do without one: a passkey ceremony. The reply must allow it by its policy,
 * and the sample of the page must say `hasScript`; everywhere else the tests refuse it.
 * @param path like `/assets/passkeys.js`
 */
export function moduleScript(frame: Frame, path: string): Markup {
  return html`<script type="module" src="${frame.path(path)}"></script>`;
}
