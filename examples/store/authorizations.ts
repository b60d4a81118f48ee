import type { Code, Digest, Id, Instant, NewCode, NewGrant, NewToken, PendingAuthorization, Token } from 'mastodoor';
import { codeOf, endOf, pendingOf, theGrant } from './facts.ts';
import { addGrant } from './grants.ts';
import type { Tables } from './tables.ts';
import { addToken } from './tokens.ts';

export function addPending({ apps, pending }: Tables, request: Omit<PendingAuthorization, 'answeredAt'>): void {
  if (apps.get(request.request.appId) === undefined) throw new Error('There is no such app');
  pending.add(request.digest, pendingOf({ ...request, answeredAt: undefined }));
}

export function findPending({ pending }: Tables, digest: Digest): PendingAuthorization | undefined {
  const request = pending.get(digest);
  return request && pendingOf(request);
}

export function denyPending({ pending }: Tables, digest: Digest, at: Instant): boolean {
  const request = pending.get(digest);
  if (request === undefined || request.answeredAt !== undefined) return false;
  pending.set(digest, { ...request, answeredAt: at });
  return true;
}

/** Whoever does not win has changed nothing: every condition is asked before the first change, or throws. */
export function approve(
  tables: Tables,
  grantId: Id,
  { pending, grant, code }: { readonly pending: Digest | undefined; readonly grant: NewGrant; readonly code: NewCode },
): boolean {
  const request = pending === undefined ? undefined : tables.pending.get(pending);
  if (pending !== undefined && (request === undefined || request.answeredAt !== undefined)) return false;
  if (!addGrant(tables, grantId, grant)) return false;
  if (request !== undefined) tables.pending.set(request.digest, { ...request, answeredAt: grant.createdAt });
  tables.codes.add(code.digest, {
    digest: code.digest,
    grantId,
    redirectUri: code.redirectUri,
    codeChallenge: code.codeChallenge,
    browserDigest: code.browserDigest,
    createdAt: code.createdAt,
    expiresAt: code.expiresAt,
    spentAt: undefined,
  });
  return true;
}

export function findCode(tables: Tables, digest: Digest): Code | undefined {
  const code = tables.codes.get(digest);
  return code && codeOf(tables, code);
}

export function redeemCode(tables: Tables, digest: Digest, tokenId: Id, token: NewToken): Token | undefined {
  const code = tables.codes.get(digest);
  if (code === undefined || code.spentAt !== undefined) return undefined;
  if (endOf(tables, theGrant(tables, code)) !== undefined) return undefined;
  tables.codes.set(digest, { ...code, spentAt: token.createdAt });
  return addToken(tables, tokenId, code.grantId, token);
}

export function burnCode({ codes }: Tables, digest: Digest, at: Instant): void {
  const code = codes.get(digest);
  if (code !== undefined && code.spentAt === undefined) codes.set(digest, { ...code, spentAt: at });
}
