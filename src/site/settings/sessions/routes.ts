import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import type { SettingsAccess } from '../settings-page.ts';
import { settingsRoutesOf } from '../settings-routes.ts';
import { endOneSession, endOthers, showSessions } from './sessions.ts';

/** Who is signed in may be looked at and ended in every state: a locked-out account may be in strange hands too. */
const anybody: SettingsAccess = { states: ['unconfirmed', 'pending', 'disabled', 'suspended'] };

const here = '/settings/sessions';

/** Signed-in browsers. */
export function sessionRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const { page, form } = settingsRoutesOf(deps);
  const endOne = form(`${here}/:id`, endOneSession, anybody, here);
  return [
    page(here, showSessions, anybody),
    form(`${here}/end_others`, endOthers, anybody, here),
    endOne,
    { ...endOne, method: 'DELETE' },
  ];
}
