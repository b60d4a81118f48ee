import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import type { SettingsAccess } from '../settings-page.ts';
import { settingsRoutesOf } from '../settings-routes.ts';
import { deleteAccount, showDelete } from './delete.ts';

/** A suspended account stays, so that nobody slips away from what they did; its person may ask the operator. */
const access: SettingsAccess = { states: ['unconfirmed', 'pending', 'disabled'], needsProof: true };

const here = '/settings/delete';

/** Deletion of one's own account. */
export function deleteRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const { page, form } = settingsRoutesOf(deps);
  return [page(here, showDelete, access), form(here, deleteAccount, access)];
}
