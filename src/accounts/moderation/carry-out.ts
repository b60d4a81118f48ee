import type { Id, Instant } from '../../protocol/app.ts';
import { mailTo } from '../mail/mail-to.ts';
import type { Account, AccountChange, AccountCondition, NewMail } from '../ports.ts';
import { dropSecondFactors } from '../second-factor/change-second-factors.ts';
import { confirmAddress } from '../sign-up/confirm-email.ts';
import type { Ended, ModerationOrder, ModerationParts } from './moderation-order.ts';
import { takesAnOwner } from './moderation-rules.ts';

/** What was done: the account as it then stands, or as it stood before it was removed. */
export interface Done {
  readonly account: Account;
  readonly ended: Ended;
}

/**
 * Carries out an order that was judged by `account`, if what it was judged by still holds.
 * @returns undefined when it does not
 */
export async function carryOut(
  parts: ModerationParts,
  order: ModerationOrder,
  account: Account,
): Promise<Done | 'address taken' | undefined> {
  const { store } = parts;
  const { approvedAt, confirmedAt, disabledAt, suspendedAt, passwordHash, username } = account;
  const now = parts.now();
  // The role too: whoever was raised meanwhile may be out of the giver's reach.
  const otherOwner = takesAnOwner(order.act, account, order.role) ? ({ otherOwner: true } as const) : {};
  const role: AccountCondition = { role: account.role, ...otherOwner };
  const write = (mail: ReturnType<typeof mailTo>): NewMail => ({ ...mail, createdAt: now });
  const change = async (changes: AccountChange, when: AccountCondition, mail?: (changed: Account) => NewMail) => {
    const changed = await store.changeAccount(account.id, changes, {
      when: { ...role, ...when },
      ...(mail && { mail }),
    });
    if (changed !== undefined && mail !== undefined) parts.mails.wake();
    return changed && { account: changed, ended: nothing };
  };
  const remove = async (
    method: 'deleteAccount' | 'removeUnusedAccount',
    when: AccountCondition,
    kind: 'rejected' | 'account deleted',
  ) => {
    // An address that nobody proved may be a stranger's. The mail is about nobody who is there, or it would go with them.
    const mail = { ...mailTo(account, kind, { username }), accountId: undefined, createdAt: now };
    const farewell = confirmedAt === undefined ? {} : { mail };
    const removed = await store[method](account.id, now, { when: { ...role, ...when }, ...farewell });
    if (removed) parts.mails.wake();
    return removed ? { account, ended: nothing } : undefined;
  };

  switch (order.act) {
    case 'approve': {
      // Whoever has not confirmed the address yet cannot come in, and hears that it was the last step when they have.
      const mail = confirmedAt === undefined ? undefined : (changed: Account) => write(mailTo(changed, 'approved', {}));
      return change({ approvedAt: now }, { approvedAt }, mail);
    }
    case 'reject':
      return remove('removeUnusedAccount', { approvedAt }, 'rejected');
    case 'confirm': {
      const confirmation = await confirmAddress({ ...parts, store }, account);
      if (confirmation.kind === 'address taken') return 'address taken';
      return confirmation.kind === 'confirmed' ? { account: confirmation.account, ended: nothing } : undefined;
    }
    case 'disable':
      return change({ disabledAt: now }, { disabledAt, suspendedAt });
    case 'enable':
      return change({ disabledAt: undefined }, { disabledAt, suspendedAt });
    case 'suspend':
      return change({ suspendedAt: now }, { suspendedAt });
    case 'unsuspend':
      return change({ suspendedAt: undefined }, { suspendedAt });
    case 'change role':
      return change({ role: order.role ?? account.role }, {});
    case 'delete':
      return remove('deleteAccount', { suspendedAt }, 'account deleted');
    case 'sign out everywhere':
      return { account, ended: await signOutEverywhere(parts, account.id, now) };
    case 'reset second factor': {
      const sessions = await dropSecondFactors(parts, account);
      if (sessions === undefined) return undefined;
      return { account: { ...account, hasSecondFactor: false }, ended: { sessions, grants: 0 } };
    }
    case 'reset password': {
      // The old password ends with a hash of what nobody knows, before the sessions do: a sign-in in between would survive.
      const unknown = await parts.passwords.hashPassword(parts.randomSecret());
      const mail = (changed: Account) => write(mailTo(changed, 'reset password', {}));
      // A change of the address may be the work of whoever knows the old password: its link dies with what it was for.
      const changed = await change({ passwordHash: unknown, unconfirmedEmail: undefined }, { passwordHash }, mail);
      return changed && { ...changed, ended: await signOutEverywhere(parts, account.id, now) };
    }
  }
}

const nothing: Ended = { sessions: 0, grants: 0 };

/** Browsers, apps, and sign-ins that are half done. */
async function signOutEverywhere({ store }: ModerationParts, accountId: Id, now: Instant): Promise<Ended> {
  await store.endTickets(accountId, ['second step', 'passkey ceremony']);
  const sessions = await store.endSessionsOfAccount(accountId);
  return { sessions, grants: await store.revokeGrantsOfAccount(accountId, now) };
}
