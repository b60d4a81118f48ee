import { user } from '../../http/access.ts';
import { route } from '../../http/route.ts';
import { fewAtOnce } from '../few-at-once.ts';
import type { SocialDeps, SocialPerson, SocialRoute } from '../social-deps.ts';
import {
  clearNotifications,
  countUnread,
  dismissNotification,
  listNotifications,
  showNotification,
} from './answer-notifications.ts';

const reads = user('read', 'read:notifications');
const writes = user('write', 'write:notifications');

/** What somebody is told of. The first path that fits answers, so names stand before `:id`. */
export function notificationRoutes(deps: SocialDeps): readonly SocialRoute[] {
  const all = '/api/v1/notifications';
  return [
    fewAtOnce(deps, route<SocialPerson, typeof reads>('api', 'GET', all, reads, listNotifications(deps))),
    route<SocialPerson, typeof writes>('api', 'POST', `${all}/clear`, writes, clearNotifications(deps)),
    route<SocialPerson, typeof reads>('api', 'GET', `${all}/unread_count`, reads, countUnread(deps)),
    route<SocialPerson, typeof reads>('api', 'GET', `${all}/:id`, reads, showNotification(deps)),
    route<SocialPerson, typeof writes>('api', 'POST', `${all}/:id/dismiss`, writes, dismissNotification(deps)),
  ];
}
