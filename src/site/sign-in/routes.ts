import type { SiteDeps, SiteRoute } from '../site-deps.ts';

/** What stands between a right password and a session. */
export function secondStepRoutes(_deps: SiteDeps): readonly SiteRoute[] {
  return [];
}
