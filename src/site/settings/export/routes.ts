import { open } from '../../../http/access.ts';
import { route } from '../../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import { type SettingsAccess, settingsForm, settingsPage } from '../settings-page.ts';
import { downloadExport, showExport } from './export.ts';

/** Everybody may know what is kept about them, whatever became of their account. */
const access: SettingsAccess = { states: ['unconfirmed', 'pending', 'disabled', 'suspended'], needsProof: true };

const here = '/settings/export';

/** A person's data, into their own hands. */
export function exportRoutes(deps: SiteDeps): readonly SiteRoute[] {
  return [
    route('page', 'GET', here, open, settingsPage(deps, here, showExport, access)),
    route(
      'page',
      'POST',
      here,
      open,
      settingsForm(deps, here, (form) => downloadExport(deps, form), access),
    ),
  ];
}
