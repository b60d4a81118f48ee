import { type DataExport, wholeList } from '../../accounts/export/data-export.ts';
import type { Account } from '../../accounts/ports.ts';
import type { Id } from '../../protocol/app.ts';
import { markedTimelines, type Notification, type Status } from '../ports.ts';
import { openTarget } from '../push/push-target.ts';
import type { SocialDeps } from '../social-deps.ts';

/** What an export reads. */
export type SocialExportDeps = Pick<SocialDeps, 'store' | 'secrets' | 'origin' | 'now'>;

/** Everything that this room keeps about a person. Of where is pushed to only the service is named: the rest are keys. */
export async function exportSocial(deps: SocialExportDeps, account: Account): Promise<DataExport> {
  const { store, secrets, now } = deps;
  const [markers, subscriptions] = await Promise.all([
    store.markers.find(account.id, markedTimelines),
    store.push.listOfAccount(account.id, now()),
  ]);
  return {
    members: {
      read_until: Object.fromEntries(markers.map(({ timeline, lastReadId }) => [timeline, lastReadId])),
      push_subscriptions: subscriptions.map(({ tokenId, sealedTarget, alerts, policy, createdAt }) => ({
        service: serviceOf(secrets, tokenId, sealedTarget),
        alerts,
        policy,
        created_at: time(createdAt),
      })),
    },
    lists: {
      statuses: wholeList(
        (page) => store.statuses.listOfAccount(account.id, { id: account.id, follows: false }, page),
        (statuses) => statuses.map((status) => describeStatus(deps, account, status)),
      ),
      notifications: wholeList(
        (page) => store.notifications.list(account.id, { ...page, withSuspended: true }),
        (notifications) => describeNotifications(deps, notifications),
      ),
    },
  };
}

/** Null where the key that sealed it is gone: that must not keep the rest from the person. */
function serviceOf(secrets: SocialExportDeps['secrets'], tokenId: Id, sealedTarget: string): string | null {
  try {
    return new URL(openTarget(secrets, tokenId, sealedTarget).endpoint).host;
  } catch {
    return null;
  }
}

function describeStatus({ origin }: SocialExportDeps, { username }: Account, status: Status) {
  const { id, text, spoilerText, visibility, sensitive, language, inReplyToId, application, createdAt } = status;
  return {
    id,
    url: `${origin}/@${username}/${id}`,
    created_at: time(createdAt),
    text,
    spoiler_text: spoilerText,
    visibility,
    sensitive,
    language: language ?? null,
    in_reply_to_id: inReplyToId ?? null,
    application: application === undefined ? null : { name: application.name, website: application.website ?? null },
  };
}

async function describeNotifications({ store }: SocialExportDeps, notifications: readonly Notification[]) {
  const accounts = await store.findAccounts(notifications.map(({ fromAccountId }) => fromAccountId));
  const names = new Map(accounts.map(({ id, username }) => [id, username]));
  return notifications.map(({ type, fromAccountId, statusId, createdAt }) => ({
    type,
    from: names.get(fromAccountId) ?? null,
    status_id: statusId ?? null,
    created_at: time(createdAt),
  }));
}

function time(at: number): string {
  return new Date(at).toISOString();
}
