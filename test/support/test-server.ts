import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { factsOf } from '../../src/accounts/account-facts.ts';
import { createDirectory } from '../../src/accounts/directory.ts';
import type { MailOutcome } from '../../src/accounts/mail/mail-sender.ts';
import { type AccountInput, createAccount } from '../../src/accounts/new-account.ts';
import type { PasswordHashes } from '../../src/accounts/password-hashes.ts';
import { argon2id } from '../../src/accounts/password-hashes.ts';
import type { AccountPerson } from '../../src/accounts/person.ts';
import type { Account, MailKind } from '../../src/accounts/ports.ts';
import type { World } from '../../src/flows/ports.ts';
import type { Answered } from '../../src/http/mount-routes.ts';
import type { AuditEvent } from '../../src/library/auth-server-options.ts';
import { HOUR } from '../../src/protocol/lifetimes.ts';
import type { AccountState } from '../../src/protocol/person.ts';
import { type ComposedServer, composeServer } from '../../src/server/compose-server.ts';
import { type Config, readConfig } from '../../src/server/config.ts';
import { composeMailSender, openMailTransport } from '../../src/server/open-mail.ts';
import { createPasswordQueue } from '../../src/server/password-queue.ts';
import type { FullStore } from '../../src/storage/store.ts';
import { Mailbox, type ReceivedMail } from './mailbox.ts';
import { Requests } from './requests.ts';
import { openTestStore, type TestStore } from './test-stores.ts';

/** A password that every account of {@link TestServer.addAccount} has unless it is given another. */
export const PASSWORD = 'correct horse battery staple';

/** With the clock put forward by this, a test that counts has a whole window of any limit before it. */
function untilNextHour(): number {
  return HOUR - (Date.now() % HOUR) + 1000;
}

/** The real server over a real database of the run's engine; only the port is missing. */
export class TestServer extends Requests {
  readonly origin: string;
  readonly store: FullStore;
  readonly events: AuditEvent[] = [];
  readonly answered: Answered[] = [];
  readonly passwords: PasswordHashes = argon2id;
  /** Where the server's own hashing and comparing waits. */
  readonly passwordQueue = createPasswordQueue();
  /** Added to the system's clock. */
  clockOffset = 0;
  /** The address that requests seem to come from. */
  address = '192.0.2.1';
  /** What became of each mail that was tried. */
  readonly mailOutcomes: MailOutcome[] = [];
  readonly config: Config;
  readonly #opened: TestStore;
  readonly #secretKeys = [randomBytes(32).toString('base64url')];
  #composed: ComposedServer | undefined;
  #second: ComposedServer | undefined;
  #turn = 0;
  #post: Promise<Post> | undefined;

  private constructor(opened: TestStore, config: Config) {
    super();
    this.#opened = opened;
    this.store = opened.store;
    this.config = config;
    this.origin = config.publicUrl;
  }

  /** @param settings environment variables; limits are off unless `RATE_LIMIT_FACTOR` is given */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<TestServer> {
    const config = readConfig({
      PUBLIC_URL: 'https://social.example',
      RATE_LIMIT_FACTOR: 'off',
      // The port is the mailbox's own, which is known once a test asks for mail.
      SMTP_URL: 'smtp://127.0.0.1:1',
      ...settings,
    });
    const server = new TestServer(await openTestStore(), config);
    if (config.rateLimitFactor !== Number.POSITIVE_INFINITY) server.clockOffset = untilNextHour();
    server.#composed = await server.#compose();
    return server;
  }

