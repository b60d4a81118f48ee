import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { testDatabases, withPostgres } from '../../src/storage/postgres/testing/test-databases.ts';
import { Person } from '../support/person.ts';
import { RunningServer } from '../support/running-server.ts';

/** Longer than any of these commands takes. */
const PATIENCE = 30_000;

/** A terminal client, as somebody sits before it. */
class Terminal {
  readonly #child;
  readonly #closed: Promise<unknown>;
  #ended = false;
  output = '';

  constructor(command: string, words: readonly string[], home: string) {
    const env = {
      PATH: process.env.PATH,
      HOME: home,
      XDG_CONFIG_HOME: home,
      LANG: 'C.UTF-8',
      PYTHONUNBUFFERED: '1',
      no_proxy: '*',
    };
    this.#child = spawn(command, words, { env, stdio: 'pipe', timeout: PATIENCE });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    this.#closed = once(this.#child, 'close').then(() => {
      this.#ended = true;
    });
  }

  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.output);
      if (found !== null) return found;
      if (this.#ended) throw new Error(`It ended without ${pattern}:\n${this.output}`);
      await Promise.race([once(this.#child.stdout, 'data'), this.#closed]);
    }
  }

  type(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Waits for the end; its exit code. */
  async ended(): Promise<number | null> {
    this.#child.stdin.end();
    await this.#closed;
    return this.#child.exitCode;
  }
}

const runs = (command: string, words: readonly string[]) =>
  spawnSync(command, words, { stdio: 'ignore', timeout: PATIENCE }).error === undefined;
const succeeds = (command: string, words: readonly string[]) =>
  spawnSync(command, words, { stdio: 'ignore', timeout: PATIENCE }).status === 0;

/** Everything that the picky client asks for. */
const scopesOfAll = ['read', 'write', 'push'];

const hasToot = runs('toot', ['--help']);
const python = ['/usr/bin/python3', 'python3'].find((command) => succeeds(command, ['-c', 'import mastodon']));

for (const engine of ['sqlite', 'postgres'] as const) describeClients(engine);

function describeClients(engine: 'sqlite' | 'postgres'): void {
  describe(`Debian's clients, over ${engine},`, engine === 'postgres' ? withPostgres : {}, () => {
    let server: RunningServer;

    before(async () => {
      server = await RunningServer.start(engine === 'postgres' ? { DATABASE_URL: await newDatabase() } : {});
      await server.addAccount('alice', { displayName: 'Alice', note: 'Hello' });
      await server.addAccount('bob');
      await server.addAccount('robot', { bot: true, allowsPasswordGrant: true });
    });
    after(() => server?.dispose());
    // After the hooks: what is declared first is ended first.
    const { newDatabase } = testDatabases();

    const skipToot = hasToot ? false : 'NOT TRIED: toot is not installed (apt-get install toot)';
    const skipPython = python ? false : 'NOT TRIED: Mastodon.py is not installed (apt-get install python3-mastodon)';

    test('toot signs in by a copied code and works until the person ends it', { skip: skipToot }, async () => {
      const home = join(server.folder, 'toot');
      const toot = (...words: string[]) => new Terminal('toot', words, home);
      const alice = new Person(server, 'alice');
      const login = toot('login', '--disable-https', '--instance', new URL(server.origin).host);
      const [url] = await login.until(/http:\S+\/oauth\/authorize\/\?\S+/);
      login.type('n');
      login.type(await alice.approveAndCopyCode(url));
      assert.equal(await login.ended(), 0, login.output);
      assert.match(login.output, /Successfully logged in/);

      const whoami = toot('whoami');
      assert.equal(await whoami.ended(), 0, whoami.output);
      assert.match(whoami.output, /@alice.* Alice/);
      assert.match(whoami.output, /Hello/);

      const says = async (pattern: RegExp, ...words: string[]) => {
        const terminal = toot(...words, '--no-color');
        assert.equal(await terminal.ended(), 0, terminal.output);
        assert.match(terminal.output, pattern);
        return terminal.output;
      };
      await says(/You are now following bob/, 'follow', 'bob');
      const posted = await says(/Toot posted/, 'post', 'Hello from a terminal, @bob');
      const [, id = ''] = /\/@alice\/([0-9]+)/.exec(posted) ?? [];
      await says(/Hello from a terminal, @bob/, 'timeline', '--once');
      await says(/Toot posted/, 'post', 'An answer', '--reply-to', id);
      await says(/Hello from a terminal[\s\S]*An answer/, 'thread', id);
      await says(/notification/i, 'notifications');
      await says(/alice/, 'search', 'alice');
      await says(/Status deleted/, 'delete', id);

      const appId = await server.withStore(async (store) => (await store.listApps({ limit: 9 }))[0]?.id);
      await alice.takeBack(String(appId));
      const refused = toot('whoami');
      assert.equal(await refused.ended(), 1);
      assert.match(refused.output, /The access token was revoked/);
    });

    test('toot signs a bot in by its password, and prints why it may not for others', { skip: skipToot }, async () => {
      const login = (email: string, home: string) => {
        const words = ['login_cli', '--disable-https', '--instance', new URL(server.origin).host, '--email', email];
        const terminal = new Terminal('toot', words, join(server.folder, home));
        terminal.type('correct horse battery staple');
        return terminal;
      };
      const robot = login('robot@example.org', 'toot-robot');
      assert.equal(await robot.ended(), 0, robot.output);
      const alice = login('alice@example.org', 'toot-alice');
      assert.equal(await alice.ended(), 1);
      assert.match(alice.output, /Login failed/);
    });

    test('Mastodon.py goes the whole way', { skip: skipPython }, async () => {
      const script = `
import threading
from mastodon import Mastodon, MastodonUnauthorizedError, MastodonIllegalArgumentError, StreamListener
base = '${server.origin}'
scopes = ['read', 'write', 'follow', 'push']
client_id, client_secret = Mastodon.create_app('py', scopes=scopes, api_base_url=base, website='https://app.example')
api = Mastodon(client_id=client_id, client_secret=client_secret, api_base_url=base, ratelimit_method='throw')
print('VERSION', api.retrieve_mastodon_version(), flush=True)
try:
    api.log_in(code='wrong', scopes=scopes)
except MastodonIllegalArgumentError as error:
    print('REFUSED', error, flush=True)
print('URL', api.auth_request_url(scopes=scopes), flush=True)
token = api.log_in(code=input(), scopes=scopes)
me = api.me()
print('ME', me.acct, me.created_at.year, me.source.privacy, flush=True)
print('APP', api.app_verify_credentials().name, flush=True)
bob = api.account_lookup('bob')
print('FOLLOWS', api.account_follow(bob).following, api.account_relationships(bob)[0].following, flush=True)
print('FOLLOWERS', [account.acct for account in api.account_followers(bob)], flush=True)
home = api.status_post('Hello from Python, @bob', visibility='unlisted', idempotency_key='once')
print('POSTED', home.application.name, home.application.website, home.visibility, flush=True)
print('ONCE', api.status_post('Hello from Python, @bob', visibility='unlisted', idempotency_key='once').id == home.id, flush=True)
reply = api.status_reply(home, 'And more')
print('REPLY', reply.in_reply_to_id == home.id, len(api.status_context(home).descendants), flush=True)
print('HOME', [status.id for status in api.timeline_home()][:2] == [reply.id, home.id], flush=True)
print('LOCAL', [status.id for status in api.timeline_local()], flush=True)
print('TOLD', [notification.type for notification in api.notifications()], flush=True)
print('UPDATED', api.account_update_credentials(display_name='Alice P').display_name, flush=True)
print('SEARCH', [account.acct for account in api.account_search('bob')], flush=True)
print('PREFERENCES', api.preferences()['posting:default:visibility'], flush=True)
print('DELETED', api.status_delete(reply).text, flush=True)
heard = threading.Event()
class Ear(StreamListener):
    def on_abort(self, error):
        pass
    def on_update(self, status):
        print('HEARD', status.account.acct, flush=True)
        heard.set()
api.stream_user(Ear(), run_async=True, timeout=20)
while not heard.wait(0.5):
    api.status_post('Does anybody hear me?')
api.revoke_access_token()
again = Mastodon(client_id=client_id, client_secret=client_secret, access_token=token, api_base_url=base, ratelimit_method='throw')
try:
    again.me()
except MastodonUnauthorizedError as error:
    print('DEAD', error, flush=True)
robot = Mastodon(client_id=client_id, client_secret=client_secret, api_base_url=base)
robot.log_in('robot@example.org', 'correct horse battery staple', scopes=scopes)
print('ROBOT', robot.me().bot, flush=True)
`;
      const terminal = new Terminal(python ?? '', ['-c', script], server.folder);
      const [, url = ''] = await terminal.until(/URL (\S+)/);
      terminal.type(await new Person(server, 'alice').approveAndCopyCode(url));
      assert.equal(await terminal.ended(), 0, terminal.output);
      const { output } = terminal;
      assert.match(output, /^VERSION 4\.\d+\.\d+$/m);
      assert.match(output, /^REFUSED .*400.*invalid_grant/m);
      assert.match(output, /^ME alice 20\d\d public$/m);
      assert.match(output, /^APP py$/m);
      assert.match(output, /^FOLLOWS True True$/m);
      assert.match(output, /^FOLLOWERS \['alice'\]$/m);
      assert.match(output, /^POSTED py https:\/\/app.example unlisted$/m);
      assert.match(output, /^ONCE True$/m);
      assert.match(output, /^REPLY True 1$/m);
      assert.match(output, /^HOME True$/m);
      assert.match(output, /^LOCAL \[/m);
      assert.match(output, /^TOLD \[\]$/m);
      assert.match(output, /^UPDATED Alice P$/m);
      assert.match(output, /^SEARCH \['bob'\]$/m);
      assert.match(output, /^PREFERENCES public$/m);
      assert.match(output, /^DELETED .*And more$/m);
      assert.match(output, /^HEARD alice$/m);
      assert.match(output, /^DEAD .*401.*The access token was revoked/m);
      assert.match(output, /^ROBOT True$/m);
    });

    test('Mastodon.py refuses to work with less than it asked for, so nothing may be left out by itself', {
      skip: skipPython,
    }, async () => {
      const script = `
from mastodon import Mastodon, MastodonAPIError
base = '${server.origin}'
scopes = ['read', 'write', 'push']
client_id, client_secret = Mastodon.create_app('picky', scopes=scopes, api_base_url=base)
api = Mastodon(client_id=client_id, client_secret=client_secret, api_base_url=base)
print('URL', api.auth_request_url(scopes=scopes), flush=True)
try:
    api.log_in(code=input(), scopes=scopes)
except MastodonAPIError as error:
    print('LESS', error, flush=True)
print('AGAIN', api.auth_request_url(scopes=scopes), flush=True)
api.log_in(code=input(), scopes=scopes)
print('ME', api.me().acct, flush=True)
`;
      const terminal = new Terminal(python ?? '', ['-c', script], server.folder);
      const alice = new Person(server, 'alice');
      const [, url = ''] = await terminal.until(/URL (\S+)/);
      terminal.type(await alice.copyCode(await alice.approveOnly(url, ['read', 'write'])));
      await terminal.until(/LESS .*do not contain all of the requested scopes/);
      const [, again = ''] = await terminal.until(/AGAIN (\S+)/);
      const page = await alice.openConsent(again);
      assert.ok(typeof page !== 'string' && !page.approve.boxes.every(({ ticked }) => ticked), 'it is remembered');
      terminal.type(await alice.copyCode(await alice.approveOnly(again, scopesOfAll)));
      assert.equal(await terminal.ended(), 0, terminal.output);
      assert.match(terminal.output, /^ME alice$/m);
    });
  });
}
