import type { SecurityEvent, StaffEvent } from '../../flows/ports.ts';
import type { Account } from '../ports.ts';
import { carryOut } from './carry-out.ts';
import type { Ended, ModerationOrder, ModerationParts } from './moderation-order.ts';
import { isAllowed, type ModerationAct, rolesToGive, standingOf, takesAnOwner } from './moderation-rules.ts';

export type { Ended, ModerationOrder, ModerationParts } from './moderation-order.ts';

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
  /** The address to confirm was proven by the owner of another account. */
  | 'address taken'
  /** Somebody else did something to the account at the same moment. */
  | 'changed meanwhile';

/** The acts of staff on accounts, in one place for pages, API and command line. */
export interface Moderation {
  /**
   * Carries out an order if its giver may give it. Each act is one conditional change: of several who decided upon the same
   * facts exactly one acts, and none undoes what another did meanwhile.
   */
  act(order: ModerationOrder): Promise<ModerationOutcome>;
}

/** The acts of staff over the directory's store. */
export function createModeration(parts: ModerationParts): Moderation {
  return {
    async act(order) {
      const account = await parts.store.findAccount(order.accountId);
      const refusal = judge(order, account);
      if (refusal !== undefined || account === undefined) return refusal ?? refused('no such account');
      const done = await carryOut(parts, order, account);
      if (done === 'address taken') return refused(done);
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
