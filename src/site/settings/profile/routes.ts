import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import { settingsRoutesOf } from '../settings-routes.ts';
import { saveProfile, showProfileForm } from './profile.ts';

const here = '/settings/profile';

/** What others see of a person. */
export function profileRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const { page, form } = settingsRoutesOf(deps);
  return [page(here, (_, shown) => showProfileForm(shown)), form(here, saveProfile)];
}
