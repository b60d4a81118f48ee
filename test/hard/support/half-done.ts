import assert from 'node:assert/strict';

/** Runs a query that answers one number. */
export type Count = (sql: string) => Promise<number>;

/** What a crash must never leave behind, as counts that are zero. */
const halfDone: Readonly<Record<string, string>> = {
  'tokens without a grant':
    'select count(*) as n from tokens t left join grants g on g.id = t.grant_id where g.id is null',
  'codes without a grant':
    'select count(*) as n from codes c left join grants g on g.id = c.grant_id where g.id is null',
  'grants below which nothing was issued':
    'select count(*) as n from grants g where not exists (select 1 from tokens t where t.grant_id = g.id) and not exists (select 1 from codes c where c.grant_id = g.id)',
  'spent codes that bought nothing':
    'select count(*) as n from codes c where c.spent_at is not null and not exists (select 1 from tokens t where t.grant_id = c.grant_id)',
  'grants of one approval with two tokens':
    'select count(*) as n from (select grant_id from tokens group by grant_id having count(*) > 1) as several',
  'accounts without a name': "select count(*) as n from accounts where username = ''",
};

/** Fails when something is there by half. For loads that burn no code by a wrong verifier. */
export async function assertNothingHalfDone(count: Count): Promise<void> {
  for (const [what, sql] of Object.entries(halfDone)) assert.equal(await count(sql), 0, what);
}
