import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Scrape } from '../../../test/support/scrape.ts';
import { testDatabases, withPostgres } from '../../storage/postgres/testing/test-databases.ts';
import { aroundStore } from '../around-store.ts';
import { createMetrics } from './metrics.ts';

describe('metrics over PostgreSQL', withPostgres, () => {
  const { openStore } = testDatabases();

  test('tell how busy its connections are, who waits for one, and how long commits take', async (t) => {
    const plain = await openStore({ poolSize: 2 });
    t.after(() => plain.close());
    const metrics = createMetrics({ store: plain, engine: 'postgres', now: Date.now });
    t.after(() => metrics.end());
    const store = aroundStore(plain, metrics.aroundStore);
    const writing = Promise.all([1, 2, 3, 4, 5].map((n) => store.claimSetting(`key ${n}`, 'value')));
    // What a scrape asks of the database waits its turn behind these; what it knows by itself does not.
    assert.ok((plain.poolLoad?.().waiting ?? 0) > 0);
    await writing;
    const scrape = new Scrape(await metrics.render());
    const of = (state: string) => scrape.value(`mastodoor_pool_connections{state="${state}"}`) ?? Number.NaN;
    assert.ok(of('busy') + of('idle') > 0 && of('busy') + of('idle') <= 2);
    assert.equal(scrape.seriesOf('mastodoor_pool_waiting').length, 1);
    assert.equal(scrape.value('mastodoor_commit_units_sum'), 5);
    assert.equal(scrape.value('mastodoor_store_calls_total{method="claimSetting",outcome="ok"}'), 5);
  });
});
