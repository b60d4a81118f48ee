import { open } from '../../http/access.ts';
import { route } from '../../http/route.ts';
import type { SiteDeps, SiteRoute } from '../site-deps.ts';
import { askForReset, showAskForReset } from './ask-for-reset.ts';
import { choosePassword, showChoosePassword } from './choose-password.ts';

/** Getting back in without the password. */
export function passwordRoutes(deps: SiteDeps): readonly SiteRoute[] {
  return [
    route('page', 'GET', '/auth/password/new', open, showAskForReset(deps)),
    route('page', 'POST', '/auth/password', open, askForReset(deps)),
    route('page', 'GET', '/auth/password/edit', open, showChoosePassword(deps)),
    route('page', 'POST', '/auth/password/edit', open, choosePassword(deps)),
  ];
}
