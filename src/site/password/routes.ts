import type { SiteDeps, SiteRoute } from '../site-deps.ts';

/** Getting back in without the password. */
export function passwordRoutes(_deps: SiteDeps): readonly SiteRoute[] {
  return [];
}
