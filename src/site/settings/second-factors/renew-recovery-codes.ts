import { makeRecoveryCodes } from '../../../accounts/second-factor/change-second-factors.ts';
import { html, type Reply } from '../../../http/reply.ts';
import { newRecoveryCodesPage } from '../../../pages/site/second-factors/set-up-totp.ts';
import { secondFactorDepsOf } from '../../second-factor-deps.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm } from '../settings-page.ts';
import { changedBy } from './changed-by.ts';
import { backWith } from './show-second-factors.ts';

/** `POST /settings/second_factors/recovery_codes`: new codes in place of all earlier ones, shown once. */
export const renewRecoveryCodes =
  (deps: SiteDeps) =>
  async (form: SettingsForm): Promise<Reply> => {
    const recoveryCodes = await makeRecoveryCodes(secondFactorDepsOf(deps), form.account, changedBy(form));
    if (recoveryCodes === undefined) return backWith(deps, 'absent');
    return html(newRecoveryCodesPage(form.visit.frame, { without: form.without, recoveryCodes }));
  };
