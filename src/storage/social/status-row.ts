import { sql } from 'kysely';
import type { Status, Visibility } from '../../social/ports.ts';
import { idOf, isSet, optionalIdOf } from '../row-values.ts';
import type { Db, StatusTable } from '../schema.ts';

export const statusColumns = [
  'statuses.id',
  'statuses.account_id',
  'statuses.text',
  'statuses.spoiler_text',
  'statuses.visibility',
  'statuses.sensitive',
  'statuses.language',
  'statuses.in_reply_to_id',
  'statuses.in_reply_to_account_id',
  'statuses.replies_count',
  'statuses.application_name',
  'statuses.application_website',
  'statuses.created_at',
] as const;

export type StatusRow = Readonly<Omit<StatusTable, 'in_public_timeline'>> & {
  /** Ids with commas between them. */
  readonly mentioned: string | null;
};

/** Statuses with the ids of whom they name, so that one statement is enough. */
export function statuses(db: Pick<Db, 'selectFrom'>) {
  return db
    .selectFrom('statuses')
    .select(statusColumns)
    .select(({ selectFrom }) =>
      selectFrom('mentions')
        .select(sql<string>`string_agg(cast(mentions.account_id as text), ',')`.as('ids'))
        .whereRef('mentions.status_id', '=', 'statuses.id')
        .as('mentioned'),
    );
}

export function statusOf(row: StatusRow): Status {
  return {
    id: idOf(row.id),
    accountId: idOf(row.account_id),
    text: row.text,
    spoilerText: row.spoiler_text,
    visibility: row.visibility as Visibility,
    sensitive: isSet(row.sensitive),
    language: row.language ?? undefined,
    inReplyToId: optionalIdOf(row.in_reply_to_id),
    inReplyToAccountId: optionalIdOf(row.in_reply_to_account_id),
    repliesCount: Number(row.replies_count),
    application:
      row.application_name === null
        ? undefined
        : { name: row.application_name, website: row.application_website ?? undefined },
    mentionedIds: row.mentioned === null ? [] : row.mentioned.split(',').sort(byNumber),
    createdAt: Number(row.created_at),
  };
}

/** Decimal numbers without leading zeros. */
function byNumber(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : 1);
}
