import { declaredRoutes } from '../../tools/docs/declared-routes.ts';
import { signedIn } from '../support/browsing.ts';
import { authorize, formsOf, redeem, TestBrowser } from '../support/test-browser.ts';
import { TestServer } from '../support/test-server.ts';

/** A route as a stranger sees it: a method and a path with `:parts`. */
export interface Target {
  readonly method: string;
  readonly path: string;
}

/** Everything that a browser may send a form to. */
export const formTargets: readonly Target[] = declaredRoutes()
  .filter(({ surface, method }) => surface === 'page' && method !== 'GET')
  .map(({ method, path }) => ({ method, path }));

/** Every page that can be opened. */
export const pageTargets: readonly Target[] = declaredRoutes()
  .filter(({ surface, method }) => surface === 'page' && method === 'GET')
  .map(({ method, path }) => ({ method, path }));

/** Parts of paths that are no ids. */
const words: Readonly<Record<string, string>> = { act: 'suspend' };

/** What changes by looking. */
const volatile = new Set(['last_used_at', 'last_used_address']);

/** Told by events, and written behind the answer. */
const aside = new Set(['audit_entries', 'kysely_migration', 'kysely_migration_lock']);

/** A server where there is one of everything that a path could name, and an owner before a browser. */
export class FurnishedServer {
  readonly server: TestServer;
  readonly owner: TestBrowser;
  /** Of accounts, apps, grants, tokens, sessions, passkeys and invites. */
  readonly ids: readonly string[];

  private constructor(server: TestServer, owner: TestBrowser, ids: readonly string[]) {
    this.server = server;
    this.owner = owner;
    this.ids = ids;
  }

  /** @param settings as {@link TestServer.start} takes them; everything that can be switched on is on */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<FurnishedServer> {
    const server = await TestServer.start({ REGISTRATIONS: 'open', INVITES: 'everyone', ...settings });
    const { store } = server;
    const owner = await server.addAccount('owner', { role: 'owner' });
    const member = await server.addAccount('member');
    const waiting = await server.addAccount('waiting');
    await server.setState(waiting, 'pending');
    const app = await server.registerApp();
    const browser = await signedIn(server, 'owner');
    // Where more than a password is demanded, the owner stands before that.
    if (settings.REQUIRE_SECOND_FACTOR === undefined) {
      await redeem(server, app, (await authorize(browser, app, { scope: 'read' })).get('code') ?? '');
    }
    const at = server.now();
    const invite = await store.addInvite({
      digest: 'digest of an invite' as never,
      accountId: owner.id,
      label: 'For friends',
      createdAt: at,
      expiresAt: undefined,
      maxUses: undefined,
    });
    const personal = await store.addGrantWithToken(
      { appId: undefined, accountId: owner.id, scopes: ['read'], redirectUri: undefined, createdAt: at, name: 'Bot' },
      { digest: 'digest of a token' as never, createdAt: at, expiresAt: undefined },
    );
    const grants = await store.listGrants(owner.id);
    const sessions = await store.listSessions(owner.id);
    const ids = [member.id, waiting.id, app.id, invite.id, ...[grants, sessions].flat().map(({ id }) => id)];
    return new FurnishedServer(server, browser, personal === undefined ? ids : [...ids, personal.id]);
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** A path with each thing there is in the place of its parts: one of them is the right one. */
  fill(path: string): readonly string[] {
    if (!path.includes(':')) return [path];
    const filled = this.ids.map((id) => path.replaceAll(/:([A-Za-z]+)\??/g, (_, part: string) => words[part] ?? id));
    return [...new Set(filled)];
  }

  /** A token that the forms of this browser carry now. */
  async tokenOf(browser: TestBrowser): Promise<string> {
    for (const page of ['/auth/sign_out', '/auth/sign_in']) {
      const [form] = formsOf(await (await browser.get(page)).text());
      if (form?.fields.authenticity_token !== undefined) return form.fields.authenticity_token;
    }
    throw new Error('No page has a form');
  }

  /** A browser that never was here. */
  stranger(): TestBrowser {
    return new TestBrowser(this.server);
  }

  /** All rows of all tables, but for what changes by looking. */
  async content(): Promise<Readonly<Record<string, readonly string[]>>> {
    const tables = Object.entries(await this.server.content()).filter(([name]) => !aside.has(name));
    return Object.fromEntries(tables.map(([name, rows]) => [name, texts(rows)]));
  }
}

function texts(rows: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return rows.map((row) => {
    const kept = Object.entries(row).filter(([column]) => !volatile.has(column));
    return JSON.stringify(kept, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  });
}
