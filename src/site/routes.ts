import { open } from '../http/access.ts';
import { route } from '../http/route.ts';
import { adminRoutes } from './admin/routes.ts';
import { showHome } from './home.ts';
import { inviteRoutes } from './invites/routes.ts';
import { passwordRoutes } from './password/routes.ts';
import { setUp, showSetUp } from './set-up.ts';
import { settingsRoutes } from './settings/routes.ts';
import { secondStepRoutes } from './sign-in/routes.ts';
import { signUpRoutes } from './sign-up/routes.ts';
import type { SiteDeps, SiteRoute } from './site-deps.ts';

/** The standalone server's own pages over the built-in directory. */
export function siteRoutes(deps: SiteDeps): readonly SiteRoute[] {
  return [
    route('page', 'GET', '/', open, showHome(deps)),
    route('page', 'GET', '/auth/setup', open, showSetUp(deps)),
    route('page', 'POST', '/auth/setup', open, setUp(deps)),
    ...signUpRoutes(deps),
    ...secondStepRoutes(deps),
    ...passwordRoutes(deps),
    ...settingsRoutes(deps),
    ...inviteRoutes(deps),
    ...adminRoutes(deps),
  ];
}
