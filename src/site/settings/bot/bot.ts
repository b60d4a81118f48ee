import { switchPasswordGrant } from '../../../accounts/bot-access.ts';
import { pathOf } from '../../../http/paths.ts';
import { html, type Reply, redirect } from '../../../http/reply.ts';
import { allowBotPage, type BotView, botPage } from '../../../pages/site/settings/bot.ts';
import { actsOf } from '../../acts-of.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm, SettingsPage } from '../settings-page.ts';

/** `GET /settings/bot`. */
export function showBot(deps: SiteDeps, page: SettingsPage, status = 200): Reply {
  const { request, visit, account, without } = page;
  const done = request.query.all('done')[0];
  const view = {
    without,
    isOn: account.allowsPasswordGrant,
    obstacle: obstacleOf(deps, page),
    notice: done === 'on' || done === 'off' ? done : undefined,
  } as const;
  return html(botPage(visit.frame, view), status);
}

/** `GET /settings/bot/allow`: warns first. */
export function showAllowBot(deps: SiteDeps, page: SettingsPage): Reply {
  if (obstacleOf(deps, page) !== undefined) return redirect(pathOf(deps.kit.http.issuer, '/settings/bot'));
  return html(allowBotPage(page.visit.frame, page));
}

/** `POST /settings/bot/allow`: from now on, apps may sign in with the password. */
export async function allowBot(deps: SiteDeps, form: SettingsForm): Promise<Reply> {
  if (obstacleOf(deps, form) !== undefined || !(await turn(deps, form, true))) return showBot(deps, form, 409);
  return redirect(pathOf(deps.kit.http.issuer, '/settings/bot?done=on'));
}

/** `POST /settings/bot/forbid`. */
export async function forbidBot(deps: SiteDeps, form: SettingsForm): Promise<Reply> {
  await turn(deps, form, false);
  return redirect(pathOf(deps.kit.http.issuer, '/settings/bot?done=off'));
}

function turn(deps: SiteDeps, { request, account }: SettingsForm, on: boolean): Promise<boolean> {
  return switchPasswordGrant(actsOf(deps), account, on, { address: request.address });
}

function obstacleOf({ kit }: SiteDeps, { account }: SettingsPage): BotView['obstacle'] {
  if (!kit.http.features.grantTypes.includes('password')) return 'switched off';
  return account.hasSecondFactor ? 'second factor' : undefined;
}
