import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import type { SettingsAccess } from '../settings-page.ts';
import { settingsRoutesOf } from '../settings-routes.ts';
import { downloadExport, showExport } from './export.ts';

/** Everybody may know what is kept about them, whatever became of their account. */
const access: SettingsAccess = { states: ['unconfirmed', 'pending', 'disabled', 'suspended'], needsProof: true };

const here = '/settings/export';

/** A person's data, into their own hands. */
export function exportRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const { page, form } = settingsRoutesOf(deps);
  return [page(here, (_, shown) => showExport(shown), access), form(here, downloadExport, access)];
}
