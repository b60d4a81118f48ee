import type { AccountId } from '../protocol/app.ts';
import type { World } from './ports.ts';

/** Ends every browser session and every app's access of an account, as a reset of its password must (decision 19). */
export async function signOutEverywhere(
  world: Pick<World, 'store' | 'now' | 'report'>,
  accountId: AccountId,
): Promise<{ readonly sessions: number; readonly grants: number }> {
  const sessions = await world.store.endSessionsOfAccount(accountId);
  const grants = await world.store.revokeGrantsOfAccount(accountId, world.now());
  world.report({ event: 'grants revoked', accountId, appId: undefined, count: grants });
  return { sessions, grants };
}
