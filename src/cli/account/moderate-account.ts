import type { ModerationRefusal } from '../../accounts/moderation/moderation.ts';
import type { ModerationAct } from '../../accounts/moderation/moderation-rules.ts';
import type { Account, AccountRole } from '../../accounts/ports.ts';
import { canAsk, confirm } from '../ask.ts';
import { CliFailure } from '../cli-failure.ts';
import { withOperator } from '../operator.ts';
import { note, print, printJson } from '../terminal.ts';
import { accountView } from './account-view.ts';
import { findAccount } from './find-account.ts';
import { moderationOf } from './operator-moderation.ts';

export interface ModerateOptions {
  /** Acts that cannot be taken back are not asked about. */
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** The acts that a command does, by its name; `program.ts` describes them. */
const acts = {
  approve: 'approve',
  reject: 'reject',
  confirm: 'confirm',
  disable: 'disable',
  enable: 'enable',
  suspend: 'suspend',
  unsuspend: 'unsuspend',
  'sign-out': 'sign out everywhere',
  'reset-second-factor': 'reset second factor',
  delete: 'delete',
} as const satisfies Record<string, ModerationAct>;

export type ModerationCommand = keyof typeof acts;

/** What cannot be taken back. */
const final: ReadonlySet<ModerationAct> = new Set(['reject', 'delete']);

/** `account approve|reject|confirm|disable|…`: the acts of staff, by whoever has the server's command line. */
export async function runModeration(
  command: ModerationCommand,
  name: string,
  { yes, json }: ModerateOptions,
): Promise<void> {
  const act: ModerationAct = acts[command];
  await withOperator(async (operator) => {
    const account = await findAccount(operator.store, name);
    if (final.has(act) && !yes) await askAgain(account);
    const outcome = await moderationOf(operator).act({ by: 'operator', act, accountId: account.id });
    if (outcome.kind === 'refused') throw new CliFailure(refusalWords(outcome.reason, account, act));
    if (json) return printJson({ ...accountView(outcome.account), ...(outcome.kind === 'done' ? outcome.ended : {}) });
    if (outcome.kind === 'already') return print(alreadyWords(outcome.account, act));
    print(doneWords(outcome.account, act, outcome.ended));
  });
}

/** `account role`: what the account may do on this server. */
export async function runChangeRole(
  name: string,
  role: AccountRole,
  { json }: { readonly json?: boolean },
): Promise<void> {
  await withOperator(async (operator) => {
    const account = await findAccount(operator.store, name);
    const order = { by: 'operator', act: 'change role', accountId: account.id, role } as const;
    const outcome = await moderationOf(operator).act(order);
    if (outcome.kind === 'refused') throw new CliFailure(refusalWords(outcome.reason, account, order.act));
    if (json) return printJson(accountView(outcome.account));
    print(`The role of ${outcome.account.username} is ${outcome.account.role}.`);
  });
}

async function askAgain({ username, id, state }: Account): Promise<void> {
  note(`The account ${username} (${id}) is ${state}.`);
  const warning = 'This cannot be taken back.';
  if (!canAsk()) throw new CliFailure(`${warning} Nothing was changed: pass --yes to do it.`);
  if (!(await confirm(`${warning} Do it?`))) throw new CliFailure('Nothing was changed.');
}

function doneWords(
  { username, state }: Account,
  act: ModerationAct,
  { sessions, grants }: { readonly sessions: number; readonly grants: number },
): string {
  switch (act) {
    case 'reject':
    case 'delete':
      return `The account ${username} is ${act === 'reject' ? 'rejected and removed' : 'deleted'}.`;
    case 'sign out everywhere':
      return `The account ${username} is signed out. Ended: browser sessions ${sessions}, sign-ins of apps ${grants}.`;
    case 'reset second factor':
      return `The second factors of ${username} are removed. Ended: browser sessions ${sessions}.`;
    default:
      return `The account ${username} is now ${state}.`;
  }
}

function alreadyWords({ username, state }: Account, act: ModerationAct): string {
  switch (act) {
    case 'approve':
      return `The account ${username} was let in already.`;
    case 'confirm':
      return `The address of ${username} is confirmed already.`;
    case 'reset second factor':
      return `The account ${username} has no second factor.`;
    default:
      return `The account ${username} is ${state} already.`;
  }
}

/** What to do where an act makes no sense. */
const otherwise: Partial<Readonly<Record<ModerationAct, string>>> = {
  reject: 'Only who waits for approval can be rejected; `account delete` removes others.',
  disable: 'It is locked out already.',
  enable: 'Only a disabled account can be enabled.',
  unsuspend: 'Only a suspended account can be unsuspended.',
};

function refusalWords(reason: ModerationRefusal, { username, state }: Account, act: ModerationAct): string {
  switch (reason) {
    case 'last owner':
      return `${username} is the last owner who can use the account. Make another first: mastodoor account role <name> owner`;
    case 'address taken':
      return `Another account confirmed the address of ${username} first.`;
    case 'no such account':
    case 'changed meanwhile':
      return `The account ${username} was changed at the same moment. Nothing was done: look at it, and decide again.`;
    default:
      return `The account ${username} is ${state}. ${otherwise[act] ?? ''}`.trim();
  }
}
