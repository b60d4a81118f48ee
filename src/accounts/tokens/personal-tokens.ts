import type { Id, Instant } from '../../protocol/app.ts';
import { DAY } from '../../protocol/lifetimes.ts';
import { type AccessToken, accessTokenAt, digestOf } from '../../protocol/secret.ts';
import type { AccountActs } from '../account-acts.ts';
import type { Account } from '../ports.ts';

/** For how many days a personal token may be made, or until it is revoked. */
export const tokenLifetimes = [7, 30, 90, 365] as const;

/** Bounds of personal tokens; names in characters (code points). */
export const tokenLimits = { name: 60, tokensOfAccount: 50 } as const;

/** What a person wants of a token for a program of their own. */
export interface TokenWish {
  readonly name: string;
  readonly scopes: readonly string[];
  /** One of {@link tokenLifetimes}, or `never`; absent when nothing was chosen. */
  readonly days: number | 'never' | undefined;
}

/** What is wrong with a wish; at most one for each part. */
export type TokenProblem =
  | 'name blank'
  | 'name too long'
  | 'scopes none'
  | 'scopes not yours'
  | 'expiry missing'
  | 'too many';

/** A token that was made, with the secret that is shown once; or all that is wrong. */
export type TokenMade =
  | { readonly kind: 'made'; readonly token: AccessToken; readonly expiresAt: Instant | undefined }
  | { readonly kind: 'refused'; readonly problems: readonly TokenProblem[] };

/** A personal token as its owner sees it. The secret is known to nobody. */
export interface PersonalToken {
  /** Of the grant above it, by which it is revoked. */
  readonly grantId: Id;
  readonly name: string | undefined;
  readonly scopes: readonly string[];
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | undefined;
  readonly expiresAt: Instant | undefined;
  /** Whether its time is over. */
  readonly isOver: boolean;
}

/** What personal tokens are made with. */
export type PersonalTokenDeps = Pick<AccountActs, 'store' | 'now' | 'randomSecret' | 'report'>;

/** The scopes that an account may give to a token of its own: what rules the server only when it does so itself. */
export function scopesToGive(offered: readonly string[], { role }: Pick<Account, 'role'>): readonly string[] {
  return role === 'user' ? offered.filter((scope) => !scope.startsWith('admin:')) : offered;
}

/**
 * Makes a token without an app; who asks has proven who they are. A scope never gives more than the account may do: it is
 * judged at each use.
 * @param offered the scopes of this server
 */
export async function makePersonalToken(
  deps: PersonalTokenDeps,
  account: Account,
  wish: TokenWish,
  offered: readonly string[],
  by: { readonly address: string },
): Promise<TokenMade> {
  const { store, now, report } = deps;
  const name = wish.name.trim();
  const problems = findTokenProblems({ ...wish, name }, scopesToGive(offered, account));
  if (problems.length > 0) return { kind: 'refused', problems };
  const living = (await listPersonalTokens(deps, account.id)).filter(({ isOver }) => !isOver);
  if (living.length >= tokenLimits.tokensOfAccount) return { kind: 'refused', problems: ['too many'] };
  const createdAt = now();
  const secret = accessTokenAt(createdAt, deps.randomSecret());
  const expiresAt = typeof wish.days === 'number' ? createdAt + wish.days * DAY : undefined;
  const scopes = [...new Set(wish.scopes)];
  const token = await store.addGrantWithToken(
    { appId: undefined, accountId: account.id, scopes, redirectUri: undefined, name, createdAt },
    { digest: digestOf(secret), createdAt, expiresAt },
  );
  if (token === undefined) throw new Error('A grant without an app was refused');
  report({ event: 'personal token made', accountId: account.id, tokenId: token.id, scopes, address: by.address });
  return { kind: 'made', token: secret, expiresAt };
}

/** Newest first, those whose time is over included, until housekeeping takes them. */
export async function listPersonalTokens(
  { store, now }: Pick<PersonalTokenDeps, 'store' | 'now'>,
  accountId: Id,
): Promise<readonly PersonalToken[]> {
  const [grants, tokens] = await Promise.all([
    store.listGrants(accountId),
    store.listTokens({ limit: 10 * tokenLimits.tokensOfAccount, accountId, personal: true }),
  ]);
  const byGrant = new Map(tokens.map((token) => [token.grantId, token]));
  return grants
    .filter(({ appId }) => appId === undefined)
    .map(({ id, name, scopes, createdAt, lastUsedAt }) => {
      const token = byGrant.get(id);
      // The store lists no token whose time is over, by its own clock.
      const isOver = token === undefined || (token.expiresAt !== undefined && token.expiresAt <= now());
      return { grantId: id, name, scopes, createdAt, lastUsedAt, expiresAt: token?.expiresAt, isOver };
    });
}

/** Ends a personal token of an account at once; false when it has no such token (any more). */
export async function revokePersonalToken(
  { store, now, report }: Pick<PersonalTokenDeps, 'store' | 'now' | 'report'>,
  accountId: Id,
  grantId: Id,
  by: { readonly address: string },
): Promise<boolean> {
  // What an app holds is ended on the page of apps, and noted as such.
  const isPersonal = (await store.listGrants(accountId)).some(({ id, appId }) => id === grantId && appId === undefined);
  if (!isPersonal || (await store.revokeGrant(grantId, now(), accountId)) === 0) return false;
  report({ event: 'personal token revoked', accountId, grantId, address: by.address });
  return true;
}

function findTokenProblems({ name, scopes, days }: TokenWish, mayGive: readonly string[]): readonly TokenProblem[] {
  const found: readonly (TokenProblem | false)[] = [
    name === '' ? 'name blank' : [...name].length > tokenLimits.name && 'name too long',
    scopes.length === 0 ? 'scopes none' : !scopes.every((scope) => mayGive.includes(scope)) && 'scopes not yours',
    days !== 'never' && !tokenLifetimes.some((lifetime) => lifetime === days) && 'expiry missing',
  ];
  return found.filter((problem) => problem !== false);
}
