import { describeJourneys } from '../journey-suite/describe-journeys.ts';
import { RunningServer } from '../support/running-server.ts';

describeJourneys('the standalone server', async () => {
  const server = await RunningServer.start();
  const alice = await server.addAccount('alice', { displayName: 'Alice' });
  const bob = await server.addAccount('bob');
  await server.addAccount('bot', { bot: true, allowsPasswordGrant: true });
  await server.withStore(async (store) => {
    const options = { locked: false, at: Date.now() };
    await store.follow({ followerId: alice.id, followedId: bob.id }, options);
    await store.follow({ followerId: bob.id, followedId: alice.id }, options);
  });
  return { issuer: server.origin, stop: () => server.dispose() };
});
