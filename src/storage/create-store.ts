import type { AccountFacts } from '../accounts/ports.ts';
import type { LimitStore, Revocation } from '../flows/ports.ts';
import type { Instant } from '../protocol/app.ts';
import type { Engine } from './engine.ts';
import { accountOf } from './queries/account-row.ts';
import * as accounts from './queries/accounts.ts';
import { appOf } from './queries/app-row.ts';
import * as apps from './queries/apps.ts';
import * as audit from './queries/audit.ts';
import * as authorizations from './queries/authorizations.ts';
import * as codes from './queries/codes.ts';
import { deleteAccount, removeUnusedAccount } from './queries/delete-accounts.ts';
import * as duties from './queries/duties.ts';
import * as follows from './queries/follows.ts';
import * as grants from './queries/grants.ts';
import * as invites from './queries/invites.ts';
import * as limits from './queries/limits.ts';
import * as mails from './queries/mails.ts';
import * as passkeys from './queries/passkeys.ts';
import * as pending from './queries/pending-authorizations.ts';
import { findPicture } from './queries/pictures.ts';
import * as factors from './queries/second-factors.ts';
import * as sessions from './queries/sessions.ts';
import * as settings from './queries/settings.ts';
import * as sweeping from './queries/sweep.ts';
import { countSweepableOfDirectory, sweepDirectory } from './queries/sweep-directory.ts';
import * as tickets from './queries/tickets.ts';
import { tokenOf } from './queries/token-row.ts';
import * as tokens from './queries/tokens.ts';
import { Revocations } from './revocations.ts';
import { soughtId } from './row-values.ts';
import type { Db } from './schema.ts';
import { createSnowflake } from './snowflake.ts';
import { createSocialStore } from './social/create-social-store.ts';
import type { FullStore } from './store.ts';
import { createTokenIds, tokenFinder } from './token-ids.ts';

