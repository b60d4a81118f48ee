import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Instant, Store } from 'mastodoor';
import * as apps from './apps.ts';
import * as authorizations from './authorizations.ts';
import { Commits } from './commits.ts';
import * as grants from './grants.ts';
import { idMaker } from './ids.ts';
import { Journal, replayJournal } from './journal.ts';
import { holdAlone } from './only-process.ts';
import { Revocations } from './revocations.ts';
import * as sessions from './sessions.ts';
import { countSweepable, sweep } from './sweep.ts';
import { Tables } from './tables.ts';
import * as tokens from './tokens.ts';

export interface JournalStoreOptions {
  /** Of the journal. Its folder is made when it is missing. */
  readonly path: string;
  readonly now?: () => Instant;
}

/**
 * A store in memory whose changes are on disk before anybody is told of them: for one process, and as much as fits into
 * its memory. Opening reads the journal and writes it anew without what is past.
 */
export async function openJournalStore({ path, now = Date.now }: JournalStoreOptions): Promise<Store> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const hold = holdAlone(`${path}.lock`);
  try {
    const tables = new Tables();
    await replayJournal(path, (table, key, row) => tables.replay(table, key, row));
    const journal = await Journal.replace(path, tables.snapshot());
    return createStore(tables, new Commits(tables, journal), { now, release: hold.release });
  } catch (error) {
    hold.release();
    throw error;
  }
}

/** The whole store on one page: which method reads, which one writes, and who hears of it. */
function createStore(
  tables: Tables,
  commits: Commits,
  { now, release }: { readonly now: () => Instant; readonly release: () => void },
): Store {
  const read = <T>(find: () => T): Promise<T> => commits.read(find);
  const write = <T>(unit: () => T): Promise<T> => commits.write(unit);
  const nextId = idMaker(tables.ids(), now);
  const revocations = new Revocations();
  let closing: Promise<void> | undefined;

  return {
    addApp: (app) => write(() => apps.addApp(tables, nextId(), app)),
    findApp: (id) => read(() => apps.findApp(tables, id)),
    findAppByClientId: (clientId) => read(() => apps.findAppByClientId(tables, clientId)),
    listApps: (page) => read(() => apps.listApps(tables, page)),
    noteConsentPage: (id, at) => write(() => apps.noteConsentPage(tables, id, at)),
    deleteApp: async (id, at) => {
      const deleted = await write(() => apps.deleteApp(tables, id, at));
      revocations.tell({ kind: 'app', appId: id });
      return deleted;
    },

    addPendingAuthorization: (request) => write(() => authorizations.addPending(tables, request)),
    findPendingAuthorization: (digest) => read(() => authorizations.findPending(tables, digest)),
    denyPendingAuthorization: (digest, at) => write(() => authorizations.denyPending(tables, digest, at)),
    approve: (approval) => write(() => authorizations.approve(tables, nextId(), approval)),
    findCode: (digest) => read(() => authorizations.findCode(tables, digest)),
    redeemCode: (digest, token) => write(() => authorizations.redeemCode(tables, digest, nextId(), token)),
    burnCode: (digest, at) => write(() => authorizations.burnCode(tables, digest, at)),

    addGrantWithToken: (grant, token) =>
      write(() => {
        const [grantId, tokenId] = [nextId(), nextId()];
        return grants.addGrant(tables, grantId, grant) ? tokens.addToken(tables, tokenId, grantId, token) : undefined;
      }),
    findToken: (digest) => read(() => tokens.findToken(tables, digest)),
    noteTokenUse: (token, use) => write(() => tokens.noteTokenUse(tables, token, use)),
    revokeToken: async (id, at) => {
      await write(() => tokens.revokeToken(tables, id, at));
      revocations.tell({ kind: 'token', tokenId: id });
    },
    revokeGrant: async (id, at, accountId) => {
      const count = await write(() => grants.revokeGrant(tables, id, at, accountId));
      // One that is another account's lives on.
      if (count > 0 || accountId === undefined) revocations.tell({ kind: 'grant', grantId: id });
      return count;
    },
    revokeGrantsOfAccount: async (accountId, at, appId) => {
      const count = await write(() => grants.revokeGrantsOfAccount(tables, accountId, at, appId));
      revocations.tell({ kind: 'account', accountId, ...(appId === undefined ? {} : { appId }) });
      return count;
    },
    listGrants: (accountId) => read(() => grants.listGrants(tables, accountId)),
    listGrantsForApp: (accountId, appId) => read(() => grants.listGrantsForApp(tables, accountId, appId)),
    listTokens: (filter) => read(() => tokens.listTokens(tables, filter, now())),

    addSession: (session, replaces) => write(() => sessions.addSession(tables, nextId(), session, replaces)),
    findSession: (digest) => read(() => sessions.findSession(tables, digest)),
    noteSessionUse: (id, at) => write(() => sessions.noteSessionUse(tables, id, at)),
    endSession: (digest) => write(() => tables.sessions.remove(digest)),
    listSessions: (accountId) => read(() => sessions.listSessions(tables, accountId)),
    endSessionOfAccount: (id, accountId) => write(() => sessions.endSessionOfAccount(tables, id, accountId)),
    endSessionsOfAccount: (accountId, except) => write(() => sessions.endSessionsOfAccount(tables, accountId, except)),

    sweep: (kind, { before, batch, dryRun }) =>
      dryRun ? read(() => countSweepable(tables, kind, before)) : write(() => sweep(tables, kind, before, batch)),

    readSetting: (key) => read(() => tables.settings.get(key)?.value),
    claimSetting: (key, value) => write(() => claimSetting(tables, key, value)),

    // Really writes: a full disk shows nowhere else.
    ping: () => write(() => tables.settings.set('journal: last ping', { value: new Date(now()).toISOString() })),
    onRevocation: (listener) => revocations.listen(listener),
    close: () => {
      closing ??= commits.close().finally(release);
      return closing;
    },
  };
}

function claimSetting({ settings }: Tables, key: string, value: string): string {
  const stands = settings.get(key);
  if (stands === undefined) settings.add(key, { value });
  return stands?.value ?? value;
}
