import type { GrantWithApp } from '../../flows/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import type { AccountActs } from '../account-acts.ts';
import type { Account, AuditEntry, BroughtPicture, Follow } from '../ports.ts';
import { listOpenSessions } from '../sessions.ts';
import { listPersonalTokens } from '../tokens/personal-tokens.ts';

/** What an export reads. */
export type ExportDeps = Pick<AccountActs, 'store' | 'now'>;

/** How much of a long list is read at once. */
const PAGE = 500;

/**
 * Everything that the directory keeps about a person, for that person: as JSON, with times as ISO 8601. No secret and no digest of one
 * is in it, and nothing of other people but the names of those who follow and are followed.
 */
export async function exportAccount(deps: ExportDeps, account: Account): Promise<Readonly<Record<string, unknown>>> {
  const { store } = deps;
  const [factors, sessions, grants, tokens, following, followers, invites, events] = await Promise.all([
    store.findSecondFactors(account.id),
    listOpenSessions(deps, account.id),
    store.listGrants(account.id),
    listPersonalTokens(deps, account.id),
    all((maxId) => store.listFollowing(account.id, { limit: PAGE, maxId })),
    all((maxId) => store.listFollowers(account.id, { limit: PAGE, maxId })),
    all((before) => store.listInvites({ accountId: account.id, limit: PAGE, before })),
    all((before) => store.listAuditEntries({ accountId: account.id, limit: PAGE, before })),
  ]);
  return {
    exported_at: time(deps.now()),
    account: describeAccount(account),
    pictures: await describePictures(deps, account),
    second_factors: {
      totp_since: time(factors.totp?.createdAt),
      passkeys: factors.passkeys.map(({ name, createdAt, lastUsedAt, backedUp }) => ({
        name,
        created_at: time(createdAt),
        last_used_at: time(lastUsedAt),
        backed_up: backedUp,
      })),
      recovery_codes_left: factors.recoveryCodesLeft,
    },
    browsers: sessions.map(({ createdAt, lastUsedAt, address, userAgent }) => ({
      signed_in_at: time(createdAt),
      last_used_at: time(lastUsedAt),
      address,
      user_agent: userAgent,
    })),
    apps: grants.filter(({ app }) => app !== undefined).map(describeGrant),
    personal_tokens: tokens.map(({ name, scopes, createdAt, lastUsedAt, expiresAt }) => ({
      name: name ?? null,
      scopes,
      created_at: time(createdAt),
      last_used_at: time(lastUsedAt),
      expires_at: time(expiresAt),
    })),
    following: await namesOf(deps, following, ({ followedId }) => followedId),
    followers: await namesOf(deps, followers, ({ followerId }) => followerId),
    invites: invites.map(({ label, createdAt, expiresAt, maxUses, uses, endedAt }) => ({
      label,
      created_at: time(createdAt),
      expires_at: time(expiresAt),
      max_uses: maxUses ?? null,
      uses,
      ended_at: time(endedAt),
    })),
    events: events.map((entry) => describeEntry(entry, account.id)),
  };
}

function describeAccount(account: Account) {
  return {
    id: account.id,
    username: account.username,
    email: account.email,
    unconfirmed_email: account.unconfirmedEmail ?? null,
    display_name: account.displayName,
    note: account.note,
    fields: account.fields,
    locked: account.locked,
    bot: account.bot,
    discoverable: account.discoverable ?? null,
    hide_collections: account.hideCollections ?? null,
    indexable: account.indexable,
    posting: {
      visibility: account.postingVisibility ?? null,
      sensitive: account.postingSensitive,
      language: account.postingLanguage ?? null,
      shows_application: account.showsApplication,
    },
    language: account.locale ?? null,
    role: account.role,
    state: account.state,
    reason: account.reason ?? null,
    allows_password_grant: account.allowsPasswordGrant,
    created_at: time(account.createdAt),
    confirmed_at: time(account.confirmedAt),
    approved_at: time(account.approvedAt),
    disabled_at: time(account.disabledAt),
    suspended_at: time(account.suspendedAt),
  };
}

/** As `data:` URIs, which browsers open. */
async function describePictures({ store }: ExportDeps, account: Account) {
  const describe = async (kind: BroughtPicture, digest: string | undefined, description: string) => {
    const picture = digest === undefined ? undefined : await store.findPicture(account.id, kind, digest);
    if (picture === undefined) return { description, file: null };
    const { mediaType, content } = picture;
    return { description, file: `data:${mediaType};base64,${Buffer.from(content).toString('base64')}` };
  };
  return {
    avatar: await describe('avatar', account.avatarDigest, account.avatarDescription),
    header: await describe('header', account.headerDigest, account.headerDescription),
  };
}

function describeGrant({ app, scopes, redirectUri, createdAt, lastUsedAt }: GrantWithApp) {
  return {
    app: app?.name,
    website: app?.website ?? null,
    scopes,
    redirect_uri: redirectUri ?? null,
    created_at: time(createdAt),
    last_used_at: time(lastUsedAt),
  };
}

/** Who of the staff did something, and from where, is not this person's. */
function describeEntry({ at, event, actor, actorId, address, details }: AuditEntry, accountId: Id) {
  const own = actorId === accountId || actor === 'person' || actor === 'nobody';
  return { at: time(at), event, by: actor, address: own ? (address ?? null) : null, details };
}

/** A whole list, newest first, page by page. `before` is the id of the last one that was read. */
async function all<Row extends { readonly id: Id }>(
  read: (before: Id | undefined) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const page = await read(rows.at(-1)?.id);
    rows.push(...page);
    if (page.length < PAGE) return rows;
  }
}

async function namesOf(
  { store }: ExportDeps,
  follows: readonly Follow[],
  otherOf: (follow: Follow) => Id,
): Promise<readonly unknown[]> {
  const names = new Map<Id, string>();
  for (let done = 0; done < follows.length; done += PAGE) {
    const accounts = await store.findAccounts(follows.slice(done, done + PAGE).map(otherOf));
    for (const { id, username } of accounts) names.set(id, username);
  }
  return follows.map((follow) => ({
    username: names.get(otherOf(follow)) ?? null,
    since: time(follow.createdAt),
    boosts: follow.reblogs,
    notify: follow.notify,
    languages: follow.languages ?? null,
  }));
}

function time(at: Instant): string;
function time(at: Instant | undefined): string | null;
function time(at: Instant | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
