import type { SiteDeps, SiteRoute } from '../site-deps.ts';

/** Signing up, and confirming the address. */
export function signUpRoutes(_deps: SiteDeps): readonly SiteRoute[] {
  return [];
}
