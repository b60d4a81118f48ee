/**
 * What the tables say about the things of the ports. Every member is named here: JSON drops those that are undefined, and
 * whoever gets a list may keep it, so that it must not be the one in the table.
 */
import type { App, Code, Grant, Instant, PendingAuthorization, Session, Token } from 'mastodoor';
import type { AppRow, CodeRow, GrantRow, Tables, TokenRow } from './tables.ts';

export function appOf(row: App): App {
  return {
    id: row.id,
    clientId: row.clientId,
    secretDigest: row.secretDigest,
    confidential: row.confidential,
    resourceServer: row.resourceServer,
    name: row.name,
    website: row.website,
    redirectUris: [...row.redirectUris],
    scopes: [...row.scopes],
    createdAt: row.createdAt,
  };
}

/** A deleted app stays in the table, and is found by nobody. */
export function livingApp(row: AppRow | undefined): AppRow | undefined {
  return row?.deletedAt === undefined ? row : undefined;
}

/**
 * When a grant ended, if it did. The end of an app is asked here and written into no grant: so it also ends the grants
 * that are added below the app later.
 */
export function endOf(tables: Tables, grant: GrantRow): Instant | undefined {
  const app = grant.appId === undefined ? undefined : tables.apps.get(grant.appId);
  return earliest(grant.revokedAt, app?.deletedAt);
}

export function grantOf(tables: Tables, row: GrantRow): Grant {
  return {
    id: row.id,
    appId: row.appId,
    accountId: row.accountId,
    scopes: [...row.scopes],
    ...(row.asked === undefined ? {} : { asked: [...row.asked] }),
    redirectUri: row.redirectUri,
    ...(row.name === undefined ? {} : { name: row.name }),
    createdAt: row.createdAt,
    lastUsedAt: row.lastUsedAt,
    revokedAt: endOf(tables, row),
  };
}

export function codeOf(tables: Tables, row: CodeRow): Code {
  return {
    digest: row.digest,
    grant: grantOf(tables, theGrant(tables, row)),
    redirectUri: row.redirectUri,
    codeChallenge: row.codeChallenge,
    browserDigest: row.browserDigest,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    spentAt: row.spentAt,
  };
}

/** As with grants, what hangs above is asked: a token ends with its grant, whenever it was added. */
export function tokenOf(tables: Tables, row: TokenRow): Token {
  const grant = theGrant(tables, row);
  const app = grant.appId === undefined ? undefined : tables.apps.get(grant.appId);
  return {
    id: row.id,
    grantId: row.grantId,
    app: app && appOf(app),
    accountId: grant.accountId,
    scopes: [...grant.scopes],
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
    revokedAt: earliest(row.revokedAt, endOf(tables, grant)),
  };
}

export function pendingOf(row: PendingAuthorization): PendingAuthorization {
  return {
    digest: row.digest,
    browserDigest: row.browserDigest,
    request: {
      appId: row.request.appId,
      redirectUri: row.request.redirectUri,
      scopes: [...row.request.scopes],
      state: row.request.state,
      codeChallenge: row.request.codeChallenge,
      responseMode: row.request.responseMode,
      forceLogin: row.request.forceLogin,
      lang: row.request.lang,
    },
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    answeredAt: row.answeredAt,
  };
}

export function sessionOf(row: Session): Session {
  return {
    id: row.id,
    digest: row.digest,
    accountId: row.accountId,
    browserDigest: row.browserDigest,
    createdAt: row.createdAt,
    lastUsedAt: row.lastUsedAt,
    address: row.address,
    userAgent: row.userAgent,
  };
}

/** The grant that a code or a token hangs on; it is removed only together with them. */
export function theGrant(tables: Tables, { grantId }: Pick<TokenRow, 'grantId'>): GrantRow {
  const grant = tables.grants.get(grantId);
  if (grant === undefined) throw new Error(`There is no grant ${grantId} any more`);
  return grant;
}

function earliest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  const happened = instants.filter((instant) => instant !== undefined);
  return happened.length === 0 ? undefined : Math.min(...happened);
}
