import { callOffEmailChange, requestEmailChange } from '../../../accounts/email/change-email.ts';
import { addressKey } from '../../../http/address-key.ts';
import { accountKey } from '../../../http/limits/limit-keys.ts';
import { pathOf } from '../../../http/paths.ts';
import { countOn, rateLimits, TooManyRequests } from '../../../http/rate-limiter.ts';
import { html, type Reply, redirect } from '../../../http/reply.ts';
import { type ChangeEmailView, changeEmailPage } from '../../../pages/site/settings/change-email.ts';
import { actsOf } from '../../acts-of.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm, SettingsPage } from '../settings-page.ts';

type Told = Pick<ChangeEmailView, 'problem' | 'email'>;

/** `GET /settings/account/email`. */
export function showChangeEmail({ visit, account, without }: SettingsPage, told: Told = {}, status = 200): Reply {
  const view = { without, current: account.email, email: account.unconfirmedEmail, ...told };
  return html(changeEmailPage(visit.frame, view), status);
}

/** `POST /settings/account/email`: sends a link to the new address; asked again, it sends another. */
export async function askForEmailChange(deps: SiteDeps, form: SettingsForm): Promise<Reply> {
  const { http } = deps.kit;
  const { request, account, body } = form;
  const email = body.one('email')?.trim() ?? '';
  try {
    await countOn(request, http.limiter, rateLimits.confirmationByAddress, addressKey(request.address));
    await countOn(request, http.limiter, rateLimits.confirmationByAccount, accountKey(account.id));
  } catch (error) {
    if (!(error instanceof TooManyRequests)) throw error;
    return showChangeEmail(form, { problem: 'too many requests', email }, 429);
  }
  const outcome = await requestEmailChange(actsOf(deps), account, email, { address: request.address });
  if (outcome.kind === 'refused') {
    return showChangeEmail(form, { problem: problemOf(outcome.code), email }, 422);
  }
  return redirect(pathOf(http.issuer, '/settings/account?done=email'));
}

/** `POST /settings/account/email/call_off`: the old address stays. */
export async function callOff(deps: SiteDeps, { request, account }: SettingsForm): Promise<Reply> {
  await callOffEmailChange(actsOf(deps), account, { address: request.address });
  return redirect(pathOf(deps.kit.http.issuer, '/settings/account?done=called_off'));
}

function problemOf(code: string): ChangeEmailView['problem'] {
  return code === 'blank' || code === 'too long' || code === 'unchanged' ? code : 'invalid';
}
