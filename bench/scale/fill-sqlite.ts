import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DAY } from '../../src/protocol/lifetimes.ts';
import { digestOf } from '../../src/protocol/secret.ts';
import { migrateSqlite } from '../../src/storage/sqlite/open-sqlite-store.ts';
import { type Population, part, specimenOf } from './population.ts';

/** A database with its population. */
export interface Filled {
  readonly path: string;
  readonly population: Population;
}

/** The key under which the server encrypts; given to the server so that it makes no file. */
export const SECRET_KEY = 'the key of a measurement that everybody knows';

/** The database of a size in a folder: the one that is there, or a new one, made in bulk. */
export async function filledSqlite(folder: string, tokens: number, say: (line: string) => void): Promise<Filled> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${tokens}.db`);
  const facts = `${path}.json`;
  if (existsSync(facts)) return { path, population: JSON.parse(readFileSync(facts, 'utf8')) as Population };
  const population: Population = {
    tokens,
    accounts: Math.max(10, Math.ceil(tokens / 100)),
    apps: Math.max(10, Math.ceil(tokens / 1000)),
    backlog: 0.2,
    madeAt: Date.now(),
  };
  const draft = `${path}.draft`;
  for (const leftover of [draft, `${draft}-wal`, `${draft}-shm`]) rmSync(leftover, { force: true });
  await migrateSqlite(draft);
  const started = performance.now();
  fill(draft, population, (done) =>
    say(`${done} of ${tokens} tokens, ${Math.round((performance.now() - started) / 1000)} s`),
  );
  renameSync(draft, path);
  writeFileSync(facts, JSON.stringify(population));
  return { path, population };
}

/** In the order of time, as the server itself would have written it; durable only at the end. */
function fill(path: string, population: Population, progress: (done: number) => void): void {
  const database = new DatabaseSync(path);
  database.exec(
    `pragma journal_mode = off; pragma synchronous = off; pragma foreign_keys = off;
     pragma locking_mode = exclusive; pragma cache_size = -4000000; begin`,
  );
  addApps(database, population);
  addAccounts(database, population);
  addTokens(database, population, progress);
  addAuditEntries(database, population);
  database.exec('commit; pragma journal_mode = wal');
  database.close();
}

const FIRST_APP_ID = 1;
const FIRST_ACCOUNT_ID = 1_000_001;

/** The client id of an app, and its secret. */
export function appCredentials(app: number): { readonly client_id: string; readonly client_secret: string } {
  return { client_id: digestOf(`client ${app}`), client_secret: digestOf(`secret ${app}`) };
}

function addApps(database: DatabaseSync, { apps, madeAt }: Population): void {
  const insert = database.prepare(
    `insert into apps (id, client_id, secret_digest, confidential, resource_server, name, website, redirect_uris, scopes,
                       created_at, consent_page_at, first_grant_at)
     values (?, ?, ?, 1, 0, ?, ?, ?, '["read","write","follow"]', ?, ?, ?)`,
  );
  const createdAt = madeAt - 731 * DAY;
  for (let app = 0; app < apps; app += 1) {
    const { client_id, client_secret } = appCredentials(app);
    const origin = `https://app-${app}.example`;
    const uris = JSON.stringify([`${origin}/callback`]);
    insert.run(
      FIRST_APP_ID + app,
      client_id,
      digestOf(client_secret),
      `App ${app}`,
      origin,
      uris,
      createdAt,
      createdAt,
      createdAt,
    );
  }
}

function addAccounts(database: DatabaseSync, { accounts, madeAt }: Population): void {
  const createdAt = madeAt - 731 * DAY;
  const insert = database.prepare(
    `insert into accounts (id, username, username_folded, email, email_folded, display_name, note, fields, locked, bot,
                           confirmed_at, approved_at, role, password_hash, allows_password_grant, created_at,
                           followers_count, following_count)
     values (?, ?, ?, ?, ?, ?, 'Measured, not tested.', '[]', 0, 0, ?, ?, 'user', 'none', 0, ?, 0, 0)`,
  );
  for (let account = 0; account < accounts; account += 1) {
    const name = `person${account}`;
    const mail = `${name}@mail.example`;
    insert.run(
      FIRST_ACCOUNT_ID + account,
      name,
      name,
      mail,
      mail,
      `Person ${account}`,
      createdAt,
      createdAt,
      createdAt,
    );
  }
}

function addTokens(database: DatabaseSync, population: Population, progress: (done: number) => void): void {
  // An id is the time in milliseconds times 2^16, and a sequence: more than a number of JavaScript holds.
  const grant = database.prepare(
    `insert into grants (id, app_id, account_id, scopes, redirect_uri, created_at, last_used_at, revoked_at)
     values ((?1 << 16) | ?2, ?3, ?4, '["read","write"]', ?5, ?1, ?6, ?7)`,
  );
  const token = database.prepare(
    `insert into tokens (id, digest, timed, grant_id, app_id, account_id, scopes, created_at, expires_at, last_used_at,
                         last_used_address, revoked_at)
     values ((?1 << 16) | (?2 + 1), ?3, 1, (?1 << 16) | ?2, ?8, ?9, '["read","write"]', ?1, ?4, ?5, ?6, ?7)`,
  );
  for (let index = 0; index < population.tokens; index += 1) {
    const { digest, createdAt, account, app, lastUsedAt, expiresAt, revokedAt } = specimenOf(index, population);
    const sequence = Math.floor(part(index, 7) * 2 ** 14) * 2;
    const accountId = account === undefined ? null : String(FIRST_ACCOUNT_ID + account);
    const redirectUri = account === undefined ? null : `https://app-${app}.example/callback`;
    const used = lastUsedAt ?? null;
    const address = lastUsedAt === undefined ? null : '192.0.2.1';
    grant.run(createdAt, sequence, FIRST_APP_ID + app, accountId, redirectUri, used, revokedAt ?? null);
    const above = [FIRST_APP_ID + app, accountId] as const;
    token.run(createdAt, sequence, digest, expiresAt ?? null, used, address, revokedAt ?? null, ...above);
    if ((index + 1) % 1_000_000 === 0) progress(index + 1);
  }
}

/** One for ten tokens: people sign in to apps more often than once in the three years that entries are kept. */
function addAuditEntries(database: DatabaseSync, population: Population): void {
  const insert = database.prepare(
    `insert into audit_entries (id, at, event, actor, actor_id, account_id, app_id, address, details)
     values ((?1 << 16) | ?2, ?1, 'grant issued', 'account', ?3, ?3, ?4, '192.0.2.1', '{}')`,
  );
  for (let index = 0; index < population.tokens; index += 10) {
    const { createdAt, account, app } = specimenOf(index, population);
    if (account === undefined) continue;
    insert.run(createdAt, index % 2 ** 15, String(FIRST_ACCOUNT_ID + account), FIRST_APP_ID + app);
  }
}
