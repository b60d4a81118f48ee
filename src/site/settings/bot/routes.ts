import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import { settingsRoutesOf } from '../settings-routes.ts';
import { allowBot, forbidBot, showAllowBot, showBot } from './bot.ts';

const here = '/settings/bot';
const allow = `${here}/allow`;
const proven = { needsProof: true };

/** The switch for the password grant. Switching it off asks for no proof: it can only help. */
export function botRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const { page, form } = settingsRoutesOf(deps);
  return [
    page(here, showBot),
    page(allow, showAllowBot, proven),
    form(allow, allowBot, proven),
    form(`${here}/forbid`, forbidBot, {}, here),
  ];
}
