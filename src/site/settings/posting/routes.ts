import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import { settingsRoutesOf } from '../settings-routes.ts';
import { savePosting, showPostingForm } from './posting.ts';

const here = '/settings/posting';

/** What new posts are like. */
export function postingRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const { page, form } = settingsRoutesOf(deps);
  return [page(here, (_, shown) => showPostingForm(shown)), form(here, savePosting)];
}
