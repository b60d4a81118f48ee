import { open } from '../../../http/access.ts';
import { route } from '../../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../../site-deps.ts';
import { type SettingsAccess, settingsForm, settingsPage } from '../settings-page.ts';
import { endOneSession, endOthers, showSessions } from './sessions.ts';

/** Who is signed in may be looked at and ended in every state: a locked-out account may be in strange hands too. */
const anybody: SettingsAccess = { states: ['unconfirmed', 'pending', 'disabled', 'suspended'] };

const here = '/settings/sessions';

/** Signed-in browsers. */
export function sessionRoutes(deps: SiteDeps): readonly SiteRoute[] {
  const endOne = settingsForm(deps, here, (form) => endOneSession(deps, form), anybody);
  return [
    route(
      'page',
      'GET',
      here,
      open,
      settingsPage(deps, here, (page) => showSessions(deps, page), anybody),
    ),
    route(
      'page',
      'POST',
      `${here}/end_others`,
      open,
      settingsForm(deps, here, (form) => endOthers(deps, form), anybody),
    ),
    route('page', 'POST', `${here}/:id`, open, endOne),
    route('page', 'DELETE', `${here}/:id`, open, endOne),
  ];
}
