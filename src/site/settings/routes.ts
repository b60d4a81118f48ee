import type { SiteDeps, SiteRoute } from '../site-deps.ts';
import { accountRoutes } from './account/routes.ts';

/** A person's own account. */
export function settingsRoutes(deps: SiteDeps): readonly SiteRoute[] {
  return [...accountRoutes(deps)];
}
