import type { ExpressionBuilder, ExpressionWrapper, SqlBool } from 'kysely';
import type { AccountChange, AccountCondition } from '../../accounts/ports.ts';
import type { Id } from '../../protocol/app.ts';
import { flag, folded, listText, optionalFlag, optionalStoredId, soughtId } from '../row-values.ts';
import type { Schema } from '../schema.ts';

/** Whether a condition holds for the account that a query is about, in the moment of its change. */
export function holds({ otherOwner, ...values }: AccountCondition, id: Id) {
  return (of: ExpressionBuilder<Schema, 'accounts'>): ExpressionWrapper<Schema, 'accounts', SqlBool> =>
    of.and([
      ...Object.entries(changedColumns(values)).map(([column, value]) => {
        const name = `accounts.${column as keyof ReturnType<typeof changedColumns>}` as const;
        return value === null ? of(name, 'is', null) : of(name, '=', value);
      }),
      ...(otherOwner === undefined ? [] : [otherOwnerOf(of, id)]),
    ]);
}

/** Whether somebody else runs the server too: an owner whose account can be used. */
function otherOwnerOf(of: ExpressionBuilder<Schema, 'accounts'>, id: Id) {
  return of.exists(
    of
      .selectFrom('accounts as owners')
      .select('owners.id')
      .where('owners.role', '=', 'owner')
      .where('owners.id', '!=', soughtId(id))
      .where('owners.deleted_at', 'is', null)
      .where('owners.suspended_at', 'is', null)
      .where('owners.disabled_at', 'is', null)
      .where('owners.confirmed_at', 'is not', null)
      .where('owners.approved_at', 'is not', null),
  );
}

/** A member that is present and undefined clears its column, where it can be empty; an absent one leaves it. */
export function changedColumns(change: AccountChange) {
  return {
    ...(change.email !== undefined && { email: change.email, email_folded: folded(change.email) }),
    ...('unconfirmedEmail' in change && { unconfirmed_email: change.unconfirmedEmail ?? null }),
    ...(change.displayName !== undefined && { display_name: change.displayName }),
    ...(change.note !== undefined && { note: change.note }),
    ...(change.fields !== undefined && { fields: listText(change.fields) }),
    ...(change.locked !== undefined && { locked: flag(change.locked) }),
    ...(change.bot !== undefined && { bot: flag(change.bot) }),
    ...('discoverable' in change && { discoverable: optionalFlag(change.discoverable) }),
    ...('hideCollections' in change && { hide_collections: optionalFlag(change.hideCollections) }),
    ...('confirmedAt' in change && { confirmed_at: change.confirmedAt ?? null }),
    ...('approvedAt' in change && { approved_at: change.approvedAt ?? null }),
    ...('disabledAt' in change && { disabled_at: change.disabledAt ?? null }),
    ...('suspendedAt' in change && { suspended_at: change.suspendedAt ?? null }),
    ...(change.indexable !== undefined && { indexable: flag(change.indexable) }),
    ...('postingVisibility' in change && { posting_visibility: change.postingVisibility ?? null }),
    ...(change.postingSensitive !== undefined && { posting_sensitive: flag(change.postingSensitive) }),
    ...('postingLanguage' in change && { posting_language: change.postingLanguage ?? null }),
    ...(change.showsApplication !== undefined && { shows_application: flag(change.showsApplication) }),
    ...(change.avatarDescription !== undefined && { avatar_description: change.avatarDescription }),
    ...(change.headerDescription !== undefined && { header_description: change.headerDescription }),
    ...(change.role !== undefined && { role: change.role }),
    ...(change.passwordHash !== undefined && { password_hash: change.passwordHash }),
    ...(change.allowsPasswordGrant !== undefined && { allows_password_grant: flag(change.allowsPasswordGrant) }),
    ...('locale' in change && { locale: change.locale ?? null }),
    ...('reason' in change && { reason: change.reason ?? null }),
    ...('appId' in change && { app_id: optionalStoredId(change.appId) }),
    ...('inviteId' in change && { invite_id: optionalStoredId(change.inviteId) }),
  };
}
