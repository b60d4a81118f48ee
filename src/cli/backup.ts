import { existsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { StoreUnavailable } from '../flows/ports.ts';
import { type Config, readConfig } from '../server/config.ts';
import { readSecretKey, secretKeyPath } from '../server/load-secret-keys.ts';
import { CliFailure } from './cli-failure.ts';
import { exitCodes } from './exit-codes.ts';
import { Progress } from './progress.ts';
import { note, print, printJson } from './terminal.ts';

export interface BackupOptions {
  readonly to: string;
  readonly withKey?: boolean;
  readonly json?: boolean;
}

/** `backup`: a whole copy of the database as it is now, while the server works. */
export async function runBackup({ to, withKey = false, json = false }: BackupOptions): Promise<void> {
  const config = readConfig(process.env);
  const from = databaseFile(config);
  const keyPath = `${resolve(to)}.key`;
  const folder = dirname(keyPath);
  if (!existsSync(folder)) throw new CliFailure(`There is no folder ${folder}. Make it, readable by this user alone.`);
  const key = withKey ? await keyOf(config, from) : undefined;
  if (key !== undefined && existsSync(keyPath)) throw new CliFailure(`${keyPath} is there already. Name a new file.`);

  const { BackupRefused, backUpSqlite } = await import('../storage/sqlite/back-up-sqlite.ts');
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const progress = new Progress();
  try {
    const made = await backUpSqlite({
      from,
      to,
      signal: interrupted.signal,
      onProgress: (done, all) => progress.update(() => `Copied ${percent(done, all)} of ${megabytes(all * 4096)} MB`),
      onVerify: () => progress.update(() => 'Verifying the copy'),
    });
    progress.clear();
    if (key !== undefined) await writeKey(keyPath, key, made.path);
    if (json) return printJson({ ...made, key: key === undefined ? null : keyPath });
    print(`The database was copied and verified: ${made.path} (${megabytes(made.bytes)} MB, schema ${made.schema}).`);
    if (key !== undefined) print(`The secret key is in ${keyPath}. Who has both can use what is encrypted.`);
    else note(keyWords(config, from));
  } catch (error) {
    progress.clear();
    if (interrupted.signal.aborted) throw new CliFailure('No backup was made: interrupted', exitCodes.interrupted);
    if (error instanceof BackupRefused) throw new CliFailure(`No backup was made. ${error.message}.`);
    if (error instanceof StoreUnavailable) {
      throw new CliFailure(`No backup was made: ${error.message}. Check that ${folder} has room and can be written.`);
    }
    throw error;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function databaseFile({ database }: Config): string {
  if (database.engine !== 'sqlite') {
    throw new CliFailure('This backs up a file. Back up PostgreSQL with its own tools, such as pg_dump.');
  }
  const path = resolve(database.path);
  if (existsSync(path)) return path;
  throw new CliFailure(
    `There is no database at ${path}. Run this in the server's folder, or set DATABASE_URL as the server has it.`,
  );
}

async function keyOf(config: Config, databasePath: string): Promise<string> {
  if (config.secretKeys.length > 0) return config.secretKeys.join(',');
  const path = secretKeyPath(databasePath);
  const key = await readSecretKey(path);
  if (key === undefined) throw new CliFailure(`There is no key at ${path}: set SECRET_KEY as the server has it.`);
  return key;
}

/** A backup without the key that was asked for is none: it goes with it. */
async function writeKey(path: string, key: string, backupPath: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${key}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    const folder = await open(dirname(path), 'r');
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    await rm(backupPath, { force: true });
    throw error;
  }
}

function keyWords(config: Config, databasePath: string): string {
  const where = config.secretKeys.length > 0 ? 'what SECRET_KEY is set to' : secretKeyPath(databasePath);
  return `The secret key is not in it. Keep ${where} as well, in another place: without it the codes of authenticator apps are judged no more.`;
}

function percent(done: number, all: number): string {
  return `${Math.floor((100 * done) / Math.max(all, 1))} %`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
