import { isIP } from 'node:net';
import type { AccountStore } from '../../accounts/ports.ts';
import type { ReachedLimit } from '../../flows/ports.ts';
import { addressKey } from '../../http/address-key.ts';
import { liftLimit } from '../../http/limits/lift-limit.ts';
import { accountKey, emailKey, loginKey } from '../../http/limits/limit-keys.ts';
import { findAccount } from '../account/find-account.ts';
import { CliFailure } from '../cli-failure.ts';
import { type Operator, withOperator } from '../operator.ts';
import { readId } from '../record-id.ts';
import { print, printable } from '../terminal.ts';
import { namesOf, whoReached } from './limit-view.ts';

export interface LiftLimitsOptions {
  readonly account?: string;
  readonly address?: string;
  readonly key?: string;
}

/** How many reached limits one account or address may have at once: there are fewer limits than that. */
const MOST = 1_000;

/** `limits lift`: who reached a limit begins anew, on every node from the next request on. */
export async function runLiftLimits(given: string | undefined, options: LiftLimitsOptions): Promise<void> {
  const said = [given, options.account, options.address, options.key].filter((one) => one !== undefined);
  if (said.length !== 1) {
    throw new CliFailure('Name one: the id that `limits list` shows, or --account, --address or --key.');
  }
  await withOperator(async (operator) => {
    const { store, report } = operator;
    const ids = given === undefined ? await reachedBy(operator, options) : [idOf(given)];
    const lifted: ReachedLimit[] = [];
    for (const id of ids) {
      const limit = await liftLimit({ limits: store.limits, report, now: Date.now }, id, {
        actorId: undefined,
        address: undefined,
      });
      if (limit !== undefined) lifted.push(limit);
    }
    if (lifted.length === 0) throw new CliFailure('No such limit is reached now. See: mastodoor limits list');
    const names = await namesOf(store, lifted);
    for (const limit of lifted) print(`Lifted: ${limit.rule}, ${printable(whoReached(limit, names))}`);
  });
}

/** @throws CliFailure; what was typed may be anything, so it is not repeated */
function idOf(given: string): string {
  const id = readId(given);
  if (id === undefined)
    throw new CliFailure('A reached limit is named by its id, a number. See: mastodoor limits list');
  return id;
}

async function reachedBy({ store }: Operator, options: LiftLimitsOptions): Promise<readonly string[]> {
  const openAt = Date.now();
  const ids = new Set<string>();
  for (const key of await keysOf(store, options)) {
    const reached = await store.limits.listReachedLimits({ limit: MOST, openAt, key });
    for (const { id, liftedAt } of reached) if (liftedAt === undefined) ids.add(id);
  }
  return [...ids];
}

/** An account is counted under its id, and under what is typed to name it. */
async function keysOf(
  store: Pick<AccountStore, 'findAccountByLogin'>,
  { account, address, key }: LiftLimitsOptions,
): Promise<readonly string[]> {
  if (address !== undefined) {
    if (isIP(address) === 0) throw new CliFailure(`"${address}" is no IP address.`);
    return [addressKey(address)];
  }
  if (account === undefined) return [key ?? ''];
  const { id, username, email, unconfirmedEmail } = await findAccount(store, account);
  const mails = unconfirmedEmail === undefined ? [email] : [email, unconfirmedEmail];
  return [accountKey(id), loginKey(username), ...mails.flatMap((mail) => [loginKey(mail), emailKey(mail)])];
}
