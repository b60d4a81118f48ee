import type { Route } from '../http/route.ts';
import type { Person } from '../protocol/person.ts';
import type { AppsDeps } from './apps.ts';
import type { InstanceDeps } from './instance-deps.ts';
import type { MastodonDeps } from './mastodon-deps.ts';
import type { Moderating } from './moderation.ts';
import type { People } from './people.ts';
import { accountRoutes, appRoutes, discoveryRoutes, instanceRoutes, moderationRoutes, signUpRoutes } from './routes.ts';
import type { SignUpApiDeps } from './sign-up-account.ts';

const never = () => {
  throw new Error('Routes are only declared here');
};

/** Everything that a host may offer, so that every route is declared. */
export const everything: { readonly [Key in keyof People<Person>]-?: NonNullable<People<Person>[Key]> } = {
  profile: never,
  findMany: never,
  findByUsername: never,
  count: never,
  countStatuses: never,
  listFollowers: never,
  listFollowing: never,
  countFollowRequests: never,
  relationships: never,
  follow: never,
  unfollow: never,
  signUps: { signUp: never, resendConfirmation: never },
};

/** What a host may offer to its staff. */
export const everythingForStaff: Moderating<Person> = { isStaff: never, describe: never, list: never, act: never };

/** The declaration of every method beside OAuth; handlers are only declared, never called. */
export function declaredRoutes(): readonly Route[] {
  const origin = 'https://social.example';
  const people = { issuer: origin, people: everything };
  return [
    ...appRoutes({} as AppsDeps),
    ...accountRoutes(people as MastodonDeps),
    ...moderationRoutes(people as MastodonDeps, everythingForStaff),
    ...signUpRoutes<Person>({} as SignUpApiDeps, { signUps: everything.signUps }),
    ...instanceRoutes(people as InstanceDeps),
    ...discoveryRoutes<Person>(origin, everything),
  ];
}
