import { open } from '../../../http/access.ts';
import { route } from '../../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import { settingsForm, settingsPage } from '../settings-page.ts';
import { saveProfile, showProfileForm } from './profile.ts';

const here = '/settings/profile';

/** What others see of a person. */
export function profileRoutes(deps: SiteDeps): readonly SiteRoute[] {
  return [
    route(
      'page',
      'GET',
      here,
      open,
      settingsPage(deps, here, (page) => showProfileForm(page)),
    ),
    route(
      'page',
      'POST',
      here,
      open,
      settingsForm(deps, here, (form) => saveProfile(deps, form)),
    ),
  ];
}
