/** A strict TypeScript project that uses every subpath: compiled against the packed package, never run. */
import type { IncomingMessage } from 'node:http';
import { Hono } from 'hono';
import {
  type AuditEvent,
  anyToken,
  createAuthServer,
  type HostAccount,
  type HostAccounts,
  isAccountId,
  publicTo,
  type Store,
  StoreUnavailable,
  user,
} from 'mastodoor';
import { createAccount, createBuiltInAccounts } from 'mastodoor/directory';
import { type CustomPages, de, extendMessages, html } from 'mastodoor/pages';
import { openPostgresStore, type PostgresOptions } from 'mastodoor/postgres';
import { createResourceServer } from 'mastodoor/resource-server';
import { json, open, route } from 'mastodoor/routes';
import { openSqliteStore } from 'mastodoor/sqlite';
import { describeFlowStore } from 'mastodoor/testing';

interface Member extends HostAccount {
  readonly favouriteColour: string;
}

const accounts: HostAccounts<Member> = {
  find: async (id) => (isAccountId(id) ? { id, username: 'alice', favouriteColour: 'green' } : undefined),
  authenticate: () => null,
  profile: ({ favouriteColour }) => ({ note: favouriteColour }),
};

const pages: CustomPages = (builtIn) => ({
  consent: (frame, view) => html`${builtIn.consent({ ...frame, note: html`<p>Ours</p>` }, view)}`,
});

/** A store of the host's own making: one that counts what it is asked. */
interface CountingStore extends Store {
  readonly asked: number;
}
declare function counting(store: Store): CountingStore;

const shared: PostgresOptions = { url: 'postgres://door@db.example/door', poolSize: 20 };
const openShared = (): Promise<Store> => openPostgresStore(shared);
const store: CountingStore = counting(await openSqliteStore({ path: ':memory:' }));
const events: AuditEvent[] = [];
const auth = await createAuthServer({
  issuer: 'https://example.org/social',
  store,
  secretKey: ['x'.repeat(32)],
  accounts,
  pages,
  languages: [extendMessages(de, { signIn: { title: 'Herein' } })],
  policies: { consent: ({ account }) => (account.favouriteColour === 'grey' ? 'No.' : undefined) },
  routes: () => [route('api', 'GET', '/api/v1/hello', open, () => json({}))],
  onEvent: (event) => events.push(event),
});

const app = new Hono();
app.route('/', auth.routes);
app.get('/colour', auth.requireScope('read:accounts'), (c) => c.text(c.var.grant.account.favouriteColour));
app.get('/perhaps', auth.require(publicTo('read')), (c) => c.text(c.var.grant?.account?.favouriteColour ?? 'nobody'));
// @ts-expect-error: an app's own token has no account
app.get('/app', auth.require(anyToken()), (c) => c.text(c.var.grant.account.favouriteColour));

const colour: string = (await auth.authenticate(new Request('https://example.org'), user('read'))).account
  .favouriteColour;

/** What a handler of Express reads behind `nodeRequireScope`. */
const behind = (incoming: IncomingMessage): string | undefined => auth.grantBehind(incoming)?.account?.favouriteColour;
auth.nodeRequireScope('read:accounts', 'read');

const api = createResourceServer({ issuer: auth.issuer, clientId: 'a', clientSecret: 'b' });
const caller = await api.authenticate({ authorization: 'Bearer x' }, user('read'));
const state: string = caller.account.state;

export {
  app,
  behind,
  colour,
  createAccount,
  createBuiltInAccounts,
  describeFlowStore,
  openShared,
  StoreUnavailable,
  state,
};
