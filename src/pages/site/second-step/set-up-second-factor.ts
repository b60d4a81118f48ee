import { linkButton } from '../../forms.ts';
import { type Frame, layout } from '../../layout.ts';
import { html, type Markup } from '../../markup.ts';
import { appName, technical } from '../../names.ts';
import { notice } from '../../parts/notice.ts';
import { newRecoveryCodesBox } from '../second-factors/recovery-codes.ts';
import { type TotpOffer, totpOfferForm } from '../second-factors/totp-offer.ts';
import { siteWords } from '../words.ts';
import { passkeyForm } from './passkey-form.ts';
import { carried, signInAgain } from './second-step.ts';

/** What the page that demands a second factor shows. */
export interface SetUpSecondFactorView {
  readonly handle: string;
  readonly accountId: string;
  readonly authorization?: string | undefined;
  /** The app that waits behind the sign-in. */
  readonly app?: { readonly name: string } | undefined;
  readonly canHavePasskeys: boolean;
  readonly offer: TotpOffer;
  readonly problem?: 'passkey refused' | 'passkey known' | 'expired form' | undefined;
}

/** Lets a person whose password was right set up the second factor without which nobody may use the account. */
export function setUpSecondFactorPage(frame: Frame, view: SetUpSecondFactorView): Markup {
  const words = siteWords(frame).secondStep.setUp;
  const { problem, offer, authorization } = view;
  const isTrouble = problem !== undefined || offer.problem !== undefined;
  return layout(frame, {
    title: isTrouble ? frame.messages.common.problemTitle(words.title) : words.title,
    look: 'doorway',
    door: 'ajar',
    content: html`<h1>${words.title}</h1>
<p class="lead">${words.lead(technical(view.handle))}</p>
${view.app && html`<p>${words.appWaits(appName(frame, view.app.name))}</p>`}
${problem && html`<div class="problem" role="alert"><p>${problemWords(frame, problem)}</p></div>`}
${view.canHavePasskeys && withPasskey(frame, view)}
<section aria-labelledby="with-app">
<h2 id="with-app">${words.withApp}</h2>
<p class="hint">${siteWords(frame).secondFactors.totp.lead}</p>
${totpOfferForm(frame, '/auth/second_factor/set_up', offer, carried(view))}
</section>
<p class="aside"><a href="${frame.path(signInAgain(authorization))}">${siteWords(frame).secondStep.another}</a></p>`,
  });
}

function withPasskey(frame: Frame, view: SetUpSecondFactorView): Markup {
  const words = siteWords(frame).secondStep.setUp;
  return html`<section aria-labelledby="with-passkey">
<h2 id="with-passkey">${words.withPasskey}</h2>
<p class="hint">${words.passkeyLead}</p>
${passkeyForm(frame, {
  ceremony: 'create',
  path: '/auth/second_factor/set_up/passkey',
  options: '/auth/second_factor/set_up/passkey/options',
  button: words.addPasskey,
  look: 'main',
  content: carried(view),
})}
<noscript><p class="hint">${siteWords(frame).secondFactors.passkeys.needsScript}</p></noscript>
</section>`;
}

function problemWords(frame: Frame, problem: NonNullable<SetUpSecondFactorView['problem']>): string {
  const { secondFactors, secondStep } = siteWords(frame);
  switch (problem) {
    case 'passkey refused':
      return secondFactors.passkeys.refused;
    case 'passkey known':
      return secondFactors.passkeys.known;
    case 'expired form':
      return secondStep.problems.expiredForm;
  }
}

/** What the page after the first factor shows. */
export interface ProtectedView {
  readonly recoveryCodes: readonly string[];
  /** Where what waited goes on; complete. */
  readonly nextUrl: string;
}

/** Shows the recovery codes of a person who is signed in now, once, and then leads on. */
export function protectedPage(frame: Frame, { recoveryCodes, nextUrl }: ProtectedView): Markup {
  const { secondFactors, secondStep } = siteWords(frame);
  return layout(frame, {
    title: secondFactors.recovery.shownTitle,
    look: 'doorway',
    door: 'open',
    content: html`<h1>${secondFactors.recovery.shownTitle}</h1>
${notice(html`<p>${secondStep.setUp.done}</p>`, 'success')}
${newRecoveryCodesBox(frame, recoveryCodes)}
<p class="actions">${linkButton(nextUrl, secondStep.setUp.goOn, 'main')}</p>`,
  });
}
