// A JavaScript project: mounts the library over SQLite and lets an app in on its own. What importing loads: loads.ts.
import { createAuthServer } from 'mastodoor';
import { openSqliteStore } from 'mastodoor/sqlite';

const store = await openSqliteStore({ path: process.argv[2] });
const alice = { id: 'alice-1', username: 'alice' };
const auth = await createAuthServer({
  issuer: 'https://social.example',
  store,
  secretKey: 'a key for this run only, 32 characters and more',
  accounts: { find: (id) => (id === alice.id ? alice : undefined), authenticate: () => undefined },
  clientAddress: () => '192.0.2.1',
});

const send = async (path, fields, headers) => {
  const init = fields === undefined ? { headers } : { method: 'POST', body: new URLSearchParams(fields) };
  const response = await auth.fetch(new Request(`https://social.example${path}`, init));
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
};
const { client_id, client_secret } = await send('/api/v1/apps', {
  client_name: 'App',
  redirect_uris: 'urn:ietf:wg:oauth:2.0:oob',
});
const { access_token } = await send('/oauth/token', { grant_type: 'client_credentials', client_id, client_secret });
const app = await send('/api/v1/apps/verify_credentials', undefined, { Authorization: `Bearer ${access_token}` });
if (app.name !== 'App') throw new Error('The app does not know itself');
await auth.close();
await store.close();
