import type { AccountChange } from '../../accounts/ports.ts';
import type { Instant } from '../../protocol/app.ts';
import type { AccountState } from '../../protocol/person.ts';
import { CliFailure } from '../cli-failure.ts';
import { withOperator } from '../operator.ts';
import { print, printJson } from '../terminal.ts';
import { accountView } from './account-view.ts';
import { findAccount } from './find-account.ts';

/** One of the commands that change an account's state: from which states, what it changes, and what to do from any other. */
interface StateChange {
  readonly from: readonly AccountState[];
  readonly change: (now: Instant) => AccountChange;
  /** States in which there is nothing to do (any more). */
  readonly done: readonly AccountState[];
  readonly otherwise: string;
}

const usable = ['active', 'unconfirmed', 'pending'] as const;

/** A suspension outranks a disabling, so that ending the lesser one never ends the graver. */
const stateChanges = {
  disable: {
    from: usable,
    change: (now) => ({ disabledAt: now }),
    done: ['disabled'],
    otherwise: 'It is locked out already.',
  },
  enable: {
    from: ['disabled'],
    change: () => ({ disabledAt: undefined }),
    done: ['active'],
    otherwise: 'Only a disabled account can be enabled.',
  },
  suspend: {
    from: [...usable, 'disabled'],
    change: (now) => ({ suspendedAt: now }),
    done: ['suspended'],
    otherwise: '',
  },
  unsuspend: {
    from: ['suspended'],
    change: () => ({ suspendedAt: undefined }),
    done: ['active'],
    otherwise: 'Only a suspended account can be unsuspended.',
  },
} as const satisfies Record<string, StateChange>;

export type StateCommand = keyof typeof stateChanges;

/**
 * `account disable|enable|suspend|unsuspend`. The state is judged at each request, so sessions and tokens are out of use
 * at once and work again when it ends.
 */
export async function runChangeState(
  command: StateCommand,
  name: string,
  { json }: { readonly json?: boolean },
): Promise<void> {
  const { from, change, done, otherwise }: StateChange = stateChanges[command];
  await withOperator(async ({ store }) => {
    const account = await findAccount(store, name);
    const stands = done.includes(account.state);
    if (!stands && !from.includes(account.state)) {
      throw new CliFailure(`The account ${account.username} is ${account.state}. ${otherwise}`);
    }
    const changed = stands ? account : ((await store.changeAccount(account.id, change(Date.now()))) ?? account);
    if (json) return printJson(accountView(changed));
    print(`The account ${account.username} is ${stands ? `${changed.state} already` : `now ${changed.state}`}.`);
  });
}