  #compose(): Promise<ComposedServer> {
    return composeServer({
      config: this.config,
      store: this.store,
      secretKeys: this.#secretKeys,
      now: () => this.now(),
      pause: async () => undefined,
      passwordQueue: this.passwordQueue,
      clientAddress: () => this.address,
      onEvent: (event) => this.events.push(event),
      onAnswered: (answered) => this.answered.push(answered),
    });
  }

  /** Ends the server and puts it together anew over the same database: whatever it kept for itself is lost. */
  async restart(): Promise<void> {
    await this.composed.close();
    this.#composed = await this.#compose();
  }

  /** Puts a second node over the same database: requests go to them in turns, and limits are counted in the store. */
  async becomeTwoNodes(): Promise<void> {
    Object.assign(this.store.limits, { countedBy: 'nodes' });
    await this.restart();
    this.#second = await this.#compose();
  }

  /** All rows of all tables, for tests that look at everything. */
  content(): ReturnType<TestStore['content']> {
    return this.#opened.content();
  }

  get composed(): ComposedServer {
    if (this.#composed === undefined) throw new Error('The server is not started');
    return this.#composed;
  }

  /** The world of the flows, over the same store as the server's own. */
  get world(): World<AccountPerson> {
    const { store, origin, passwords } = this;
    return {
      store,
      directory: createDirectory({ store, passwords, origin }),
      now: () => this.now(),
      randomSecret: () => randomBytes(32).toString('base64url'),
      report: (event) => this.events.push({ ...event, at: this.now() }),
    };
  }

  now(): number {
    return Date.now() + this.clockOffset;
  }

  override async request(path: string, init: RequestInit = {}): Promise<Response> {
    this.#turn += 1;
    const node = this.#turn % 2 === 0 ? this.composed : (this.#second ?? this.composed);
    // A body may be a stream.
    return node.auth.fetch(new Request(new URL(path, this.origin), { duplex: 'half', ...init }));
  }

  async addAccount(username: string, options: Partial<AccountInput> = {}): Promise<Account> {
    const made = await createAccount(
      { store: this.store, passwords: this.passwords, now: () => this.now() },
      { username, email: `${username}@example.org`, password: PASSWORD, ...options },
    );
    if (made.kind === 'refused') throw new Error(`${username}: ${JSON.stringify(made.problems)}`);
    return made.account;
  }

  /** Puts an account into a state, as an operator would. */
  async setState(account: Pick<Account, 'id'>, state: AccountState): Promise<void> {
    await this.store.changeAccount(account.id, factsOf(state, this.now()));
  }

  /** The SMTP server that gets the mails; made at first use. */
  async mailbox(): Promise<Mailbox> {
    return (await this.#openPost()).mailbox;
  }

  /** Sends what is due by the server's clock, as the standalone server does all the time. */
  async sendMails(): Promise<void> {
    await (await this.#openPost()).sendDue();
  }

  /** The next mail to an address, of a kind, that no call gave yet: sent by the real sender over SMTP. */
  async nextMail(to: string, kind?: MailKind): Promise<ReceivedMail> {
    const { mailbox } = await this.#openPost();
    const isMeant = (mail: ReceivedMail) => kind === undefined || this.kindOf(mail) === kind;
    // What is queued after an answer, because of an event, takes a moment.
    for (const deadline = Date.now() + 10_000; ; ) {
      await this.sendMails();
      const mail = mailbox.take(to, isMeant);
      if (mail !== undefined) return mail;
      if (Date.now() > deadline) {
        const came = mailbox.all.map((one) => `${one.to}: ${this.kindOf(one)}`);
        throw new Error(`No mail of kind ${kind ?? 'any'} to ${to}; there came ${JSON.stringify(came)}`);
      }
      await sleep(20);
    }
  }

  /** Which kind a mail is of that this server sent. */
  kindOf({ messageId }: ReceivedMail): MailKind | undefined {
    return this.mailOutcomes.find(({ mailId }) => messageId.startsWith(`<${mailId}.`))?.kind;
  }

  #openPost(): Promise<Post> {
    this.#post ??= (async () => {
      const { store, config } = this;
      const mailbox = await Mailbox.start();
      const transport = await openMailTransport({ ...config, smtpUrl: mailbox.url }, process.stderr);
      const report = (outcome: MailOutcome) => this.mailOutcomes.push(outcome);
      const sender = composeMailSender({ config, store, transport, now: () => this.now(), report });
      return { mailbox, sendDue: () => sender.sendDue() };
    })();
    return this.#post;
  }

  /** Registers an app; throws when it is refused. */
  async registerApp(
    options: { readonly redirectUri?: string; readonly scopes?: string; readonly name?: string } = {},
  ): Promise<RegisteredApp> {
    const response = await this.post('/api/v1/apps', {
      client_name: options.name ?? 'Test Application',
      redirect_uris: options.redirectUri ?? 'https://app.example/callback',
      scopes: options.scopes ?? 'read write follow push',
      website: 'https://app.example',
    });
    if (response.status !== 200) throw new Error(await response.text());
    return (await response.json()) as RegisteredApp;
  }

  /** An app's own token. */
  async appToken(app: RegisteredApp, scope = 'read'): Promise<string> {
    const response = await this.post('/oauth/token', {
      grant_type: 'client_credentials',
      client_id: app.client_id,
      client_secret: app.client_secret,
      scope,
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  async close(): Promise<void> {
    await (await this.#post)?.mailbox.close();
    await this.composed.close();
    await this.#second?.close();
    await this.#opened.close();
  }
}

interface Post {
  readonly mailbox: Mailbox;
  sendDue(): Promise<void>;
}

export interface RegisteredApp {
  readonly id: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly redirect_uri: string;
  readonly redirect_uris: readonly string[];
  readonly scopes: readonly string[];
}
