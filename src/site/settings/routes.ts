import type { SiteDeps, SiteRoute } from '../site-deps.ts';
import { accountRoutes } from './account/routes.ts';
import { botRoutes } from './bot/routes.ts';
import { deleteRoutes } from './delete/routes.ts';
import { exportRoutes } from './export/routes.ts';
import { postingRoutes } from './posting/routes.ts';
import { profileRoutes } from './profile/routes.ts';
import { secondFactorsRoutes } from './second-factors/routes.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { tokenRoutes } from './tokens/routes.ts';

/** A person's own account. */
export function settingsRoutes(deps: SiteDeps): readonly SiteRoute[] {
  return [
    ...profileRoutes(deps),
    ...postingRoutes(deps),
    ...accountRoutes(deps),
    ...secondFactorsRoutes(deps),
    ...sessionRoutes(deps),
    ...tokenRoutes(deps),
    ...botRoutes(deps),
    ...exportRoutes(deps),
    ...deleteRoutes(deps),
  ];
}
