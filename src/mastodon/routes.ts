import { anyToken, app, open, publicTo, user, waitingUser } from '../http/access.ts';
import { type Route, route } from '../http/route.ts';
import type { Person } from '../protocol/person.ts';
import { listModerated, moderate, showModerated, takeAction } from './admin-accounts.ts';
import { type AppsDeps, answerRegisterApp, answerVerifyApp } from './apps.ts';
import { leadToChangePassword } from './change-password.ts';
import { answerCheckConfirmation, answerResendConfirmation } from './confirm-email.ts';
import { follow, unfollow } from './follow-account.ts';
import { listFollows } from './follow-lists.ts';
import { showHostMeta } from './host-meta.ts';
import { showInstance, showInstanceV1 } from './instance.ts';
import type { InstanceDeps } from './instance-deps.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import type { ModeratedAct, Moderating } from './moderation.ts';
import { showNodeinfo, showNodeinfoLinks } from './nodeinfo.ts';
import type { People } from './people.ts';
import { THUMBNAIL_PATH } from './picture-paths.ts';
import { showPicture, showThumbnail } from './pictures.ts';
import { leadToProfile } from './profile.ts';
import { lookUpAccount, showAccount, showAccounts } from './show-accounts.ts';
import { showRelationships } from './show-relationships.ts';
import { answerSignUp, type SignUpApiDeps } from './sign-up-account.ts';
import { verifyCredentials } from './verify-credentials.ts';
import { showWebfinger } from './webfinger.ts';

/** Registration, and what an app learns of itself. */
export function appRoutes<P extends Person>(deps: AppsDeps): readonly Route<P>[] {
  return [
    route('api', 'POST', '/api/v1/apps', open, answerRegisterApp(deps)),
    route('api', 'GET', '/api/v1/apps/verify_credentials', anyToken(), answerVerifyApp(deps)),
  ];
}

const readsAccounts = publicTo('read', 'read:accounts');
const writesFollows = user('follow', 'write', 'write:follows');

/**
 * The methods about accounts: one line a method, with the scopes of which a token must hold one. Those are there whose
 * needs the people behind the server meet. The first path that fits answers, so names stand before `:id`.
 */
export function accountRoutes<P extends Person>(deps: MastodonDeps<P>): readonly Route<P>[] {
  const { people } = deps;
  const accounts = '/api/v1/accounts';
  const mine = user('profile', 'read', 'read:accounts');
  const follows = user('read', 'read:follows');
  return [
    route<P, typeof mine>('api', 'GET', `${accounts}/verify_credentials`, mine, verifyCredentials(deps)),
    ...having(people.relationships, (list) =>
      route<P, typeof follows>('api', 'GET', `${accounts}/relationships`, follows, showRelationships(deps, list)),
    ),
    ...having(people.profile && people.findByUsername, (find) =>
      route<P, typeof readsAccounts>('api', 'GET', `${accounts}/lookup`, readsAccounts, lookUpAccount(deps, find)),
    ),
    ...having(people.profile, () => [
      route<P, typeof readsAccounts>('api', 'GET', accounts, readsAccounts, showAccounts(deps)),
      route<P, typeof readsAccounts>('api', 'GET', `${accounts}/:id`, readsAccounts, showAccount(deps)),
    ]),
    ...having(people.profile && people.listFollowers, (list) =>
      listRoute('followers', listFollows(deps, 'followers', list)),
    ),
    ...having(people.profile && people.listFollowing, (list) =>
      listRoute('following', listFollows(deps, 'following', list)),
    ),
    ...having(people.follow, (ask) =>
      route<P, typeof writesFollows>('api', 'POST', `${accounts}/:id/follow`, writesFollows, follow(deps, ask)),
    ),
    ...having(people.unfollow, (end) =>
      route<P, typeof writesFollows>('api', 'POST', `${accounts}/:id/unfollow`, writesFollows, unfollow(deps, end)),
    ),
    // Web apps draw these on their own pages, hence a surface with CORS.
    route('discovery', 'GET', '/pictures/avatars/:file', open, showPicture(deps, 'avatars')),
    route('discovery', 'GET', '/pictures/headers/:file', open, showPicture(deps, 'headers')),
  ];
}

/**
 * The methods by which staff looks at accounts and acts on them, for hosts that offer it. Scopes only narrow what a token
 * may: the role of its person decides, at each use.
 */
