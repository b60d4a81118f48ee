import type { SiteDeps, SiteRoute } from '../site-deps.ts';

/** A person's own account. */
export function settingsRoutes(_deps: SiteDeps): readonly SiteRoute[] {
  return [];
}
