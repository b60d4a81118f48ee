import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { Scrape } from '../../../test/support/scrape.ts';
import { TestServer } from '../../../test/support/test-server.ts';
import { StoreUnavailable } from '../../flows/ports.ts';
import { rateLimits } from '../../http/rate-limiter.ts';
import type { FullStore } from '../../storage/store.ts';
import { aroundStore } from '../around-store.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { kindOf } from './store-metrics.ts';

const emptyQueue = {
  countMails: async () => ({ waiting: 0, failed: 0 }),
  oldestWaitingMail: async () => undefined,
};

const answer = { requestId: 'r', method: 'GET', route: '/health', status: 200, milliseconds: 3, address: '192.0.2.1' };

const made: Metrics[] = [];
after(() => {
  for (const metrics of made) metrics.end();
});

function newMetrics(store: Parameters<typeof createMetrics>[0]['store'] = emptyQueue, now = Date.now): Metrics {
  const metrics = createMetrics({ store, engine: 'sqlite', now });
  made.push(metrics);
  return metrics;
}

const read = async (metrics: Metrics) => new Scrape(await metrics.render());

describe('metrics', () => {
  test('count requests by method, declared route and status, with how long they took', async () => {
    const metrics = newMetrics();
    metrics.answered(answer);
    metrics.answered({ ...answer, status: 503 });
    const scrape = await read(metrics);
    const series = (status: number) => `mastodoor_http_requests_total{method="GET",route="/health",status="${status}"}`;
    assert.equal(scrape.value(series(200)), 1);
    assert.equal(scrape.value(series(503)), 1);
    const bucket = (le: string) => `mastodoor_http_request_seconds_bucket{le="${le}",method="GET",route="/health"}`;
    assert.equal(scrape.value(bucket('0.0025')), 0);
    assert.equal(scrape.value(bucket('0.005')), 2);
  });

  test('count a method that nobody knows as one, whatever it is called', async () => {
    const metrics = newMetrics();
    for (const method of ['PROPFIND', 'get', 'x"}\n', 'GET']) metrics.answered({ ...answer, method });
    assert.deepEqual([...(await read(metrics)).valuesOf('method')].sort(), ['GET', 'other']);
  });

  test('count a limit that was hit by its name, and a try to sign in that it stopped', async () => {
    const metrics = newMetrics();
    for (const { name } of [rateLimits.apiByToken, rateLimits.signInByAddress, rateLimits.signInByAccount]) {
      metrics.answered({ ...answer, status: 429, limit: name });
    }
    const scrape = await read(metrics);
    assert.equal(scrape.value('mastodoor_limits_hit_total{limit="API by token"}'), 1);
    assert.equal(scrape.value('mastodoor_sign_ins_total{outcome="limited"}'), 2);
  });

  test('count what became of tokens and sign-ins', async () => {
    const metrics = newMetrics();
    const address = '192.0.2.1';
    metrics.event({
      ...{ event: 'token issued', grantType: 'password', tokenId: '1', appId: '2', accountId: '3' },
    });
    metrics.event({ event: 'token refused', grantType: 'authorization_code', reason: 'replay', appId: '2', address });
    metrics.event({ event: 'request refused', endpoint: '/oauth/token', error: 'invalid_grant', address });
    metrics.event({ event: 'grants revoked', accountId: '3', appId: undefined, count: 4, address });
    metrics.event({ event: 'password reset', accountId: '3', sessions: 1, grants: 2, address });
    metrics.event({ event: 'token revoked', tokenId: '1', appId: '2' });
    metrics.event({ event: 'signed in', accountId: '3', address });
    metrics.event({ event: 'sign-in failed', accountId: undefined, address });
    metrics.event({ event: 'second factor failed', accountId: '3', factor: 'totp', address });
    const scrape = await read(metrics);
    const expected = {
      'mastodoor_tokens_issued_total{grant_type="password"}': 1,
      'mastodoor_tokens_refused_total{grant_type="authorization_code",reason="replay"}': 1,
      'mastodoor_oauth_refusals_total{endpoint="/oauth/token",error="invalid_grant"}': 1,
      'mastodoor_tokens_revoked_total{reason="grants revoked"}': 4,
      'mastodoor_tokens_revoked_total{reason="password reset"}': 2,
      'mastodoor_tokens_revoked_total{reason="token revoked"}': 1,
      'mastodoor_sign_ins_total{outcome="ok"}': 1,
      'mastodoor_sign_ins_total{outcome="wrong"}': 1,
      'mastodoor_sign_ins_total{outcome="second factor wrong"}': 1,
      'mastodoor_events_total{event="signed in"}': 1,
    };
    for (const [series, value] of Object.entries(expected)) assert.equal(scrape.value(series), value, series);
  });

  test('begin at zero where the kinds are known, so that the first of its kind is an increase', async () => {
    const scrape = await read(newMetrics());
    for (const series of [
      'mastodoor_events_total{event="code replayed"}',
      'mastodoor_sign_ins_total{outcome="ok"}',
      `mastodoor_limits_hit_total{limit="${rateLimits.paging.name}"}`,
      'mastodoor_mails_total{outcome="given up"}',
      'mastodoor_troubles_total{what="audit"}',
      'mastodoor_housekeeping_rounds_total{outcome="failed"}',
    ]) {
      assert.equal(scrape.value(series), 0, series);
    }
  });

  test('tell of rounds of housekeeping: when, how long, how much of each kind, and those that failed', async () => {
    const metrics = newMetrics(emptyQueue, () => 5_000_000);
    metrics.housekeeping({ swept: [{ kind: 'codes', rows: 7 }], milliseconds: 1500 });
    metrics.housekeeping({ error: new Error('locked'), milliseconds: 250 });
    const scrape = await read(metrics);
    assert.equal(scrape.value('mastodoor_housekeeping_rows_total{kind="codes"}'), 7);
    assert.equal(scrape.value('mastodoor_housekeeping_last_done_timestamp_seconds'), 5000);
    assert.equal(scrape.value('mastodoor_housekeeping_last_seconds'), 0.25);
    assert.equal(scrape.value('mastodoor_housekeeping_rounds_total{outcome="failed"}'), 1);
  });

  test('tell at each scrape how many mails wait, and for how long the oldest does', async () => {
    let waiting = 2;
    const store = { countMails: async () => ({ waiting, failed: 1 }), oldestWaitingMail: async () => 1_000_000 };
    const metrics = newMetrics(store, () => 1_060_000);
    metrics.mail({ outcome: 'given up' });
    assert.equal((await read(metrics)).value('mastodoor_mails{state="waiting"}'), 2);
    waiting = 5;
    const scrape = await read(metrics);
    assert.equal(scrape.value('mastodoor_mails{state="waiting"}'), 5);
    assert.equal(scrape.value('mastodoor_mails{state="given up"}'), 1);
    assert.equal(scrape.value('mastodoor_mail_oldest_waiting_seconds'), 60);
    assert.equal(scrape.value('mastodoor_mails_total{outcome="given up"}'), 1);
  });

  test('leave out what the store does not answer, also when it answers never, and tell the rest', async () => {
    let broken = false;
    const store = {
      countMails: async () => {
        if (broken) throw new StoreUnavailable('The database is locked');
        return { waiting: 3, failed: 0 };
      },
      oldestWaitingMail: () => (broken ? new Promise<number>(() => {}) : Promise.resolve(1)),
    };
    const metrics = newMetrics(store);
    metrics.answered(answer);
    assert.equal((await read(metrics)).seriesOf('mastodoor_mails').length, 2);
    broken = true;
    const scrape = await read(metrics);
    assert.deepEqual(scrape.seriesOf('mastodoor_mails'), []);
    assert.deepEqual(scrape.seriesOf('mastodoor_mail_oldest_waiting_seconds'), []);
    assert.equal(scrape.seriesOf('mastodoor_http_requests_total').length, 1);
    broken = false;
    assert.equal((await read(metrics)).value('mastodoor_mails{state="waiting"}'), 3);
  });

  test('tell what the queue of passwords has to do, once there is one', async () => {
    const metrics = newMetrics();
    assert.deepEqual((await read(metrics)).seriesOf('mastodoor_password_checks'), []);
    let refused = 4;
    metrics.watch({
      connections: async () => 9,
      passwordLoad: () => ({ running: 2, waiting: 3, refused, begun: 100 }),
      streamLoad: () => ({ open: 5, told: 70 }),
    });
    await read(metrics);
    refused = 6;
    const scrape = await read(metrics);
    assert.equal(scrape.value('mastodoor_password_checks{state="waiting"}'), 3);
    assert.equal(scrape.value('mastodoor_password_checks_total{outcome="refused"}'), 6);
    assert.equal(scrape.value('mastodoor_password_checks_total{outcome="begun"}'), 100);
    assert.equal(scrape.value('mastodoor_http_connections'), 9);
    assert.equal(scrape.value('mastodoor_open_streams'), 5);
    assert.equal(scrape.value('mastodoor_stream_events_total'), 70);
  });

  test('tell of the process: its event loop, memory and garbage collection', async () => {
    const scrape = await read(newMetrics());
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes']) {
      assert.equal(scrape.seriesOf(name).length, 1, name);
    }
    assert.match(scrape.text, /nodejs_gc_duration_seconds/);
  });
});