/** The whole store on one page: which method reads, which writes, and the query behind it. */
export function createStore(engine: Engine, now: () => Instant): FullStore {
  const read: Engine['read'] = (query) => engine.read(query);
  const write: Engine['write'] = (unit, options) => engine.write(unit, options);
  // What engines with several writers may run beside each other: why it is right stands in ADR 0012.
  const one: Engine['write'] = (unit, options) => engine.write(unit, { ...options, steps: 'one' });
  const free: Engine['write'] = (unit, options) => engine.write(unit, { ...options, steps: 'free' });
  /** Writes, tells other nodes in the same commit what ended, and then those who listen here. */
  const end = async <T>(
    unit: (db: Db) => Promise<T>,
    ends: (result: T) => readonly Revocation[],
    steps?: 'free',
  ): Promise<T> => {
    const result = await write(unit, { ends, ...(steps === undefined ? {} : { steps }) });
    for (const revocation of ends(result)) revocations.tell(revocation);
    return result;
  };
  const nextId = createSnowflake(now);
  const tokenId = createTokenIds(now, nextId);
  const social = createSocialStore({ read, write, one, free, nextId });
  const revocations = new Revocations((changed) => engine.watchOthers(changed, (news) => social.hear(news)));
  const appRow = engine.prepare(apps.appByClientId);
  const tokenRow = tokenFinder(engine, now);
  const sessionRow = engine.prepare(sessions.sessionByDigest);
  const accountRow = engine.prepare(accounts.accountById);

  return {
    addApp: (app) => one((db) => apps.addApp(db, nextId(), app)),
    findApp: (id) => read((db) => apps.findApp(db, id)),
    findAppByClientId: async (clientId) => optional(await appRow(clientId), appOf),
    listApps: (page) => read((db) => apps.listApps(db, page)),
    noteConsentPage: (id, at) => one((db) => apps.noteConsentPage(db, id, at)),
    deleteApp: (id, at) =>
      end(
        (db) => apps.deleteApp(db, id, at),
        () => [{ kind: 'app', appId: id }],
        'free',
      ),

    addPendingAuthorization: (request) => one((db) => pending.addPendingAuthorization(db, request)),
    findPendingAuthorization: (digest) => read((db) => pending.findPendingAuthorization(db, digest)),
    denyPendingAuthorization: (digest, at) => one((db) => pending.answerPendingAuthorization(db, digest, at)),
    approve: (approval) => free((db) => authorizations.approve(db, nextId(), approval)),

    findCode: (digest) => read((db) => codes.findCode(db, digest)),
    redeemCode: (digest, token) => free((db) => codes.redeemCode(db, digest, tokenId(token.digest), token)),
    burnCode: (digest, at) => one((db) => codes.burnCode(db, digest, at)),

    addGrantWithToken: (grant, token) =>
      free((db) =>
        authorizations.addGrantWithToken(db, { grant: nextId(), token: tokenId(token.digest) }, grant, token),
      ),
    findToken: async (digest) => optional(await tokenRow(digest), tokenOf),
    noteTokenUse: (token, use) => free((db) => tokens.noteTokenUse(db, token, use), { mayBeLost: true }),
    revokeToken: (id, at) =>
      end(
        (db) => tokens.revokeToken(db, id, at),
        () => [{ kind: 'token', tokenId: id }],
        'free',
      ),
    revokeGrant: (id, at, accountId) =>
      end(
        (db) => grants.revokeGrant(db, id, at, accountId),
        // One that is another account's lives on.
        (count) => (count > 0 || accountId === undefined ? [{ kind: 'grant', grantId: id }] : []),
        'free',
      ),
    revokeGrantsOfAccount: (accountId, at, appId) =>
      end(
        (db) => grants.revokeGrantsOfAccount(db, accountId, at, appId),
        () => [{ kind: 'account', accountId, ...(appId === undefined ? {} : { appId }) }],
        'free',
      ),
    listGrants: (accountId) => read((db) => grants.listGrants(db, accountId)),
    listGrantsForApp: (accountId, appId) => read((db) => grants.listGrantsForApp(db, accountId, appId)),
    listTokens: (filter) => read((db) => tokens.listTokens(db, filter, now())),

    addSession: (session, replaces) => free((db) => sessions.addSession(db, nextId(), session, replaces)),
    findSession: async (digest) => optional(await sessionRow(digest), sessions.sessionOf),
    noteSessionUse: (id, at) => one((db) => sessions.noteSessionUse(db, id, at), { mayBeLost: true }),
    endSession: (digest) => one((db) => sessions.endSession(db, digest)),
    listSessions: (accountId) => read((db) => sessions.listSessions(db, accountId)),
    endSessionOfAccount: (id, accountId) => one((db) => sessions.endSessionOfAccount(db, id, accountId)),
    endSessionsOfAccount: (accountId, except) => one((db) => sessions.endSessionsOfAccount(db, accountId, except)),

    sweep: (kind, { before, batch, dryRun }) =>
      dryRun
        ? read((db) => sweeping.countSweepable(db, kind, before))
        : write((db) => sweeping.sweep(db, kind, before, batch)),

    duties: {
      take: (name, lease) => one((db) => duties.takeDuty(db, name, lease)),
      note: (name, outcome) => one((db) => duties.noteDuty(db, name, outcome)),
      find: (name) => read((db) => duties.findDuty(db, name)),
    },

    limits: limitsOf(engine, nextId),

    readSetting: (key) => read((db) => settings.readSetting(db, key)),
    claimSetting: (key, value) => free((db) => settings.claimSetting(db, key, value)),

    addAccount: (account, beside) =>
      write((db) => accounts.addAccount(db, { account: nextId(), mail: nextId() }, account, beside)),
    findOwnerVacancy: () => read((db) => accounts.findOwnerVacancy(db)),
    addOwner: (account, vacancy) =>
      write((db) => accounts.addOwner(db, { account: nextId(), mail: nextId() }, account, vacancy)),
    countAccounts: () => read((db) => accounts.countAccounts(db)),
    countAccountsByState: () => read((db) => accounts.countAccountsByState(db)),
    findAccount: async (id) => optional(await accountRow(soughtId(id)), accountOf),
    findAccounts: (ids) => read((db) => accounts.findAccounts(db, ids)),
    findAccountByUsername: (username) => read((db) => accounts.findAccountByUsername(db, username)),
    findAccountByLogin: (login) => read((db) => accounts.findAccountByLogin(db, login)),
    listAccounts: (filter) => read((db) => accounts.listAccounts(db, filter)),
    findPicture: (accountId, kind, digest) => read((db) => findPicture(db, accountId, kind, digest)),
    searchAccounts: (text, options) => read((db) => accounts.searchAccounts(db, text, options)),
    changeAccount: (id, change, beside = {}) =>
      end(
        (db) => accounts.changeAccount(db, id, change, beside, nextId, now()),
        // What was kept of its tokens may say that they can be used, or that they cannot.
        (changed) =>
          changed !== undefined && stateFacts.some((fact) => fact in change)
            ? [{ kind: 'account', accountId: id }]
            : [],
      ),
    deleteAccount: (id, at, beside = {}) =>
      end(
        (db) => deleteAccount(db, id, at, beside, nextId()),
        (deleted) => (deleted ? [{ kind: 'account', accountId: id }] : []),
      ),
    removeUnusedAccount: (id, at, beside = {}) =>
      end(
        (db) => removeUnusedAccount(db, id, at, beside, nextId()),
        (removed) => (removed ? [{ kind: 'account', accountId: id }] : []),
      ),

    addTicket: (ticket) => write((db) => tickets.addTicket(db, ticket)),
    findTicket: (kind, digest, at) => read((db) => tickets.findTicket(db, kind, digest, at)),
    takeTicket: (kind, digest, at) => one((db) => tickets.takeTicket(db, kind, digest, at)),
    endTickets: (accountId, kinds) => one((db) => tickets.endTickets(db, accountId, kinds)),

    findSecondFactors: (accountId) => read((db) => factors.findSecondFactors(db, accountId)),
    findTotp: (accountId) => read((db) => factors.findTotp(db, accountId)),
    setTotp: (accountId, key, codes) => write((db) => factors.setTotp(db, accountId, key, codes)),
    removeTotp: (accountId) => write((db) => factors.removeTotp(db, accountId)),
    useTotpStep: (accountId, step) => one((db) => factors.useTotpStep(db, accountId, step)),
    replaceRecoveryCodes: (accountId, digests) => write((db) => factors.replaceRecoveryCodes(db, accountId, digests)),
    useRecoveryCode: (accountId, digest) => one((db) => factors.useRecoveryCode(db, accountId, digest)),
    addPasskey: (passkey, codes) => write((db) => factors.addPasskey(db, nextId(), passkey, codes)),
    findPasskey: (credentialId) => read((db) => passkeys.findPasskey(db, credentialId)),
    notePasskeyUse: (id, use) => one((db) => passkeys.notePasskeyUse(db, id, use)),
    renamePasskey: (accountId, id, name) => one((db) => passkeys.renamePasskey(db, accountId, id, name)),
    removePasskey: (accountId, id) => write((db) => factors.removePasskey(db, accountId, id)),
    removeSecondFactors: (accountId) => write((db) => factors.removeSecondFactors(db, accountId)),

    addInvite: (invite) => one((db) => invites.addInvite(db, nextId(), invite)),
    findGoodInvite: (digest, at) => read((db) => invites.findGoodInvite(db, digest, at)),
    listInvites: (filter) => read((db) => invites.listInvites(db, filter)),
    findInvites: (ids) => read((db) => invites.findInvites(db, ids)),
    endInvite: (id, at, accountId) => one((db) => invites.endInvite(db, id, at, accountId)),

    addMail: (mail) => one((db) => mails.addMail(db, nextId(), mail)),
    claimMail: (lease) => one((db) => mails.claimMail(db, lease)),
    noteMailSent: (id) => one((db) => mails.noteMailSent(db, id)),
    noteMailFailed: (id, failure) => one((db) => mails.noteMailFailed(db, id, failure)),
    countMails: () => read((db) => mails.countMails(db)),
    oldestWaitingMail: () => read((db) => mails.oldestWaitingMail(db)),
    listMails: (page) => read((db) => mails.listMails(db, page)),

    addAuditEntry: (entry) => {
      // Drawn now: entries are in the order in which they were told.
      let id: bigint | undefined = nextId();
      return one((db) => {
        const drawn = id ?? nextId();
        id = undefined;
        return audit.addAuditEntry(db, drawn, entry);
      });
    },
    listAuditEntries: (filter) => read((db) => audit.listAuditEntries(db, filter)),

    sweepDirectory: async (kind, { before, batch, dryRun }) => {
      if (dryRun) return read((db) => countSweepableOfDirectory(db, kind, before));
      const { rows } = await end(
        (db) => sweepDirectory(db, kind, before, batch, now()),
        ({ accountIds }) => accountIds.map((accountId) => ({ kind: 'account', accountId })),
      );
      return rows;
    },

    follow: async (pair, options) => {
      const { follow } = await social.announce(
        (db) => follows.follow(db, nextId, pair, options),
        ({ told }) => told,
      );
      return follow;
    },
    listFollowRequests: (accountId, page) => read((db) => follows.listFollowRequests(db, accountId, page)),
    listSentFollowRequests: (accountId, page) => read((db) => follows.listSentFollowRequests(db, accountId, page)),
    acceptFollowRequest: async (pair, at) => {
      const accepted = await social.announce(
        (db) => follows.acceptFollowRequest(db, nextId, pair, at),
        (outcome) => outcome?.told ?? [],
      );
      return accepted !== undefined;
    },
    rejectFollowRequest: (pair) => write((db) => follows.rejectFollowRequest(db, pair)),
    unfollow: (pair) => write((db) => follows.unfollow(db, pair)),
    findFollowsBetween: (accountId, otherIds) => read((db) => follows.findFollowsBetween(db, accountId, otherIds)),
    listFollowers: (accountId, page) => read((db) => follows.listFollowers(db, accountId, page)),
    listFollowing: (accountId, page) => read((db) => follows.listFollowing(db, accountId, page)),
    countFollowRequests: (accountId) => read((db) => follows.countFollowRequests(db, accountId)),

    ...social.store,

    ping: async () => {
      await read((db) => settings.readSetting(db, ''));
      await one((db) => settings.proveWritable(db, now()));
    },
    close: async () => {
      await engine.close();
      revocations.end();
    },
    poolLoad: engine.poolLoad && (() => engine.poolLoad?.() ?? { busy: 0, idle: 0, waiting: 0 }),
    onRevocation: (listener) => revocations.listen(listener),
  };
}

