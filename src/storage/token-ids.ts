import type { Instant } from '../protocol/app.ts';
import { type Digest, timeOf } from '../protocol/secret.ts';
import type { Engine } from './engine.ts';
import { type TokenRow, tokenAmongIds, tokenByDigest, untimedTokenByDigest } from './queries/token-row.ts';
import type { TokenId } from './queries/tokens.ts';
import { createIdsAt, firstIdAt, lastIdAt } from './snowflake.ts';

/** Makes ids of tokens with the time that is in their digests, so that {@link tokenFinder} needs no index of digests. */
export function createTokenIds(now: () => Instant, nextId: () => bigint): (digest: Digest) => TokenId {
  const idAt = createIdsAt();
  return (digest) => {
    const at = timeOf(digest, now());
    return at === undefined ? { id: nextId(), timed: false } : { id: idAt(at), timed: true };
  };
}

/**
 * Finds the row of a token. Where rows lie in the order of their ids, those of one millisecond stand side by side, and reading them is
 * cheaper than an index of digests, which would be one more tree to read and to write (ADR 16). Tokens without a time, and those that
 * were stored before their ids told it, have such an index.
 */
export function tokenFinder(engine: Engine, now: () => Instant): (digest: Digest) => Promise<TokenRow | undefined> {
  if (!engine.keepsRowsByIds) return engine.prepare(tokenByDigest);
  const amongIds = engine.prepare(tokenAmongIds);
  const untimed = engine.prepare(untimedTokenByDigest);
  return async (digest) => {
    const at = timeOf(digest, now());
    const row = at === undefined ? undefined : await amongIds(digest, firstIdAt(at), lastIdAt(at));
    return row ?? untimed(digest);
  };
}
