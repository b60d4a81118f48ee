import { linkButton } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { notice } from '../../parts/notice.ts';
import { type SettingsRoom, settingsLayout } from '../settings-layout.ts';
import { siteWords } from '../words.ts';
import { newRecoveryCodesBox } from './recovery-codes.ts';
import { type TotpOffer, totpOfferForm } from './totp-offer.ts';

/** What the page that sets up an authenticator app shows. */
export interface SetUpTotpView {
  readonly without: readonly SettingsRoom[];
  readonly offer: TotpOffer;
}

/** Lets a signed-in person set up an authenticator app. */
export function setUpTotpPage(frame: Frame, { without, offer }: SetUpTotpView): Markup {
  const words = siteWords(frame).secondFactors.totp;
  return settingsLayout(frame, {
    room: 'secondFactors',
    without,
    title: words.setUpTitle,
    content: html`<p class="lead">${words.lead}</p>
${totpOfferForm(frame, '/settings/second_factors/totp', offer)}`,
  });
}

/** What the page of new recovery codes shows. */
export interface NewRecoveryCodesView {
  readonly without: readonly SettingsRoom[];
  readonly recoveryCodes: readonly string[];
  /** What was set up just now, if it was. */
  readonly added?: 'totp' | 'passkey' | undefined;
}

/** Shows new recovery codes, once. */
export function newRecoveryCodesPage(frame: Frame, { without, recoveryCodes, added }: NewRecoveryCodesView): Markup {
  const { recovery, notices } = siteWords(frame).secondFactors;
  const done = added === 'totp' ? notices.totpAdded : notices.passkeyAdded;
  return settingsLayout(frame, {
    room: 'secondFactors',
    without,
    title: recovery.shownTitle,
    content: html`${added && notice(html`<p>${done}</p><p>${notices.othersSignedOut}</p>`, 'success')}
${newRecoveryCodesBox(frame, recoveryCodes)}
<p class="actions">${linkButton(frame.path('/settings/second_factors'), recovery.goOn, 'main')}</p>`,
  });
}
