import { notificationTypes, type PushSubscription } from '../ports.ts';

/** Mastodon's entity WebPushSubscription. The keys are never told. */
export function subscriptionEntity(subscription: PushSubscription, endpoint: string, serverKey: string) {
  const { id, standard, alerts, policy } = subscription;
  return {
    id,
    endpoint,
    standard,
    alerts: Object.fromEntries(notificationTypes.map((type) => [type, alerts.includes(type)])),
    policy,
    server_key: serverKey,
  };
}
