import { open } from '../../../http/access.ts';
import { route } from '../../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import { settingsForm, settingsPage } from '../settings-page.ts';
import { allowBot, forbidBot, showAllowBot, showBot } from './bot.ts';

const here = '/settings/bot';
const allow = `${here}/allow`;
const proven = { needsProof: true };

/** The switch for the password grant. Switching it off asks for no proof: it can only help. */
export function botRoutes(deps: SiteDeps): readonly SiteRoute[] {
  return [
    route(
      'page',
      'GET',
      here,
      open,
      settingsPage(deps, here, (page) => showBot(deps, page)),
    ),
    route(
      'page',
      'GET',
      allow,
      open,
      settingsPage(deps, allow, (page) => showAllowBot(deps, page), proven),
    ),
    route(
      'page',
      'POST',
      allow,
      open,
      settingsForm(deps, allow, (form) => allowBot(deps, form), proven),
    ),
    route(
      'page',
      'POST',
      `${here}/forbid`,
      open,
      settingsForm(deps, here, (form) => forbidBot(deps, form)),
    ),
  ];
}
