import { open } from '../../http/access.ts';
import { route } from '../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../site-deps.ts';
import { confirmIdentity, showConfirmIdentity } from './confirm-identity.ts';

/** What stands between a right password and a session, and what asks for a proof again. */
export function secondStepRoutes(deps: SiteDeps): readonly SiteRoute[] {
  return [
    route('page', 'GET', '/auth/confirm_identity', open, showConfirmIdentity(deps)),
    route('page', 'POST', '/auth/confirm_identity', open, confirmIdentity(deps)),
  ];
}
