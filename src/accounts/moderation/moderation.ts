import type { AuthorizationStore, SecurityEvent, SessionStore, StaffEvent } from '../../flows/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import type { MailOutbox } from '../mail/mail-outbox.ts';
import { mailTo } from '../mail/mail-to.ts';
import type { PasswordHashes } from '../password-hashes.ts';
import type {
  Account,
  AccountChange,
  AccountCondition,
  AccountRole,
  AccountStore,
  NewMail,
  SecondFactorStore,
  TicketStore,
} from '../ports.ts';
import {
  isAllowed,
  type ModerationAct,
  type Moderator,
  rolesToGive,
  standingOf,
  takesAnOwner,
} from './moderation-rules.ts';

/** What moderation is made from. */
export interface ModerationParts {
  readonly store: AccountStore &
    Pick<SecondFactorStore, 'removeSecondFactors'> &
    Pick<TicketStore, 'endTickets'> &
    Pick<SessionStore, 'endSessionsOfAccount'> &
    Pick<AuthorizationStore, 'revokeGrantsOfAccount'>;
  readonly passwords: Pick<PasswordHashes, 'hashPassword'>;
  readonly mails: MailOutbox;
  /** Milliseconds since the Unix epoch. */
  now(): Instant;
  randomSecret(): string;
  report(event: SecurityEvent): void;
}

/** Something that staff wants done. */
export interface ModerationOrder {
  readonly by: Moderator;
  readonly act: ModerationAct;
  /** Of the account that it is done to. */
  readonly accountId: Id;
  /** The role to give, where the act is to give one. */
  readonly role?: AccountRole | undefined;
  /** IP address of who acts. */
  readonly address?: string | undefined;
}

/** What came of an order. */
export type ModerationOutcome =
  /** The account is as it then stands, or as it stood before it was removed. */
  | { readonly kind: 'done'; readonly account: Account; readonly ended: Ended }
  /** It was so before; nothing was changed, told or written. */
  | { readonly kind: 'already'; readonly account: Account }
  | { readonly kind: 'refused'; readonly reason: ModerationRefusal };

/** Why an order is not carried out. */
export type ModerationRefusal =
  | 'no such account'
  | 'not allowed'
  /** It makes no sense in the state that the account is in. */
  | 'impossible'
  /** The server would be left without an owner. */
  | 'last owner'
  /** Somebody else did something to the account at the same moment. */
  | 'changed meanwhile';

/** What was ended beside. */
export interface Ended {
  readonly sessions: number;
  readonly grants: number;
}

/** The acts of staff on accounts, in one place for pages, API and command line. */
export interface Moderation {
  /**
   * Carries out an order if its giver may give it. Each act is one conditional change: of several who decided upon the same
   * facts exactly one acts, and none undoes what another did meanwhile.
   */
  act(order: ModerationOrder): Promise<ModerationOutcome>;
}

const nothing: Ended = { sessions: 0, grants: 0 };

/** The acts of staff over the directory's store. */
export function createModeration(parts: ModerationParts): Moderation {
  return {
    async act(order) {
      const account = await parts.store.findAccount(order.accountId);
      const refusal = judge(order, account);
      if (refusal !== undefined || account === undefined) return refusal ?? refused('no such account');
      const done = await carryOut(parts, order, account);
      if (done === undefined) return await explain(parts, order, account);
      parts.report(eventOf(order, account));
      return { kind: 'done', ...done };
    },
  };
}

const refused = (reason: ModerationRefusal): ModerationOutcome => ({ kind: 'refused', reason });

/** What stands against an order by what is known of the account; undefined when it may be tried. */
function judge(order: ModerationOrder, account: Account | undefined): ModerationOutcome | undefined {
  const { by, act, role } = order;
  if (account === undefined) return refused('no such account');
  if (!isAllowed(by, act, account)) return refused('not allowed');
  if (act === 'change role' && (role === undefined || !rolesToGive(by, account).includes(role))) {
    return refused('not allowed');
  }
  const standing = standingOf(by, act, account, role);
  if (standing === 'already') return { kind: 'already', account };
  return standing === 'impossible' ? refused('impossible') : undefined;
}

