import type { StatusView } from '../../pages/site/statuses/status.ts';
import type { StatusEntity } from '../statuses/status-entity.ts';

/** What apps are told of a status, as its page shows it. */
export function statusView(entity: StatusEntity): StatusView {
  const { account, application } = entity;
  return {
    url: entity.url,
    author: {
      displayName: account.display_name === '' ? account.username : account.display_name,
      handle: `@${account.acct}`,
      url: account.url,
      avatarUrl: account.avatar,
    },
    contentHtml: entity.content ?? '',
    spoilerText: entity.spoiler_text,
    language: entity.language ?? undefined,
    kind: entity.visibility,
    application: application ? { name: application.name, website: application.website ?? undefined } : undefined,
    repliesCount: entity.replies_count,
    createdAt: Date.parse(entity.created_at),
  };
}
