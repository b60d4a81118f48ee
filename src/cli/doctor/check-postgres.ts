import type { Config } from '../../server/config.ts';
import { openDatabase, pendingMigrationsOf } from '../../storage/database.ts';
import { databaseName, type PostgresLocation } from '../../storage/database-location.ts';
import type { PostgresFacts } from '../../storage/postgres/inspect-postgres.ts';
import { explainFailure } from '../explain-failure.ts';
import { lookInside } from './check-data.ts';
import { about, type Finding } from './finding.ts';

/** The oldest version that still gets corrections of its own makers. */
const OLDEST_VERSION = 140_000;

/** Connections of a node beside its pool: for single rows, and for notices. */
const BESIDE_POOL = 2;

/** The database on PostgreSQL, and the key that its nodes share. Creates nothing. */
export async function checkPostgres(
  location: PostgresLocation,
  { databasePoolSize }: Pick<Config, 'databasePoolSize'>,
): Promise<readonly Finding[]> {
  const subject = about('database');
  const name = databaseName(location);
  try {
    const { inspectPostgres } = await import('../../storage/postgres/inspect-postgres.ts');
    const server = judgeServer(await inspectPostgres(location.url), databasePoolSize);
    const pending = await pendingMigrationsOf(location);
    if (pending === undefined) {
      return [...server, subject.warning(`There is nothing in ${name} yet. The first start makes its tables.`)];
    }
    if (pending.length > 0) {
      return [...server, subject.problem(`${name} lacks the migrations ${pending.join(', ')}. Run: mastodoor migrate`)];
    }
    const open = () => openDatabase(location, { migrate: false, poolSize: 1 });
    return [...server, ...(await lookInside(name, open)), about('secret key').ok('SECRET_KEY is set.')];
  } catch (error) {
    const words = explainFailure(error)?.sentence ?? (error instanceof Error ? error.message : String(error));
    return [subject.problem(`${name}: ${words}`)];
  }
}

/** Whether a server is new enough, keeps what it answered, and has connections for one node at least. */
export function judgeServer(facts: PostgresFacts, poolSize: number): readonly Finding[] {
  const subject = about('server');
  const findings: Finding[] = [];
  if (facts.versionNumber < OLDEST_VERSION) {
    findings.push(subject.warning(`It is ${facts.version}, which gets no corrections any more. Upgrade it.`));
  }
  if (!facts.keepsWhatItAnswered) {
    findings.push(
      subject.problem('synchronous_commit or fsync is off: a crash loses tokens that were answered. Switch both on.'),
    );
  }
  if (!facts.isWritable) {
    findings.push(
      subject.problem('It takes no changes: it is a standby, or set to read only. Name the primary server.'),
    );
  }
  const needed = poolSize + BESIDE_POOL;
  if (facts.connectionLimit < needed) {
    findings.push(
      subject.problem(
        `A node may use ${needed} connections, and its user may have ${facts.connectionLimit}, of all nodes together. Raise max_connections or the limit of the role or the database, or set DATABASE_POOL_SIZE lower.`,
      ),
    );
  }
  if (findings.length > 0) return findings;
  return [
    subject.ok(
      `It is ${facts.version}, and a node may use ${needed} of the ${facts.connectionLimit} connections that all nodes may have.`,
    ),
  ];
}
