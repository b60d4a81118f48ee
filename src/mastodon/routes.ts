import type { AccountPerson } from '../accounts/person.ts';
import { anyToken, open, publicTo, user } from '../http/access.ts';
import { type Route, route } from '../http/route.ts';
import { type AppsDeps, answerRegisterApp, answerVerifyApp } from './apps.ts';
import { leadToChangePassword } from './change-password.ts';
import { follow, unfollow } from './follow-account.ts';
import { listFollowers, listFollowing } from './follow-lists.ts';
import { showHostMeta } from './host-meta.ts';
import { showInstance, showInstanceV1 } from './instance.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import { showNodeinfo, showNodeinfoLinks } from './nodeinfo.ts';
import { THUMBNAIL_PATH } from './picture-paths.ts';
import { showPicture, showThumbnail } from './pictures.ts';
import { leadToProfile } from './profile.ts';
import { lookUpAccount, showAccount, showAccounts } from './show-accounts.ts';
import { showRelationships } from './show-relationships.ts';
import { verifyCredentials } from './verify-credentials.ts';
import { showWebfinger } from './webfinger.ts';

const readsAccounts = publicTo('read', 'read:accounts');
const writesFollows = user('follow', 'write', 'write:follows');

/**
 * What Mastodon offers beside OAuth: one line a method, with the scopes of which a token must hold one. The first
 * path that fits answers, so names stand before `:id`.
 */
export function mastodonRoutes(deps: MastodonDeps & AppsDeps): readonly Route<AccountPerson>[] {
  return [
    route('api', 'POST', '/api/v1/apps', open, answerRegisterApp(deps)),
    route('api', 'GET', '/api/v1/apps/verify_credentials', anyToken(), answerVerifyApp(deps)),

    route(
      'api',
      'GET',
      '/api/v1/accounts/verify_credentials',
      user('profile', 'read', 'read:accounts'),
      verifyCredentials(deps),
    ),
    route('api', 'GET', '/api/v1/accounts/relationships', user('read', 'read:follows'), showRelationships(deps)),
    route('api', 'GET', '/api/v1/accounts/lookup', readsAccounts, lookUpAccount(deps)),
    route('api', 'GET', '/api/v1/accounts', readsAccounts, showAccounts(deps)),
    route('api', 'GET', '/api/v1/accounts/:id', readsAccounts, showAccount(deps)),
    route('api', 'GET', '/api/v1/accounts/:id/followers', readsAccounts, listFollowers(deps)),
    route('api', 'GET', '/api/v1/accounts/:id/following', readsAccounts, listFollowing(deps)),
    route('api', 'POST', '/api/v1/accounts/:id/follow', writesFollows, follow(deps)),
    route('api', 'POST', '/api/v1/accounts/:id/unfollow', writesFollows, unfollow(deps)),

    route('api', 'GET', '/api/v1/instance', open, showInstanceV1(deps)),
    route('api', 'GET', '/api/v2/instance', open, showInstance(deps)),

    route('discovery', 'GET', '/.well-known/nodeinfo', open, showNodeinfoLinks(deps)),
    route('discovery', 'GET', '/nodeinfo/2.0', open, showNodeinfo(deps, '2.0')),
    route('discovery', 'GET', '/nodeinfo/2.1', open, showNodeinfo(deps, '2.1')),
    route('discovery', 'GET', '/.well-known/host-meta', open, showHostMeta(deps)),
    route('discovery', 'GET', '/.well-known/webfinger', open, showWebfinger(deps)),
    route('discovery', 'GET', '/.well-known/change-password', open, leadToChangePassword(deps)),

    // Web apps draw these on their own pages, hence a surface with CORS.
    route('discovery', 'GET', '/pictures/avatars/:file', open, showPicture(deps, 'avatars')),
    route('discovery', 'GET', '/pictures/headers/:file', open, showPicture(deps, 'headers')),
    route('discovery', 'GET', THUMBNAIL_PATH, open, showThumbnail(deps)),

    route('page', 'GET', '/users/:username', open, leadToProfile(deps)),
  ];
}