/** Why a change did not come about that nothing stood against a moment ago. */
async function explain({ store }: ModerationParts, order: ModerationOrder, seen: Account): Promise<ModerationOutcome> {
  const account = await store.findAccount(order.accountId);
  const refusal = judge(order, account);
  const isImpossible = refusal?.kind === 'refused' && refusal.reason === 'impossible';
  if (account === undefined || (refusal !== undefined && !isImpossible)) return refusal ?? refused('no such account');
  const same = account.role === seen.role && account.state === seen.state;
  return refused(same && takesAnOwner(order.act, account, order.role) ? 'last owner' : 'changed meanwhile');
}

interface Done {
  readonly account: Account;
  readonly ended: Ended;
}

/** @returns undefined when what was decided upon does not hold any more */
async function carryOut(parts: ModerationParts, order: ModerationOrder, account: Account): Promise<Done | undefined> {
  const { store } = parts;
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
  const remove = async (method: 'deleteAccount' | 'removeUnusedAccount', when: AccountCondition, mail: NewMail) => {
    // It is about nobody who is there: it would go with the account otherwise.
    const farewell = { ...mail, accountId: undefined };
    const removed = await store[method](account.id, now, { when: { ...role, ...when }, mail: farewell });
    if (removed) parts.mails.wake();
    return removed ? { account, ended: nothing } : undefined;
  };
  const { approvedAt, confirmedAt, disabledAt, suspendedAt, passwordHash, username } = account;

  switch (order.act) {
    case 'approve': {
      // Whoever has not confirmed the address yet cannot come in, and hears that it was the last step when they have.
      const mail = confirmedAt === undefined ? undefined : (changed: Account) => write(mailTo(changed, 'approved', {}));
      return change({ approvedAt: now }, { approvedAt }, mail);
    }
    case 'reject':
      return remove('removeUnusedAccount', { approvedAt }, write(mailTo(account, 'rejected', { username })));
    case 'confirm':
      return change({ confirmedAt: now }, { confirmedAt });
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
      return remove('deleteAccount', { suspendedAt }, write(mailTo(account, 'account deleted', { username })));
    case 'sign out everywhere':
      return { account, ended: await signOutEverywhere(parts, account.id, now) };
    case 'reset second factor': {
      if (!(await store.removeSecondFactors(account.id))) return undefined;
      await parts.mails.add(mailTo(account, 'second factor changed', { change: 'all removed' }));
      // Decision 19: whoever is signed in may be the one from whom the factor kept them away.
      const sessions = await store.endSessionsOfAccount(account.id);
      return { account: { ...account, hasSecondFactor: false }, ended: { sessions, grants: 0 } };
    }
    case 'reset password': {
      // The old password ends with a hash of what nobody knows, before the sessions do: a sign-in in between would survive.
      const unknown = await parts.passwords.hashPassword(parts.randomSecret());
      const mail = (changed: Account) => write(mailTo(changed, 'reset password', {}));
      const changed = await change({ passwordHash: unknown }, { passwordHash }, mail);
      return changed && { ...changed, ended: await signOutEverywhere(parts, account.id, now) };
    }
  }
}

/** Browsers, apps, and sign-ins that are half done. */
async function signOutEverywhere({ store }: ModerationParts, accountId: Id, now: Instant): Promise<Ended> {
  await store.endTickets(accountId, ['second step']);
  const sessions = await store.endSessionsOfAccount(accountId);
  return { sessions, grants: await store.revokeGrantsOfAccount(accountId, now) };
}

const events: Readonly<Record<Exclude<ModerationAct, 'change role'>, StaffEvent['event']>> = {
  approve: 'account approved',
  reject: 'account rejected',
  confirm: 'account confirmed by staff',
  disable: 'account disabled',
  enable: 'account enabled',
  suspend: 'account suspended',
  unsuspend: 'account unsuspended',
  'reset second factor': 'second factors reset by staff',
  'reset password': 'password reset by staff',
  'sign out everywhere': 'signed out everywhere by staff',
  delete: 'account deleted by staff',
};

function eventOf({ by, act, address, role }: ModerationOrder, { id, role: former }: Account): SecurityEvent {
  const who = { accountId: id, actorId: by === 'operator' ? undefined : by.id, address };
  if (act === 'change role') return { event: 'role changed', ...who, from: former, to: role ?? former };
  return { event: events[act], ...who };
}
