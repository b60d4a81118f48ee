import { DatabaseSync } from 'node:sqlite';
import { digestOf, timeOf } from '../../src/protocol/secret.ts';
import { firstIdAt, lastIdAt } from '../../src/storage/snowflake.ts';
import type { Filled } from './fill-sqlite.ts';
import { isGood, type Population, part, secretOf } from './population.ts';

/** The secrets of living tokens from everywhere in the database, in an order that jumps about. */
export function sampleOf(population: Population, size: number, seed = 0): readonly string[] {
  const secrets: string[] = [];
  for (let draw = 0; secrets.length < Math.min(size, population.tokens / 2); draw += 1) {
    const index = Math.floor(part(draw, 100 + seed) * population.tokens);
    if (isGood(index, population)) secrets.push(secretOf(index, population));
  }
  return secrets;
}

/**
 * Marks tokens as used today, as they are after the first request of a day. That request writes behind its answer, which
 * would be measured too.
 */
export function noteUseToday({ path }: Filled, secrets: readonly string[]): void {
  const database = new DatabaseSync(path);
  database.exec('pragma synchronous = off; begin immediate');
  const token = database.prepare(
    'update tokens set last_used_at = ? where id between ? and ? and digest = ? returning grant_id',
  );
  token.setReadBigInts(true);
  const grant = database.prepare('update grants set last_used_at = ? where id = ?');
  const now = Date.now();
  for (const secret of secrets) {
    const digest = digestOf(secret);
    const at = timeOf(digest, now) ?? 0;
    const row = token.get(now, firstIdAt(at), lastIdAt(at), digest);
    if (row === undefined)
      throw new Error('A token of the sample is not in the database: it was made by another version');
    grant.run(now, row.grant_id ?? null);
  }
  database.exec('commit; pragma wal_checkpoint(truncate)');
  database.close();
}
