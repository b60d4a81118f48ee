import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { notice } from '../../parts/notice.ts';
import { secretBox } from '../../parts/secret-box.ts';
import { siteWords } from '../words.ts';

/** New recovery codes, with all that must be known of them. */
export function newRecoveryCodesBox(frame: Frame, codes: readonly string[]): Markup {
  const words = siteWords(frame).secondFactors.recovery;
  return html`<p>${words.shownLead}</p>
${notice(html`<p>${words.shownOnce}</p>`, 'warning')}
${secretBox({ id: 'recovery-codes', label: words.label, secrets: codes })}`;
}