export function moderationRoutes<P extends Person>(
  deps: MastodonDeps<P>,
  moderating: Moderating<P>,
): readonly Route<P>[] {
  const reads = user('admin:read', 'admin:read:accounts');
  const writes = user('admin:write', 'admin:write:accounts');
  const [accounts, one] = ['/api/v1/admin/accounts', '/api/v1/admin/accounts/:id'];
  const act = (name: string, does: ModeratedAct | undefined) =>
    route<P, typeof writes>('api', 'POST', `${one}/${name}`, writes, moderate(deps, moderating, does));
  return [
    route<P, typeof reads>('api', 'GET', accounts, reads, listModerated(deps, moderating, 'v1')),
    route<P, typeof reads>('api', 'GET', '/api/v2/admin/accounts', reads, listModerated(deps, moderating, 'v2')),
    route<P, typeof reads>('api', 'GET', one, reads, showModerated(deps, moderating)),
    route<P, typeof writes>('api', 'DELETE', one, writes, moderate(deps, moderating, 'delete')),
    route<P, typeof writes>('api', 'POST', `${one}/action`, writes, takeAction(deps, moderating)),
    act('approve', 'approve'),
    act('reject', 'reject'),
    act('enable', 'enable'),
    act('unsuspend', 'unsuspend'),
    // No account is limited here, so there is nothing to end.
    act('unsilence', undefined),
    act('unsensitive', undefined),
  ];
}

function listRoute<P extends Person>(
  name: 'followers' | 'following',
  handle: ReturnType<typeof listFollows<P>>,
): Route<P> {
  return route<P, typeof readsAccounts>('api', 'GET', `/api/v1/accounts/:id/${name}`, readsAccounts, handle);
}

/** Signing up through an app, and confirming the address: where the people behind the server let others join. */
export function signUpRoutes<P extends Person>(
  deps: SignUpApiDeps,
  { signUps }: Pick<People<P>, 'signUps'>,
): readonly Route<P>[] {
  const asApp = app('write', 'write:accounts');
  const waiting = waitingUser('write', 'write:accounts');
  return having(signUps, (ways) => [
    route<P, typeof asApp>('api', 'POST', '/api/v1/accounts', asApp, answerSignUp(deps, ways)),
    route<P, typeof waiting>(
      'api',
      'POST',
      '/api/v1/emails/confirmations',
      waiting,
      answerResendConfirmation(deps, ways),
    ),
    route<P, typeof readsAccounts>(
      'api',
      'GET',
      '/api/v1/emails/check_confirmation',
      readsAccounts,
      answerCheckConfirmation(),
    ),
  ]);
}

/** The routes that need something, where it is there. */
function having<T, P extends Person>(
  needed: T | undefined,
  declare: (needed: T) => Route<P> | readonly Route<P>[],
): readonly Route<P>[] {
  return needed === undefined ? [] : [declare(needed)].flat();
}

/** What a server tells of itself, for an instance that has nobody else to tell it. */
export function instanceRoutes<P extends Person>(deps: InstanceDeps<P>): readonly Route<P>[] {
  return [
    route('api', 'GET', '/api/v1/instance', open, showInstanceV1(deps)),
    route('api', 'GET', '/api/v2/instance', open, showInstance(deps)),
    route('discovery', 'GET', '/.well-known/nodeinfo', open, showNodeinfoLinks(deps)),
    route('discovery', 'GET', '/nodeinfo/2.0', open, showNodeinfo(deps, '2.0')),
    route('discovery', 'GET', '/nodeinfo/2.1', open, showNodeinfo(deps, '2.1')),
    route('discovery', 'GET', THUMBNAIL_PATH, open, showThumbnail(deps)),
  ];
}

/** How people of a server are found by name, for a host that has no other software for it. */
export function discoveryRoutes<P extends Person>(
  issuer: string,
  people: People<P>,
  changePassword?: string,
): readonly Route<P>[] {
  return [
    route('discovery', 'GET', '/.well-known/host-meta', open, showHostMeta(issuer)),
    route('discovery', 'GET', '/.well-known/change-password', open, leadToChangePassword(issuer, changePassword)),
    ...having(people.findByUsername, (find) => [
      route<P, typeof open>('discovery', 'GET', '/.well-known/webfinger', open, showWebfinger(issuer, find)),
      route<P, typeof open>('page', 'GET', '/users/:username', open, leadToProfile(issuer, find)),
    ]),
  ];
}
