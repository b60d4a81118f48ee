/** Mounted in Express 5, before the parsers that read bodies. */
import express from 'express';
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

const app = express();
app.use(auth.nodeListener);
app.use(express.json());

const api = express.Router();
api.get('/api/v1/timelines/home', auth.nodeRequireScope('read:statuses'), (request, response) => {
  const grant = auth.grantBehind(request);
  response.json([{ content: `Hello ${grant?.account?.displayName}, from ${grant?.app?.name}` }]);
});
app.use(new URL(auth.issuer).pathname, api);

app.listen(port);
