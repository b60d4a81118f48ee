import { user } from '../../http/access.ts';
import { type Method, route } from '../../http/route.ts';
import type { SocialDeps, SocialPerson, SocialRoute } from '../social-deps.ts';
import { changeSubscription, showSubscription, subscribe, unsubscribe } from './answer-subscription.ts';

const pushes = user('push');

/** Where notifications are pushed to. */
export function pushRoutes(deps: SocialDeps): readonly SocialRoute[] {
  const on = (method: Method, handle: ReturnType<typeof subscribe>) =>
    route<SocialPerson, typeof pushes>('api', method, '/api/v1/push/subscription', pushes, handle);
  return [
    on('POST', subscribe(deps)),
    on('GET', showSubscription(deps)),
    on('PUT', changeSubscription(deps)),
    on('DELETE', unsubscribe(deps)),
  ];
}
