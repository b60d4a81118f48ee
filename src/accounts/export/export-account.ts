import type { GrantWithApp } from '../../flows/ports.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import type { AccountActs } from '../account-acts.ts';
import type { Account, AuditEntry, BroughtPicture, Follow, Invite } from '../ports.ts';
import { listOpenSessions } from '../sessions.ts';
import { listPersonalTokens } from '../tokens/personal-tokens.ts';
import { type DataExport, wholeList } from './data-export.ts';

/** What an export reads. */
export type ExportDeps = Pick<AccountActs, 'store' | 'now'>;

/**
 * Everything that the directory keeps about a person, for that person: for JSON, with times as ISO 8601. No secret and no digest of
 * one is in it, and nothing of other people but the names of those who follow and are followed, or asked for it.
 */
export async function exportAccount(deps: ExportDeps, account: Account): Promise<DataExport> {
  const { store } = deps;
  const { id } = account;
  const [factors, sessions, grants, tokens] = await Promise.all([
    store.findSecondFactors(id),
    listOpenSessions(deps, id),
    store.listGrants(id),
    listPersonalTokens(deps, id),
  ]);
  const followed = (follows: readonly Follow[]) => namesOf(deps, follows, ({ followedId }) => followedId);
  const following = (follows: readonly Follow[]) => namesOf(deps, follows, ({ followerId }) => followerId);
  const members = {
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
  };
  const lists = {
    following: wholeList((part) => store.listFollowing(id, part), followed),
    followers: wholeList((part) => store.listFollowers(id, part), following),
    follow_requests_sent: wholeList((part) => store.listSentFollowRequests(id, part), followed),
    follow_requests_received: wholeList((part) => store.listFollowRequests(id, part), following),
    invites: wholeList(
      ({ limit, maxId }) => store.listInvites({ accountId: id, limit, before: maxId }),
      (invites) => invites.map(describeInvite),
    ),
    events: wholeList(
      ({ limit, maxId }) => store.listAuditEntries({ accountId: id, limit, before: maxId }),
      (entries) => entries.map((entry) => describeEntry(entry, id)),
    ),
  };
  return { members, lists };
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

function describeInvite({ label, createdAt, expiresAt, maxUses, uses, endedAt }: Invite) {
  return {
    label,
    created_at: time(createdAt),
    expires_at: time(expiresAt),
    max_uses: maxUses ?? null,
    uses,
    ended_at: time(endedAt),
  };
}

/** Who of the staff did something, and from where, is not this person's. */
function describeEntry({ at, event, actor, actorId, address, details }: AuditEntry, accountId: Id) {
  const own = actorId === accountId || actor === 'person' || actor === 'nobody';
  return { at: time(at), event, by: actor, address: own ? (address ?? null) : null, details };
}

async function namesOf(
  { store }: ExportDeps,
  follows: readonly Follow[],
  otherOf: (follow: Follow) => Id,
): Promise<readonly unknown[]> {
  const accounts = await store.findAccounts(follows.map(otherOf));
  const names = new Map(accounts.map(({ id, username }) => [id, username]));
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
