import type { Id, Instant, Sweepable } from 'mastodoor';
import { endOf, theGrant } from './facts.ts';
import type { GrantRow, Tables } from './tables.ts';

/** Removes at most `limit` things of one kind that ended before `before`; returns how many. */
export function sweep(tables: Tables, kind: Sweepable, before: Instant, limit: number): number {
  const found = ended(tables, kind, before).take(limit).toArray();
  for (const remove of found) remove();
  return found.length;
}

/** How many {@link sweep} would remove without a limit. */
export function countSweepable(tables: Tables, kind: Sweepable, before: Instant): number {
  return ended(tables, kind, before).reduce((count) => count + 1, 0);
}

/** For each thing that may go, the function that removes it with all that hangs on it. */
function ended(tables: Tables, kind: Sweepable, before: Instant): IteratorObject<() => void> {
  const isBefore = (instant: Instant | undefined): boolean => instant !== undefined && instant < before;
  const { apps, pending, codes, tokens, sessions } = tables;
  switch (kind) {
    case 'pending authorizations':
      return pending
        .all()
        .filter((row) => isBefore(row.createdAt))
        .map((row) => () => pending.remove(row.digest));
    case 'codes':
      return codes
        .all()
        .filter((row) => isBefore(row.spentAt) || isBefore(row.expiresAt))
        .map((row) => () => {
          codes.remove(row.digest);
          removeEmptyGrant(tables, row.grantId);
        });
    case 'revoked grants':
      return concat(
        removals(tables, (grant) => isBefore(endOf(tables, grant))),
        tokens
          .all()
          .filter((row) => isBefore(row.revokedAt) || isBefore(row.expiresAt))
          // Those below an ended grant go with it, and count with it.
          .filter((row) => !isBefore(endOf(tables, theGrant(tables, row))))
          .map((row) => () => {
            tokens.remove(row.digest);
            removeEmptyGrant(tables, row.grantId);
          }),
      );
    case 'unused app tokens':
      return removals(tables, (row) => isOfAppAlone(row) && row.lastUsedAt === undefined && isBefore(row.createdAt));
    case 'idle app tokens':
      return removals(tables, (row) => isOfAppAlone(row) && isBefore(row.lastUsedAt));
    case 'sessions':
      return sessions
        .all()
        .filter((row) => isBefore(row.lastUsedAt))
        .map((row) => () => sessions.remove(row.digest));
    case 'apps never used':
      return (
        apps
          .all()
          .filter((row) => row.consentPageAt === undefined && row.firstGrantAt === undefined && isBefore(row.createdAt))
          // An app that somebody is being asked about at this moment is spared.
          .filter((row) => pending.by('app', row.id).length === 0)
          .map((row) => () => apps.remove(row.id))
      );
  }
}

/** A grant goes with its codes and tokens. */
function removals(tables: Tables, goes: (grant: GrantRow) => boolean): IteratorObject<() => void> {
  return tables.grants
    .all()
    .filter(goes)
    .map(({ id }) => () => {
      for (const { digest } of tables.codes.by('grant', id)) tables.codes.remove(digest);
      for (const { digest } of tables.tokens.by('grant', id)) tables.tokens.remove(digest);
      tables.grants.remove(id);
    });
}

/** Nobody could see or revoke a grant below which nothing is left, and it must not spare an app the consent page. */
function removeEmptyGrant({ grants, codes, tokens }: Tables, id: Id): void {
  if (codes.by('grant', id).length === 0 && tokens.by('grant', id).length === 0) grants.remove(id);
}

/** Grants that were revoked are left to their own kind, which keeps them for a while. */
function isOfAppAlone(grant: GrantRow): boolean {
  return grant.accountId === undefined && grant.revokedAt === undefined;
}

function* concat<T>(...parts: readonly Iterable<T>[]): Generator<T> {
  for (const part of parts) yield* part;
}
