import { open } from '../../../http/access.ts';
import { route } from '../../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import type { SettingsAccess } from '../settings-page.ts';
import { settingsRoutesOf } from '../settings-routes.ts';
import { askForEmailChange, callOff, showChangeEmail } from './change-email.ts';
import { changeLanguage } from './change-language.ts';
import { changeOwnPassword, showChangePassword } from './change-password.ts';
import { confirmNewEmail, showConfirmEmailChange } from './confirm-email-change.ts';
import { showAccount } from './show-account.ts';

/** Whoever waits for approval, or is locked out, may still look after their keys. */
const anybody: SettingsAccess = { states: ['pending', 'disabled'] };
const proven: SettingsAccess = { ...anybody, needsProof: true };

const here = '/settings/account';
const password = `${here}/password`;
const email = `${here}/email`;

/** Password, address and language. */
export function accountRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const { page, form } = settingsRoutesOf(deps);
  return [
    page(here, showAccount, anybody),
    page(password, (_, shown) => showChangePassword(shown), proven),
    form(password, changeOwnPassword, proven),
    page(email, (_, shown) => showChangeEmail(shown), proven),
    form(email, askForEmailChange, proven),
    form(`${email}/call_off`, callOff, anybody, here),
    form(`${here}/language`, changeLanguage, anybody, here),
    route('page', 'GET', '/auth/email_change', open, showConfirmEmailChange(deps)),
    route('page', 'POST', '/auth/email_change', open, confirmNewEmail(deps)),
  ];
}
