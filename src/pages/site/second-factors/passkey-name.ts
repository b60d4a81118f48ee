import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { visibleName } from '../../visible-name.ts';
import { siteWords } from '../words.ts';

/** What a person calls a passkey, isolated so that it cannot turn the words around it. */
export function passkeyName(frame: Frame, name: string): Markup {
  return html`<bdi>${visibleName(name, siteWords(frame).secondFactors.passkeys.nameless)}</bdi>`;
}
