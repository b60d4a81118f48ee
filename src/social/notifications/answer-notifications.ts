import type { UserCaller } from '../../http/access.ts';
import { recordNotFound } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import { json, type Reply } from '../../http/reply.ts';
import { linkHeader } from '../../mastodon/pagination.ts';
import { notificationTypes } from '../ports.ts';
import { readTimelinePage } from '../read-timeline-page.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';
import { showNotifications } from './notification-entity.ts';

type ByUser = UserCaller<SocialPerson>;

/** Notifications have forty on a page, and at most eighty. */
const limits = { default: 40, max: 80 } as const;

/** `GET /api/v1/notifications`. */
export const listNotifications =
  (deps: SocialDeps) =>
  async (request: Incoming, { person }: ByUser): Promise<Reply> => {
    const { page, part } = readTimelinePage(request.query, limits);
    const wanted = request.query.all('types');
    const unwanted = request.query.all('exclude_types');
    const types = notificationTypes.filter(
      (type) => (wanted.length === 0 || wanted.includes(type)) && !unwanted.includes(type),
    );
    const fromAccountId = request.query.oneOrBlank('account_id');
    const found = await deps.store.notifications.list(person.id, { ...part, types, fromAccountId });
    const repeated = new URLSearchParams([
      ...wanted.map((type): [string, string] => ['types[]', type]),
      ...unwanted.map((type): [string, string] => ['exclude_types[]', type]),
      ...(fromAccountId === undefined ? [] : [['account_id', fromAccountId] as [string, string]]),
    ]);
    const ids = found.map(({ id }) => id);
    const links = linkHeader(`${deps.origin}/api/v1/notifications`, page, ids, { previous: 'min_id', repeated });
    return json(await showNotifications(deps, person, found), { headers: links });
  };

/** `GET /api/v1/notifications/:id`. */
export const showNotification =
  (deps: SocialDeps) =>
  async (request: Incoming, { person }: ByUser): Promise<Reply> => {
    const found = await deps.store.notifications.find(request.part('id'), person.id);
    const [entity] = found === undefined ? [] : await showNotifications(deps, person, [found]);
    if (entity === undefined) throw recordNotFound();
    return json(entity);
  };

/** `POST /api/v1/notifications/:id/dismiss`. */
export const dismissNotification =
  (deps: SocialDeps) =>
  async (request: Incoming, { person }: ByUser): Promise<Reply> => {
    if (!(await deps.store.notifications.dismiss(request.part('id'), person.id))) throw recordNotFound();
    return json({});
  };

/** `POST /api/v1/notifications/clear`. */
export const clearNotifications =
  (deps: SocialDeps) =>
  async (_: Incoming, { person }: ByUser): Promise<Reply> => {
    await deps.store.notifications.clear(person.id);
    return json({});
  };

/** Mastodon counts no further. */
const COUNTED = { default: 100, max: 1000 } as const;

/** `GET /api/v1/notifications/unread_count`: since the marker of the notifications. */
export const countUnread =
  (deps: SocialDeps) =>
  async (request: Incoming, { person }: ByUser): Promise<Reply> => {
    const { part } = readTimelinePage(request.query, COUNTED);
    const [marker] = await deps.store.markers.find(person.id, ['notifications']);
    return json({ count: await deps.store.notifications.countAfter(person.id, marker?.lastReadId, part.limit) });
  };
