import { addTotp, type Removed, removeTotp } from '../../../accounts/second-factor/change-second-factors.ts';
import { html, type Reply } from '../../../http/reply.ts';
import type { SecondFactorsNotice } from '../../../pages/site/second-factors/second-factors.ts';
import { newRecoveryCodesPage, setUpTotpPage } from '../../../pages/site/second-factors/set-up-totp.ts';
import type { TotpOffer } from '../../../pages/site/second-factors/totp-offer.ts';
import { secondFactorDepsOf } from '../../second-factor-deps.ts';
import type { SiteDeps } from '../../site-deps.ts';
import { offerTotp } from '../../totp-offer.ts';
import type { SettingsForm, SettingsPage } from '../settings-page.ts';
import { changedBy } from './changed-by.ts';
import { backWith, drawSecondFactors } from './show-second-factors.ts';

/** `GET /settings/second_factors/totp`: a seed for an authenticator app, which changes nothing yet. */
export const showSetUpTotp =
  (deps: SiteDeps) =>
  async ({ visit, account, without }: SettingsPage): Promise<Reply> =>
    html(setUpTotpPage(visit.frame, { without, offer: await offerTotp(deps, account) }));

/** `POST /settings/second_factors/totp`: begins to use the app, once one of its codes was right. */
export const setUpTotp =
  (deps: SiteDeps) =>
  async (form: SettingsForm): Promise<Reply> => {
    const { visit, account, without, body } = form;
    const sealed = body.one('offer') ?? '';
    const given = { offer: sealed, code: body.one('code') ?? '' };
    const added = await addTotp(secondFactorDepsOf(deps), account, given, changedBy(form));
    if (added.kind !== 'added') {
      const problem: TotpOffer['problem'] = added.kind === 'wrong code' ? 'wrong code' : 'expired';
      return html(
        setUpTotpPage(visit.frame, { without, offer: await offerTotp(deps, account, { sealed, problem }) }),
        422,
      );
    }
    const { recoveryCodes } = added;
    return recoveryCodes === undefined
      ? backWith(deps, 'totp added')
      : html(newRecoveryCodesPage(visit.frame, { without, recoveryCodes, added: 'totp' }));
  };

/** `POST /settings/second_factors/totp/remove`: stops using the app. */
export const endTotp =
  (deps: SiteDeps) =>
  async (form: SettingsForm): Promise<Reply> => {
    const removed = await removeTotp(secondFactorDepsOf(deps), form.account, changedBy(form));
    return answerRemoval(deps, form, removed, 'totp removed');
  };

/** What a removal came to. */
export function answerRemoval(
  deps: SiteDeps,
  form: SettingsForm,
  removed: Removed,
  done: SecondFactorsNotice,
): Reply | Promise<Reply> {
  switch (removed) {
    case 'removed':
      return backWith(deps, done);
    case 'absent':
      return backWith(deps, 'absent');
    case 'demanded':
      return drawSecondFactors(deps, form, 'last one', 422);
  }
}
