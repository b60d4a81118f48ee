import { canAsk, confirm } from '../ask.ts';
import { CliFailure } from '../cli-failure.ts';
import { type Operator, withOperator } from '../operator.ts';
import { Progress } from '../progress.ts';
import { note, print, printJson } from '../terminal.ts';
import { moderationOf } from './operator-moderation.ts';

/** So many at once: they share commits, and a server at work on the same database is not held up for long. */
const AT_ONCE = 50;

/**
 * `account sign-out-everybody`: ends every browser session and every access of every app, of people and of apps themselves.
 * For whoever went back to a backup, in which ended access lives again, or lost secrets to somebody.
 */
export async function runSignOutEverybody(options: { readonly yes?: boolean; readonly json?: boolean }): Promise<void> {
  await withOperator(async (operator) => {
    if (!options.yes) await askAgain();
    const progress = new Progress();
    const people = await signOutPeople(operator, (count) => progress.update(() => `Signed out: ${count} accounts`));
    const tokens = await endTokensLeft(operator, (count) => progress.update(() => `Ended: ${count} tokens of apps`));
    progress.clear();
    if (options.json) return printJson({ ...people, app_tokens: tokens });
    const { accounts, sessions, grants } = people;
    print(`Signed out: ${accounts} accounts, with ${sessions} browser sessions and ${grants} sign-ins of apps.`);
    print(`Ended: ${tokens} other tokens, of apps themselves.`);
  });
}

async function askAgain(): Promise<void> {
  note('Everybody will have to sign in again, in every browser and every app.');
  if (!canAsk()) throw new CliFailure('Nothing was changed: pass --yes to do it.');
  if (!(await confirm('Sign everybody out?'))) throw new CliFailure('Nothing was changed.');
}

async function signOutPeople(operator: Operator, tell: (accounts: number) => void) {
  const { store } = operator;
  const moderation = moderationOf(operator);
  const ended = { accounts: 0, sessions: 0, grants: 0 };
  for (let after = '0'; ; ) {
    const accounts = await store.listAccounts({ limit: AT_ONCE, after });
    const last = accounts.at(-1);
    if (last === undefined) return ended;
    const orders = accounts.map(({ id }) => ({ by: 'operator', act: 'sign out everywhere', accountId: id }) as const);
    for (const outcome of await Promise.all(orders.map((order) => moderation.act(order)))) {
      if (outcome.kind !== 'done') continue;
      ended.accounts += 1;
      ended.sessions += outcome.ended.sessions;
      ended.grants += outcome.ended.grants;
    }
    tell(ended.accounts);
    after = last.id;
  }
}

/** What has no account that could be signed out. */
async function endTokensLeft({ admin }: Operator, tell: (tokens: number) => void): Promise<number> {
  for (let ended = 0; ; ) {
    const tokens = await admin.listTokens({ limit: AT_ONCE });
    if (tokens.length === 0) return ended;
    await Promise.all(tokens.map((token) => admin.revokeToken(token)));
    ended += tokens.length;
    tell(ended);
  }
}
