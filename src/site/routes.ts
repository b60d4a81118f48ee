import type { AccountPerson } from '../accounts/person.ts';
import { open } from '../http/access.ts';
import { type Route, route } from '../http/route.ts';
import type { HostPerson } from '../library/host-person.ts';
import { showHome } from './home.ts';
import { showProfile } from './profile-page.ts';
import { setUp, showSetUp } from './set-up.ts';
import type { SiteDeps } from './site-deps.ts';

/** The standalone server's own pages over the built-in directory. */
export function siteRoutes(deps: SiteDeps): readonly Route<HostPerson<AccountPerson>>[] {
  return [
    route('page', 'GET', '/', open, showHome(deps)),
    route('page', 'GET', '/auth/setup', open, showSetUp(deps)),
    route('page', 'POST', '/auth/setup', open, setUp(deps)),
    route('page', 'GET', '/:handle{@[A-Za-z0-9_]+}', open, showProfile(deps)),
  ];
}
