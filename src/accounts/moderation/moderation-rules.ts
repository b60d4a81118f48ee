import type { Id } from '../../protocol/app.ts';
import type { Account, AccountRole } from '../ports.ts';

/** What staff may do to an account. */
export const moderationActs = [
  'approve',
  'reject',
  'confirm',
  'disable',
  'enable',
  'suspend',
  'unsuspend',
  'change role',
  'reset second factor',
  'reset password',
  'sign out everywhere',
  'delete',
] as const;

/** One of {@link moderationActs}. */
export type ModerationAct = (typeof moderationActs)[number];

/** Who acts: somebody with an account, or whoever has the server's command line. */
export type Moderator = 'operator' | { readonly id: Id; readonly role: AccountRole };

/** The lowest first. */
export const accountRoles = ['user', 'moderator', 'admin', 'owner'] as const satisfies readonly AccountRole[];

const rank = (role: AccountRole): number => accountRoles.indexOf(role);

/** The lowest role that has the right to an act. Moderators judge people; what touches their credentials is for admins. */
const neededRole: Readonly<Record<ModerationAct, AccountRole>> = {
  approve: 'moderator',
  reject: 'moderator',
  disable: 'moderator',
  enable: 'moderator',
  suspend: 'moderator',
  unsuspend: 'moderator',
  confirm: 'admin',
  'change role': 'admin',
  'reset second factor': 'admin',
  'reset password': 'admin',
  'sign out everywhere': 'admin',
  delete: 'admin',
};

/** Whether a role is one of the people who run the server. */
export function isStaff(role: AccountRole): boolean {
  return rank(role) >= rank('moderator');
}

/**
 * Whether somebody sees from where people use their accounts. Who judges a sign-up needs the e-mail address and the reason; an
 * IP address tells where somebody lives.
 */
export function seesAddresses({ role }: { readonly role: AccountRole }): boolean {
  return hasRightsOf(role, 'admin');
}

/** Whether a role has at least the rights of another. */
export function hasRightsOf(role: AccountRole, needed: AccountRole): boolean {
  return rank(role) >= rank(needed);
}

/**
 * Whether somebody may do something to an account, whatever state it is in. Nobody acts on an account of the same or a higher
 * role. On their own account people step down and sign out: everything else has its place in their settings, where it asks
 * for a proof that this would go around.
 */
export function isAllowed(
  by: Moderator,
  act: ModerationAct,
  target: { readonly id: Id; readonly role: AccountRole },
): boolean {
  if (by === 'operator') return true;
  if (!hasRightsOf(by.role, neededRole[act])) {
    return by.id === target.id && act === 'change role' && isStaff(by.role);
  }
  if (by.id === target.id) return act === 'sign out everywhere' || act === 'change role';
  return rank(target.role) < rank(by.role);
}

/**
 * The roles that somebody may give to an account, the one that it has included. Owners make other owners; everybody else
 * gives roles below their own, and nobody raises themselves.
 */
export function rolesToGive(
  by: Moderator,
  target: { readonly id: Id; readonly role: AccountRole },
): readonly AccountRole[] {
  if (!isAllowed(by, 'change role', target)) return [];
  if (by === 'operator') return accountRoles;
  if (by.id === target.id) return accountRoles.filter((role) => rank(role) <= rank(by.role));
  return accountRoles.filter((role) => by.role === 'owner' || rank(role) < rank(by.role));
}

/** Whether an account may be left without this owner only when there is another. */
export function takesAnOwner(
  act: ModerationAct,
  target: { readonly role: AccountRole },
  newRole: AccountRole | undefined,
): boolean {
  if (target.role !== 'owner') return false;
  if (act === 'change role') return newRole !== 'owner';
  return act === 'disable' || act === 'suspend' || act === 'delete';
}

/**
 * What an act comes to in the state that an account is in: it can be done, what it would bring about is so already, or it
 * makes no sense.
 */
export function standingOf(
  by: Moderator,
  act: ModerationAct,
  account: Account,
  newRole?: AccountRole,
): 'possible' | 'already' | 'impossible' {
  const { state } = account;
  switch (act) {
    case 'approve':
      return account.approvedAt === undefined ? 'possible' : 'already';
    case 'reject':
      // Of somebody who was let in once, more may hang on the account than a form: that is deleting.
      return account.approvedAt === undefined ? 'possible' : 'impossible';
    case 'confirm':
      return account.confirmedAt === undefined ? 'possible' : 'already';
    case 'disable':
      if (state === 'suspended') return 'impossible';
      return state === 'disabled' ? 'already' : 'possible';
    case 'enable':
      // A suspension outranks a disabling, so that ending the lesser one never ends the graver.
      if (state === 'suspended') return 'impossible';
      return state === 'disabled' ? 'possible' : 'already';
    case 'suspend':
      return state === 'suspended' ? 'already' : 'possible';
    case 'unsuspend':
      return state === 'suspended' ? 'possible' : 'impossible';
    case 'change role':
      return newRole === account.role ? 'already' : 'possible';
    case 'reset second factor':
      return account.hasSecondFactor ? 'possible' : 'already';
    case 'reset password':
      // The new password comes by mail, and an address that nobody proved may be a stranger's.
      return account.confirmedAt === undefined ? 'impossible' : 'possible';
    case 'sign out everywhere':
      return 'possible';
    case 'delete':
      // Two steps for staff, of which the first can be taken back.
      return by === 'operator' || state === 'suspended' ? 'possible' : 'impossible';
  }
}
