import type { AccountId, Digest, Id, Instant, NewToken, Token } from 'mastodoor';
import { endOf, theGrant, tokenOf } from './facts.ts';
import { newestFirst } from './ids.ts';
import type { Tables, TokenRow } from './tables.ts';

export function addToken(tables: Tables, id: Id, grantId: Id, token: NewToken): Token {
  const row: TokenRow = {
    id,
    digest: token.digest,
    grantId,
    createdAt: token.createdAt,
    expiresAt: token.expiresAt,
    lastUsedAt: undefined,
    lastUsedAddress: undefined,
    revokedAt: undefined,
  };
  tables.tokens.add(row.digest, row);
  return tokenOf(tables, row);
}

export function findToken(tables: Tables, digest: Digest): Token | undefined {
  const token = tables.tokens.get(digest);
  return token && tokenOf(tables, token);
}

/** An older use never replaces a newer one. */
export function noteTokenUse(
  { tokens, grants }: Tables,
  { id, grantId }: Pick<Token, 'id' | 'grantId'>,
  { at, address }: { readonly at: Instant; readonly address: string },
): void {
  const [token] = tokens.by('id', id);
  if (token !== undefined && isEarlier(token.lastUsedAt, at)) {
    tokens.set(token.digest, { ...token, lastUsedAt: at, lastUsedAddress: address });
  }
  const grant = grants.get(grantId);
  if (grant !== undefined && isEarlier(grant.lastUsedAt, at)) grants.set(grantId, { ...grant, lastUsedAt: at });
}

export function revokeToken(tables: Tables, id: Id, at: Instant): void {
  const { tokens, codes, grants } = tables;
  const [token] = tokens.by('id', id);
  if (token === undefined) return;
  if (token.revokedAt === undefined) tokens.set(token.digest, { ...token, revokedAt: at });
  const grant = theGrant(tables, token);
  const aTokenLives = tokens.by('grant', grant.id).some((other) => lives(other, at));
  const aCodeLives = codes.by('grant', grant.id).some((code) => code.spentAt === undefined && code.expiresAt > at);
  if (grant.revokedAt === undefined && !aTokenLives && !aCodeLives) grants.set(grant.id, { ...grant, revokedAt: at });
}

export function listTokens(
  tables: Tables,
  filter: {
    readonly limit: number;
    readonly accountId?: AccountId;
    readonly appId?: Id;
    readonly personal?: true;
  },
  now: Instant,
): readonly Token[] {
  return tables.tokens
    .all()
    .filter((token) => lives(token, now))
    .filter((token) => {
      const grant = theGrant(tables, token);
      if (filter.accountId !== undefined && grant.accountId !== filter.accountId) return false;
      if (filter.appId !== undefined && grant.appId !== filter.appId) return false;
      if (filter.personal && grant.appId !== undefined) return false;
      return endOf(tables, grant) === undefined;
    })
    .toArray()
    .sort(newestFirst)
    .slice(0, filter.limit)
    .map((token) => tokenOf(tables, token));
}

/** Whether the token itself lives; its grant is another question. */
function lives(token: TokenRow, at: Instant): boolean {
  return token.revokedAt === undefined && (token.expiresAt === undefined || token.expiresAt > at);
}

function isEarlier(one: Instant | undefined, other: Instant): boolean {
  return one === undefined || one < other;
}
