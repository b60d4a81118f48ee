import { open } from '../../http/access.ts';
import { route } from '../../http/route.ts';
import type { SocialDeps, SocialRoute } from '../social-deps.ts';
import { showProfile } from './profile-page.ts';
import { leadToStatusPage, showStatusPage } from './status-page.ts';
import { showTag } from './tag-page.ts';

/** Where the addresses in entities lead in a browser. */
export function pageRoutes(deps: SocialDeps): readonly SocialRoute[] {
  const profile = '/:handle{@[A-Za-z0-9_]+}';
  return [
    route('page', 'GET', profile, open, showProfile(deps)),
    route('page', 'GET', `${profile}/:id{[0-9]+}`, open, showStatusPage(deps)),
    route('page', 'GET', '/users/:username/statuses/:id{[0-9]+}', open, leadToStatusPage(deps)),
    route('page', 'GET', '/tags/:hashtag', open, showTag(deps)),
  ];
}
