import { open, publicTo, user } from '../../http/access.ts';
import { route } from '../../http/route.ts';
import type { SocialDeps, SocialPerson, SocialRoute } from '../social-deps.ts';
import { answerFollowRequest, listFollowRequests } from './follow-requests.ts';
import { showPreferences } from './preferences.ts';
import { search, searchAccounts } from './search.ts';
import { showBroughtPicture } from './show-picture.ts';
import { removePicture, updateCredentials } from './update-credentials.ts';

const reads = user('read', 'read:accounts');
const writes = user('write', 'write:accounts');
const readsFollows = user('follow', 'read', 'read:follows');
const writesFollows = user('follow', 'write', 'write:follows');
const searches = publicTo('read', 'read:search');

/** What people say of themselves, who is found by name, and who may follow. */
export function peopleRoutes(deps: SocialDeps): readonly SocialRoute[] {
  const [accounts, requests, profile] = ['/api/v1/accounts', '/api/v1/follow_requests', '/api/v1/profile'];
  const answer = (name: 'authorize' | 'reject') =>
    route<SocialPerson, typeof writesFollows>(
      ...(['api', 'POST', `${requests}/:account_id/${name}`] as const),
      writesFollows,
      answerFollowRequest(deps, name),
    );
  const remove = (kind: 'avatar' | 'header') =>
    route<SocialPerson, typeof writes>('api', 'DELETE', `${profile}/${kind}`, writes, removePicture(deps, kind));
  return [
    route<SocialPerson, typeof writes>(
      'api',
      'PATCH',
      `${accounts}/update_credentials`,
      writes,
      updateCredentials(deps),
    ),
    route<SocialPerson, typeof reads>('api', 'GET', `${accounts}/search`, reads, searchAccounts(deps)),
    route<SocialPerson, typeof searches>('api', 'GET', '/api/v2/search', searches, search(deps)),
    route<SocialPerson, typeof reads>('api', 'GET', '/api/v1/preferences', reads, showPreferences),
    route<SocialPerson, typeof readsFollows>('api', 'GET', requests, readsFollows, listFollowRequests(deps)),
    answer('authorize'),
    answer('reject'),
    remove('avatar'),
    remove('header'),
    // Web apps draw these on their own pages, hence a surface with CORS.
    route('discovery', 'GET', '/pictures/avatars/:id/:file', open, showBroughtPicture(deps, 'avatar')),
    route('discovery', 'GET', '/pictures/headers/:id/:file', open, showBroughtPicture(deps, 'header')),
  ];
}
