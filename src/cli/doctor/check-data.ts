import { access, constants, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../../server/config.ts';
import { openDatabase, pendingMigrationsOf } from '../../storage/database.ts';
import type { SqliteLocation } from '../../storage/database-location.ts';
import type { FullStore } from '../../storage/store.ts';
import { explainFailure } from '../explain-failure.ts';
import { checkDisk } from './check-disk.ts';
import { about, type Finding } from './finding.ts';

/** More than so many reached limits need no counting. */
const MOST_LIMITS = 100;

/** Ids have their time in the high bits, so a clock behind the newest record would make them run backwards. */
const CLOCK_SLACK = 60 * 1000;

/** The folder, the database file and the key of the settings. Creates nothing. */
export async function checkData(
  database: SqliteLocation,
  config: Pick<Config, 'secretKeys'>,
): Promise<readonly Finding[]> {
  const path = resolve(database.path);
  return [
    ...(await checkFolder(path)),
    ...(await checkDatabase(path)),
    await checkSecretKey(config.secretKeys, join(dirname(path), 'secret.key')),
  ];
}

async function checkFolder(databasePath: string): Promise<readonly Finding[]> {
  const folder = dirname(databasePath);
  const subject = about('data folder');
  const existing = await nearestFolder(folder);
  try {
    await access(existing, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return [subject.problem(`${existing} cannot be written by this user. Change its owner or mode, or DATABASE_URL.`)];
  }
  if (existing !== folder) return [subject.ok(`${folder} will be made at the first start.`)];
  const privacy = (await isOpenToOthers(folder))
    ? subject.warning(`Other users of this machine can look into ${folder}. Run: chmod 700 ${folder}`)
    : subject.ok(`${folder} can be written.`);
  return [privacy, ...(await checkDisk(folder, databasePath))];
}

async function checkDatabase(path: string): Promise<readonly Finding[]> {
  const subject = about('database');
  try {
    const pending = await pendingMigrationsOf({ engine: 'sqlite', path });
    if (pending === undefined) return [subject.warning(`There is none at ${path} yet. The first start makes it.`)];
    if (pending.length > 0) {
      return [subject.problem(`${path} lacks the migrations ${pending.join(', ')}. Run: mastodoor migrate`)];
    }
    if (await isOpenToOthers(path)) {
      return [subject.problem(`Other users of this machine can read ${path}. Run: chmod 600 ${path}`)];
    }
    return await lookInside(path, () => openDatabase({ engine: 'sqlite', path }, { migrate: false }));
  } catch (error) {
    const words = explainFailure(error)?.sentence ?? (error instanceof Error ? error.message : String(error));
    return [subject.problem(words)];
  }
}

/** What a database holds, whose schema is up to date; it is opened for this and closed again. */
export async function lookInside(name: string, open: () => Promise<FullStore>): Promise<readonly Finding[]> {
  const store = await open();
  try {
    await store.ping();
    const accounts = await store.countAccounts();
    const now = Date.now();
    const [app] = await store.listApps({ limit: 1 });
    const [entry] = await store.listAuditEntries({ limit: 1 });
    const newest = Math.max(app?.createdAt ?? 0, entry?.at ?? 0);
    const reached = await store.limits.listReachedLimits({ limit: MOST_LIMITS, openAt: now });
    return [
      about('database').ok(`${name} can be read and written, and its schema is up to date.`),
      accounts === 0
        ? about('accounts').warning('There is none yet. Start the server and open the link that it prints.')
        : about('accounts').ok(`There ${accounts === 1 ? 'is 1' : `are ${accounts}`}.`),
      judgeMails(await store.countMails()),
      judgeLimits(reached.filter(({ liftedAt }) => liftedAt === undefined)),
      judgeClock(now, newest === 0 ? undefined : newest),
    ];
  } finally {
    await store.close();
  }
}

/** Whether mails reach people. */
export function judgeMails({ waiting, failed }: { readonly waiting: number; readonly failed: number }): Finding {
  const subject = about('mails');
  const words = `Waiting: ${waiting}. Given up: ${failed}.`;
  return failed > 0 ? subject.warning(`${words} The log says why.`) : subject.ok(words);
}

/** Who is refused now because of a limit. */
export function judgeLimits(reached: ReadonlyArray<{ readonly rule: string }>): Finding {
  const subject = about('limits');
  if (reached.length === 0) return subject.ok('Nobody is refused by one now.');
  const rules = [...new Set(reached.map(({ rule }) => rule))].join(', ');
  const many = reached.length >= MOST_LIMITS ? `${MOST_LIMITS} and more` : String(reached.length);
  return subject.warning(
    `Reached now: ${many} (${rules}). See who by: mastodoor limits list. When they are people behind one proxy, mend TRUSTED_PROXIES.`,
  );
}

/** Whether time has gone on since the newest record was made. */
export function judgeClock(now: number, newest: number | undefined): Finding {
  const subject = about('clock');
  const shown = new Date(now).toISOString();
  if (newest === undefined || newest <= now + CLOCK_SLACK) return subject.ok(`It says ${shown}.`);
  return subject.problem(
    `It says ${shown}, but the database has a record of ${new Date(newest).toISOString()}. Set the clock, for instance by NTP.`,
  );
}

async function checkSecretKey(configured: readonly string[], path: string): Promise<Finding> {
  const subject = about('secret key');
  if (configured.length > 0) return subject.ok('SECRET_KEY is set.');
  try {
    const key = (await readFile(path, 'utf8')).trim();
    if (key.length < 32) return subject.problem(`${path} is too short to be a key. Restore it from a backup.`);
    if (await isOpenToOthers(path)) {
      return subject.problem(`Other users of this machine can read ${path}. Run: chmod 600 ${path}`);
    }
    return subject.ok(`${path} is there and readable by nobody else. Back it up with the database.`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return subject.ok(`${path} will be made at the first start.`);
    }
    return subject.problem(`${path} cannot be read by this user. Change its owner, or set SECRET_KEY.`);
  }
}

async function nearestFolder(folder: string): Promise<string> {
  const parent = dirname(folder);
  if (parent === folder) return folder;
  return (await stat(folder).catch(() => undefined)) === undefined ? nearestFolder(parent) : folder;
}

/** Windows has no such modes. */
async function isOpenToOthers(path: string): Promise<boolean> {
  return process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0;
}
