import { testDatabases, withPostgres } from '../../src/storage/postgres/testing/test-databases.ts';
import { describeJourneys } from '../journey-suite/describe-journeys.ts';
import type { Mounted } from '../journey-suite/site.ts';
import { RunningServer } from '../support/running-server.ts';

async function start(settings: Readonly<Record<string, string>> = {}): Promise<Mounted> {
  const server = await RunningServer.start(settings);
  const alice = await server.addAccount('alice', { displayName: 'Alice' });
  const bob = await server.addAccount('bob');
  await server.addAccount('bot', { bot: true, allowsPasswordGrant: true });
  await server.withStore(async (store) => {
    const options = { locked: false, at: Date.now() };
    await store.follow({ followerId: alice.id, followedId: bob.id }, options);
    await store.follow({ followerId: bob.id, followedId: alice.id }, options);
  });
  return { issuer: server.origin, stop: () => server.dispose() };
}

describeJourneys('the standalone server', start);

const { newDatabase } = testDatabases();

const onPostgres = async () => start({ DATABASE_URL: await newDatabase() });

describeJourneys('the standalone server on PostgreSQL', onPostgres, withPostgres);
