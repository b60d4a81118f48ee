import { open } from '../../http/access.ts';
import { route } from '../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../site-deps.ts';
import { addInvite, endInvite, showInvites } from './invites.ts';

/** The invites that a person made. */
export function inviteRoutes(deps: SiteDeps): readonly SiteRoute[] {
  return [
    route('page', 'GET', '/settings/invites', open, showInvites(deps)),
    route('page', 'POST', '/settings/invites', open, addInvite(deps)),
    route('page', 'POST', '/settings/invites/:id/end', open, endInvite(deps)),
  ];
}
