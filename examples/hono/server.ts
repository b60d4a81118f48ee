/** Mounted in a Hono app: `node examples/hono/server.ts`, then open the link in a Mastodon app. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
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

const app = new Hono();
app.route('/', auth.routes);

const { pathname } = new URL(auth.issuer);
app.get(`${pathname.replace(/\/$/, '')}/api/v1/timelines/home`, auth.requireScope('read:statuses'), (c) => {
  const { account, app: client } = c.var.grant;
  return c.json([{ content: `Hello ${account.displayName}, from ${client?.name}` }]);
});

serve({ fetch: app.fetch, port });
