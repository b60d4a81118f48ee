import { open } from '../../../http/access.ts';
import { route } from '../../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import { type SettingsAccess, settingsForm, settingsPage } from '../settings-page.ts';
import { deleteAccount, showDelete } from './delete.ts';

/** A suspended account stays, so that nobody slips away from what they did; its person may ask the operator. */
const access: SettingsAccess = { states: ['unconfirmed', 'pending', 'disabled'], needsProof: true };

const here = '/settings/delete';

/** Deletion of one's own account. */
export function deleteRoutes(deps: SiteDeps): readonly SiteRoute[] {
  return [
    route(
      'page',
      'GET',
      here,
      open,
      settingsPage(deps, here, (page) => showDelete(deps, page), access),
    ),
    route(
      'page',
      'POST',
      here,
      open,
      settingsForm(deps, here, (form) => deleteAccount(deps, form), access),
    ),
  ];
}
