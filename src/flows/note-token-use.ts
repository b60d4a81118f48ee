import type { Token } from '../protocol/grant.ts';
import { LAST_USE_RESOLUTION } from '../protocol/lifetimes.ts';
import type { World } from './ports.ts';

/**
 * Noted at most once a day, after the answer, and never in its way: a use that is not noted is no fault of the caller.
 * Nobody waits for it, so an error must end here: thrown on, it would end the process.
 */
export function noteTokenUse(world: World, token: Token, address: string): void {
  const now = world.now();
  if (token.lastUsedAt !== undefined && now - token.lastUsedAt < LAST_USE_RESOLUTION) return;
  world.store.noteTokenUse(token, { at: now, address }).catch(() => {});
}
