import type { SiteDeps, SiteRoute } from '../site-deps.ts';

/** Running the server. */
export function adminRoutes(_deps: SiteDeps): readonly SiteRoute[] {
  return [];
}
