import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import { settingsRoutesOf } from '../settings-routes.ts';
import { makeToken, revokeToken, showNewToken, showTokens } from './tokens.ts';

const here = '/settings/tokens';
const newToken = `${here}/new`;
const proven = { needsProof: true };

/** Personal access tokens. */
export function tokenRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const { page, form } = settingsRoutesOf(deps);
  const revoke = form(`${here}/:id`, revokeToken, {}, here);
  return [
    page(here, showTokens),
    form(here, makeToken, proven, newToken),
    page(newToken, showNewToken, proven),
    revoke,
    { ...revoke, method: 'DELETE' },
  ];
}
