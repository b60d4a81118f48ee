import type { UserCaller } from '../../http/access.ts';
import { recordNotFound, validationFailed } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import { json, type Reply } from '../../http/reply.ts';
import { readBoolean } from '../../protocol/boolean.ts';
import type { Parameters } from '../../protocol/parameters.ts';
import { type NotificationType, notificationTypes, type PushSubscription, pushPolicies } from '../ports.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { findTargetProblems, openTarget, sealTarget } from './push-target.ts';
import { subscriptionEntity } from './subscription-entity.ts';

type ByUser = UserCaller<SocialPerson>;

/** `POST /api/v1/push/subscription`: the token's one subscription, in the place of a former one. */
export const subscribe =
  (deps: SocialDeps) =>
  async (request: Incoming, { person, token }: ByUser): Promise<Reply> => {
    const body = await request.body();
    const of = (name: string) => body.oneOrBlank(`subscription[${name}`) ?? '';
    const target = { endpoint: of('endpoint]'), p256dh: of('keys][p256dh]'), auth: of('keys][auth]') };
    const problems = findTargetProblems(target, deps.pushesToLoopback);
    if (problems.length > 0) throw validationFailed(problems);
    const standard = body.oneOrBlank('subscription[standard]');
    const subscription = await deps.store.push.set({
      tokenId: token.id,
      accountId: person.id,
      sealedTarget: sealTarget(deps.secrets, token.id, target),
      standard: standard !== undefined && readBoolean(standard),
      alerts: readAlerts(body) ?? [],
      policy: readPolicy(body) ?? 'all',
      createdAt: deps.now(),
    });
    return show(deps, subscription);
  };

/** `GET /api/v1/push/subscription`. */
export const showSubscription =
  (deps: SocialDeps) =>
  async (_: Incoming, { token }: ByUser): Promise<Reply> =>
    show(deps, await deps.store.push.find(token.id));

/** `PUT /api/v1/push/subscription`: what is pushed; where to stays. */
export const changeSubscription =
  (deps: SocialDeps) =>
  async (request: Incoming, { token }: ByUser): Promise<Reply> => {
    const body = await request.body();
    const [alerts, policy] = [readAlerts(body), readPolicy(body)];
    const change = { ...(alerts && { alerts }), ...(policy && { policy }) };
    return show(deps, await deps.store.push.change(token.id, change));
  };

/** `DELETE /api/v1/push/subscription`; right also when there is none. */
export const unsubscribe =
  (deps: SocialDeps) =>
  async (_: Incoming, { token }: ByUser): Promise<Reply> => {
    await deps.store.push.remove(token.id);
    return json({});
  };

function show({ kit, secrets }: SocialDeps, subscription: PushSubscription | undefined): Reply {
  if (subscription === undefined) throw recordNotFound();
  const { endpoint } = openTarget(secrets, subscription.tokenId, subscription.sealedTarget);
  return json(subscriptionEntity(subscription, endpoint, kit.vapidPublicKey));
}

/** Of alerts that this server does not have, such as those of favourites, nothing is kept. */
function readAlerts(body: Parameters): readonly NotificationType[] | undefined {
  if (!body.has('data')) return undefined;
  return notificationTypes.filter((type) => {
    const value = body.oneOrBlank(`data[alerts][${type}]`);
    return value !== undefined && readBoolean(value);
  });
}

function readPolicy(body: Parameters): PushSubscription['policy'] | undefined {
  const sent = body.oneOrBlank('data[policy]') ?? body.oneOrBlank('policy');
  const policy = pushPolicies.find((known) => known === sent);
  if (sent !== undefined && policy === undefined) {
    throw validationFailed([`Policy must be one of ${pushPolicies.join(', ')}`]);
  }
  return policy;
}
