import { changePassword } from '../../../accounts/password/change-password.ts';
import { proofOf } from '../../../accounts/person.ts';
import { accountKey } from '../../../http/limits/limit-keys.ts';
import { pathOf } from '../../../http/paths.ts';
import { countOn, rateLimits, TooManyRequests } from '../../../http/rate-limiter.ts';
import { html, type Reply, redirect, withCookies } from '../../../http/reply.ts';
import { renewSignIn } from '../../../http/sign-in.ts';
import { type ChangePasswordView, changePasswordPage } from '../../../pages/site/settings/change-password.ts';
import type { Digest } from '../../../protocol/secret.ts';
import { actsOf } from '../../acts-of.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm, SettingsPage } from '../settings-page.ts';

type Told = Pick<ChangePasswordView, 'problem' | 'endsApps'>;

/** `GET /settings/account/password`. */
export function showChangePassword({ visit, account, without }: SettingsPage, told: Told = {}, status = 200): Reply {
  const emailWaits = account.unconfirmedEmail !== undefined;
  return html(changePasswordPage(visit.frame, { without, username: account.username, emailWaits, ...told }), status);
}

/** `POST /settings/account/password`: signs out every other browser, and the apps when the person says so (decision 19). */
export async function changeOwnPassword(deps: SiteDeps, form: SettingsForm): Promise<Reply> {
  const { http } = deps.kit;
  const { request, visit, signedIn, account, body } = form;
  const endsApps = body.oneOrBlank('ends_apps') !== undefined;
  const password = body.one('password') ?? '';
  try {
    await countOn(request, http.limiter, rateLimits.passwordChangeByAccount, accountKey(account.id));
  } catch (error) {
    if (!(error instanceof TooManyRequests)) throw error;
    return showChangePassword(form, { problem: 'too many requests', endsApps }, 429);
  }
  const session = signedIn.binding as Digest;
  const outcome = await changePassword(actsOf(deps), account, {
    password,
    endsApps,
    session,
    address: request.address,
  });
  if (outcome.kind === 'refused') return showChangePassword(form, { problem: outcome.code, endsApps }, 422);
  if (outcome.kind === 'overtaken') return showChangePassword(form, { problem: 'overtaken', endsApps }, 409);
  const cookies = await renewSignIn(http, request, visit, account.id, proofOf(outcome.account));
  return withCookies(redirect(pathOf(http.issuer, '/settings/account?done=password')), cookies);
}