function limitsOf(engine: Engine, nextId: () => bigint): LimitStore {
  const count = <T>(unit: (db: Db) => Promise<T>, steps: 'one' | 'free') =>
    engine.write(unit, { mayBeLost: true, steps });
  return {
    countedBy: engine.servesNodes ? 'nodes' : 'one process',
    countTries: (tries) => count((db) => limits.countTries(db, tries), limits.isOneStatement(tries) ? 'one' : 'free'),
    // Not "one": taken back twice, it would let somebody through once too often.
    takeBackTries: (tries) => count((db) => limits.takeBackTries(db, tries), 'free'),
    noteReachedLimit: (reached) =>
      engine.write((db) => limits.noteReachedLimit(db, nextId(), reached), { steps: 'free' }),
    findReachedLimit: (counter) => engine.read((db) => limits.findReachedLimit(db, counter)),
    listReachedLimits: (filter) => engine.read((db) => limits.listReachedLimits(db, filter)),
    liftLimit: async (id, at) => {
      const lifted = await engine.write((db) => limits.markLifted(db, id, at), { steps: 'one' });
      // On its own: whoever counts on it meanwhile must not wait for the disk.
      if (lifted !== undefined) await count((db) => limits.removeCounter(db, lifted), 'one');
      return lifted;
    },
    sweepLimits: (kind, { before, batch, dryRun }) =>
      dryRun
        ? engine.read((db) => limits.countSweepableLimits(db, kind, before))
        : engine.write((db) => limits.sweepLimits(db, kind, before, batch)),
  };
}

/** Of which the state of an account follows. */
const stateFacts: readonly (keyof AccountFacts)[] = ['confirmedAt', 'approvedAt', 'disabledAt', 'suspendedAt'];

function optional<Row, T>(row: Row | undefined, toDomain: (row: Row) => T): T | undefined {
  return row === undefined ? undefined : toDomain(row);
}
