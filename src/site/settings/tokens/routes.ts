import { open } from '../../../http/access.ts';
import { route } from '../../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import { settingsForm, settingsPage } from '../settings-page.ts';
import { makeToken, revokeToken, showNewToken, showTokens } from './tokens.ts';

const here = '/settings/tokens';
const form = `${here}/new`;
const proven = { needsProof: true };

/** Personal access tokens. */
export function tokenRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const revoke = settingsForm(deps, here, (sent) => revokeToken(deps, sent));
  return [
    route(
      'page',
      'GET',
      here,
      open,
      settingsPage(deps, here, (page) => showTokens(deps, page)),
    ),
    route(
      'page',
      'POST',
      here,
      open,
      settingsForm(deps, form, (sent) => makeToken(deps, sent), proven),
    ),
    route(
      'page',
      'GET',
      form,
      open,
      settingsPage(deps, form, (page) => showNewToken(deps, page), proven),
    ),
    route('page', 'POST', `${here}/:id`, open, revoke),
    route('page', 'DELETE', `${here}/:id`, open, revoke),
  ];
}
