// A JavaScript project: mounts the library, lets an app in on its own, and shows what importing the core loads.
import { createRequire } from 'node:module';

const loadedBefore = new Set(process.moduleLoadList);
const { createAuthServer } = await import('mastodoor');
const loaded = process.moduleLoadList.filter((name) => !loadedBefore.has(name));
for (const driver of ['sqlite']) {
  if (loaded.some((name) => name.includes(driver))) throw new Error(`Importing the core loads ${driver}`);
}
const { cache } = createRequire(import.meta.url);
for (const file of Object.keys(cache)) {
  if (/node_modules\/(@node-rs|pg)\//.test(file)) throw new Error(`Importing the core loads ${file}`);
}

const { openSqliteStore } = await import('mastodoor/sqlite');
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
