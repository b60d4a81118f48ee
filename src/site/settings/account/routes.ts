import { open } from '../../../http/access.ts';
import { route } from '../../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import { type SettingsAccess, settingsForm, settingsPage } from '../settings-page.ts';
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
  return [
    route(
      'page',
      'GET',
      here,
      open,
      settingsPage(deps, here, (page) => showAccount(deps, page), anybody),
    ),
    route(
      'page',
      'GET',
      password,
      open,
      settingsPage(deps, password, (page) => showChangePassword(page), proven),
    ),
    route(
      'page',
      'POST',
      password,
      open,
      settingsForm(deps, password, (form) => changeOwnPassword(deps, form), proven),
    ),
    route(
      'page',
      'GET',
      email,
      open,
      settingsPage(deps, email, (page) => showChangeEmail(page), proven),
    ),
    route(
      'page',
      'POST',
      email,
      open,
      settingsForm(deps, email, (form) => askForEmailChange(deps, form), proven),
    ),
    route(
      'page',
      'POST',
      `${email}/call_off`,
      open,
      settingsForm(deps, here, (form) => callOff(deps, form), anybody),
    ),
    route(
      'page',
      'POST',
      `${here}/language`,
      open,
      settingsForm(deps, here, (form) => changeLanguage(deps, form), anybody),
    ),
    route('page', 'GET', '/auth/email_change', open, showConfirmEmailChange(deps)),
    route('page', 'POST', '/auth/email_change', open, confirmNewEmail(deps)),
  ];
}