describe('metrics of the database', () => {
  test('count calls by outcome, tell unavailable from failed, and pass everything on', async () => {
    const metrics = newMetrics();
    const app = { id: '1' };
    const store = aroundStore(
      {
        findApp: async () => app,
        deleteApp: () => Promise.reject(new StoreUnavailable('full')),
        findToken: () => Promise.reject(new TypeError('broken')),
        limits: { countedBy: 'one process', findReachedLimit: async () => undefined },
        statuses: { find: async () => undefined },
        ...{ notifications: {}, markers: {}, push: {} },
        close: async () => undefined,
      } as unknown as FullStore,
      metrics.aroundStore,
    );
    assert.equal(await store.findApp('1'), app);
    await assert.rejects(store.deleteApp('1', 0), StoreUnavailable);
    await assert.rejects(store.findToken('x' as never), TypeError);
    await store.limits.findReachedLimit({ rule: 'x', key: 'y', windowEndsAt: 1 });
    assert.equal(store.limits.countedBy, 'one process');
    await store.statuses.find('1');
    await store.close();
    const scrape = await read(metrics);
    const calls = (method: string, outcome: string) =>
      scrape.value(`mastodoor_store_calls_total{method="${method}",outcome="${outcome}"}`);
    assert.equal(calls('findApp', 'ok'), 1);
    assert.equal(calls('deleteApp', 'unavailable'), 1);
    assert.equal(calls('findToken', 'failed'), 1);
    assert.equal(calls('findReachedLimit', 'ok'), 1);
    assert.equal(calls('statuses.find', 'ok'), 1);
    assert.equal(scrape.seriesOf('mastodoor_store_calls_total').length, 5);
    assert.equal(scrape.value('mastodoor_store_calls_in_flight{kind="read"}'), 0);
  });

  test('tell what waits in the queue of writes, and what shared a commit', async () => {
    const server = await TestServer.start();
    const metrics = newMetrics(server.store);
    const store = aroundStore(server.store, metrics.aroundStore);
    const writing = Promise.all([1, 2, 3].map((n) => store.claimSetting(`key ${n}`, 'value')));
    assert.equal((await read(metrics)).value('mastodoor_store_calls_in_flight{kind="write"}'), 3);
    await writing;
    const scrape = await read(metrics);
    assert.equal(scrape.value('mastodoor_store_calls_in_flight{kind="write"}'), 0);
    assert.equal(scrape.value('mastodoor_commit_units_sum'), 3);
    assert.equal(scrape.value('mastodoor_commit_units_count'), scrape.value('mastodoor_commit_seconds_count'));
    await server.close();
  });

  test('know of every method of the store whether it reads or writes', async () => {
    const server = await TestServer.start();
    const reads = Object.keys(server.store).filter((name) => kindOf(name) === 'read');
    await server.close();
    const verbs = new Set(reads.map((name) => name.replace(/[A-Z].*$/, '')));
    assert.deepEqual([...verbs].sort(), ['count', 'find', 'list', 'oldest', 'read']);
    for (const name of ['statuses.add', 'countTries', 'claimMail', 'noteTokenUse', 'sweep', 'oldestWaitingMail']) {
      assert.equal(kindOf(name), name === 'oldestWaitingMail' ? 'read' : 'write', name);
    }
  });
});
