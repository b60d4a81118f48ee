/** Mounted in a bare `node:http` server, with the guard called by hand. */
import { createServer } from 'node:http';
import { createAuthServer, user } from 'mastodoor';
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

createServer((request, response) => {
  auth.nodeListener(request, response, async () => {
    if (!request.url?.endsWith('/api/v1/timelines/home')) {
      response.writeHead(404).end();
      return;
    }
    try {
      const { account, app } = await auth.authenticate(request, user('read', 'read:statuses'));
      const timeline = [{ content: `Hello ${account.displayName}, from ${app?.name}` }];
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(timeline));
    } catch (error) {
      const refusal = auth.refusal(error, request);
      response
        .setHeaders(refusal.headers)
        .writeHead(refusal.status)
        .end(await refusal.text());
    }
  });
}).listen(port);
