import { open } from '../../http/access.ts';
import { route } from '../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../site-deps.ts';
import { showAudit } from './audit.ts';

/** Running the server. */
export function adminRoutes(deps: SiteDeps): readonly SiteRoute[] {
  return [route('page', 'GET', '/admin/audit', open, showAudit(deps))];
}
