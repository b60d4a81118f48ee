// What runs wherever JavaScript does: the pure rules, and the way of an app from its registration to its revoked token,
// over the built package and a store: the example one (`journal`) or that of `mastodoor/sqlite` (`sqlite`). A plain
// program, so that a runtime needs no test runner: `node|bun|deno run -A test/runtimes/walk.mjs journal`.
import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createAuthServer } from '../../dist/exports/index.js';
import { mastodonScopes } from '../../dist/mastodon/scopes.js';
import { Parameters } from '../../dist/protocol/parameters.js';
import { isCodeChallenge, provesChallenge } from '../../dist/protocol/pkce.js';
import { matchesRegistered } from '../../dist/protocol/redirect-uri.js';
import { coversAll, narrowScopes } from '../../dist/protocol/scope.js';
import { openJournalStore } from '../../examples/store/journal-store.ts';

const s256 = (verifier) => createHash('sha256').update(verifier).digest('base64url');

// The rules.
const some = fc.subarray([...mastodonScopes.supported], { minLength: 1 });
fc.assert(
  fc.property(some, some, (asked, registered) => {
    try {
      assert.ok(coversAll(registered, narrowScopes(asked.join(' '), registered, mastodonScopes), mastodonScopes));
    } catch (error) {
      assert.equal(error.code, 'invalid_scope');
    }
  }),
);
fc.assert(
  fc.property(fc.webUrl(), fc.webUrl(), (sent, registered) => {
    if (sent !== registered) assert.equal(matchesRegistered(sent, registered), false);
  }),
);
const verifier = 'v'.repeat(64);
assert.ok(isCodeChallenge(s256(verifier)) && provesChallenge(verifier, s256(verifier)));
assert.equal(provesChallenge('w'.repeat(64), s256(verifier)), false);
assert.deepEqual(Parameters.fromJson({ redirect_uris: ['a', 'b'] }).all('redirect_uris'), ['a', 'b']);

// The flows.
const issuer = 'https://host.example';
const alice = { id: 'alice-1', username: 'alice' };
const folder = mkdtempSync(join(tmpdir(), 'mastodoor-runtime-'));
const stores = {
  journal: () => openJournalStore({ path: join(folder, 'journal') }),
  // Imported only when asked for: the rest must run where there is no node:sqlite.
  sqlite: async () => (await import('../../dist/exports/sqlite.js')).openSqliteStore({ path: join(folder, 'db') }),
};
const kind = process.argv[2];
assert.ok(Object.hasOwn(stores, kind), `There is no store ${kind}: say ${Object.keys(stores).join(' or ')}`);
const store = await stores[kind]();
const auth = await createAuthServer({
  issuer,
  store,
  secretKey: 'a key of this walk that everybody may know',
  accounts: {
    find: (id) => (id === alice.id ? alice : undefined),
    authenticate: (login, password) => (login === 'alice' && password === 'open sesame' ? alice : undefined),
  },
  clientAddress: () => '192.0.2.1',
});

const cookies = new Map();
async function send(path, { fields, token, browser = false } = {}) {
  const headers = new Headers();
  if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
  if (browser) {
    headers.set('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    headers.set('Sec-Fetch-Site', 'same-origin');
  }
  const init = fields === undefined ? { headers } : { headers, method: 'POST', body: new URLSearchParams(fields) };
  const response = await auth.fetch(new Request(new URL(path, issuer), init));
  for (const line of response.headers.getSetCookie()) {
    const [pair] = line.split(';');
    cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
  }
  return response;
}
const hiddenFields = (html) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]+)">/g)].map(([, name, value]) => [name, value]),
  );

/** Also the boxes of the form that are ticked. */
const fieldsOf = (html) => [
  ...Object.entries(hiddenFields(html)),
  ...[...html.matchAll(/name="([^"]+)" type="checkbox" value="([^"]+)"\s+checked/g)].map(([, name, value]) => [
    name,
    value,
  ]),
];

const redirect_uri = 'https://app.example/callback';
const registered = await send('/api/v1/apps', {
  fields: { client_name: 'App', redirect_uris: redirect_uri, scopes: 'read profile' },
});
assert.equal(registered.status, 200);
const { client_id, client_secret } = await registered.json();
const own = await send('/oauth/token', { fields: { grant_type: 'client_credentials', client_id, client_secret } });
assert.equal(own.status, 200);

const query = new URLSearchParams({
  response_type: 'code',
  client_id,
  redirect_uri,
  scope: 'read profile',
  state: 'a state',
  code_challenge: s256(verifier),
  code_challenge_method: 'S256',
});
const signInPath = (await send(`/oauth/authorize?${query}`, { browser: true })).headers.get('location');
const signInPage = await (await send(signInPath, { browser: true })).text();
const signedIn = await send('/auth/sign_in', {
  browser: true,
  fields: { ...hiddenFields(signInPage), 'user[email]': 'alice', 'user[password]': 'open sesame' },
});
const consentPage = await (await send(signedIn.headers.get('location'), { browser: true })).text();
const [, approval = ''] = /(<form method="post" action="\/oauth\/authorize">[\s\S]*?<\/form>)/.exec(consentPage) ?? [];
const approved = await send('/oauth/authorize', { browser: true, fields: fieldsOf(approval) });
const back = new URL(approved.headers.get('location'));
assert.equal(back.searchParams.get('state'), 'a state');
assert.equal(back.searchParams.get('iss'), issuer);

const redemption = {
  grant_type: 'authorization_code',
  code: back.searchParams.get('code'),
  redirect_uri,
  client_id,
  client_secret,
  code_verifier: verifier,
};
const redeemed = await send('/oauth/token', { fields: redemption });
assert.equal(redeemed.status, 200);
const { access_token: token } = await redeemed.json();
assert.equal((await (await send('/api/v1/accounts/verify_credentials', { token })).json()).acct, 'alice');
assert.equal((await (await send('/oauth/userinfo', { token })).json()).preferred_username, 'alice');
assert.equal((await send('/oauth/revoke', { fields: { client_id, client_secret, token } })).status, 200);
assert.equal((await send('/api/v1/accounts/verify_credentials', { token })).status, 401);
assert.equal((await send('/oauth/token', { fields: redemption })).status, 400);

await auth.close();
await store.close();
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`the rules and the flows hold over ${kind}\n`);
