import { pictureLimits } from '../../../accounts/profile/read-picture.ts';
import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import { settingsRoutesOf } from '../settings-routes.ts';
import { savePictures } from './pictures.ts';
import { saveProfile, showProfileForm } from './profile.ts';

const here = '/settings/profile';

/** What others see of a person. */
export function profileRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const { page, form } = settingsRoutesOf(deps);
  return [
    page(here, showProfileForm),
    form(here, saveProfile),
    form(`${here}/pictures`, savePictures, { withFiles: 3 * pictureLimits.bytes }, here),
  ];
}
