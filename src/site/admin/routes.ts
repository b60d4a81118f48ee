import { open } from '../../http/access.ts';
import type { Incoming } from '../../http/incoming.ts';
import type { Reply } from '../../http/reply.ts';
import { route } from '../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../site-deps.ts';
import { showAccount } from './account.ts';
import { showAccounts } from './accounts.ts';
import { actOnAccount, showAct } from './act-on-account.ts';
import { deleteApp, showApp, showApps, showDeleteApp } from './apps.ts';
import { showAudit } from './audit.ts';
import { runHousekeeping, showHousekeeping } from './housekeeping.ts';
import { endAnyInvite, showAllInvites } from './invites.ts';
import { liftReachedLimit, showReachedLimits } from './limits.ts';
import { showOverview } from './overview.ts';

/** Running the server: pages that are there for staff alone. */
export function adminRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const page = (method: 'GET' | 'POST', path: string, handle: (request: Incoming) => Promise<Reply>) =>
    route('page', method, path, open, handle);
  return [
    page('GET', '/admin', showOverview(deps)),
    page('GET', '/admin/accounts', showAccounts(deps)),
    page('GET', '/admin/accounts/:id', showAccount(deps)),
    page('GET', '/admin/accounts/:id/:act', showAct(deps)),
    page('POST', '/admin/accounts/:id/:act', actOnAccount(deps)),
    page('GET', '/admin/apps', showApps(deps)),
    page('GET', '/admin/apps/:id', showApp(deps)),
    page('GET', '/admin/apps/:id/delete', showDeleteApp(deps)),
    page('POST', '/admin/apps/:id/delete', deleteApp(deps)),
    page('GET', '/admin/invites', showAllInvites(deps)),
    page('POST', '/admin/invites/:id/end', endAnyInvite(deps)),
    page('GET', '/admin/limits', showReachedLimits(deps)),
    page('POST', '/admin/limits/:id/lift', liftReachedLimit(deps)),
    page('GET', '/admin/housekeeping', showHousekeeping(deps)),
    page('POST', '/admin/housekeeping', runHousekeeping(deps)),
    page('GET', '/admin/audit', showAudit(deps)),
  ];
}
