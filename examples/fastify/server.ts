/** Mounted in Fastify 5: a hook before Fastify reads a body hands it what is the library's to answer. */
import fastify from 'fastify';
import { createAuthServer } from 'mastodoor';
import { openSqliteStore } from 'mastodoor/sqlite';
import { accounts } from '../accounts.ts';
import { databasePath, instance, issuer, port, rateLimitFactor, secretKey } from '../settings.ts';

const auth = await createAuthServer({
  issuer,
  store: await openSqliteStore({ path: databasePath }),
  secretKey,
  accounts,
  instance,
  discovery: true,
  rateLimitFactor,
});

const app = fastify();
app.addHook('onRequest', (request, reply, done) => auth.nodeListener(request.raw, reply.raw, () => done()));

const guard = auth.nodeRequireScope('read:statuses');
app.get(
  `${new URL(auth.issuer).pathname.replace(/\/$/, '')}/api/v1/timelines/home`,
  { onRequest: (request, reply, done) => guard(request.raw, reply.raw, () => done()) },
  async (request) => {
    const grant = auth.grantBehind(request.raw);
    return [{ content: `Hello ${grant?.account?.displayName}, from ${grant?.app?.name}` }];
  },
);

await app.listen({ port });
