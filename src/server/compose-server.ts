import { randomBytes } from 'node:crypto';
import { type AuditTrouble, createAuditLog } from '../accounts/audit/audit-log.ts';
import { createBuiltInAccounts } from '../accounts/built-in-accounts.ts';
import { keepDirectory } from '../accounts/housekeeping.ts';
import { createMailOutbox } from '../accounts/mail/mail-outbox.ts';
import { createNotifier } from '../accounts/mail/notify.ts';
import { createBuiltInModerating } from '../accounts/moderation/built-in-moderating.ts';
import { createModeration } from '../accounts/moderation/moderation.ts';
import { boundedHashes } from '../accounts/password/bounded-hashes.ts';
import type { WorkLoad, WorkQueue } from '../accounts/password/work-queue.ts';
import type { PasswordHashes } from '../accounts/password-hashes.ts';
import type { AccountPerson } from '../accounts/person.ts';
import type { Account } from '../accounts/ports.ts';
import type { Answered } from '../http/mount-routes.ts';
import type { AuthServer } from '../library/auth-server.ts';
import type { AuditEvent, HousekeepingOutcome, RouteKit } from '../library/auth-server-options.ts';
import { createAuthServer } from '../library/create-auth-server.ts';
import { SecretKeys } from '../library/secret-keys.ts';
import { version } from '../library/version.ts';
import type { RegistrationSettings } from '../mastodon/instance-settings.ts';
import type { AccountLinks } from '../pages/account-links.ts';
import { en as english } from '../pages/site/words/en.ts';
import { siteLanguages } from '../pages/site/words.ts';
import { MINUTE } from '../protocol/lifetimes.ts';
import { browserOf } from '../site/browser-of.ts';
import { siteRoutes } from '../site/routes.ts';
import { SetUpLink } from '../site/set-up-link.ts';
import { appsAmongSettings } from '../site/settings/apps-page.ts';
import { demandSecondStep } from '../site/sign-in/demand-second-step.ts';
import { signInWithPasskeys } from '../site/sign-in/sign-in-page.ts';
import type { SiteRoute } from '../site/site-deps.ts';
import { createSocial, type Social } from '../social/create-social.ts';
import { exportSocial } from '../social/export/export-social.ts';
import type { PushOutcome } from '../social/push/push-sender.ts';
import type { StreamLoad } from '../social/streaming/stream-hub.ts';
import type { FullStore } from '../storage/store.ts';
import type { Config } from './config.ts';
import { healthRoutes } from './health.ts';
import { onceIn } from './once-in.ts';
import { createPasswordQueue } from './password-queue.ts';
import { seenRequestRoute } from './seen-request.ts';

export interface ServerParts {
  readonly config: Config;
  readonly store: FullStore;
  /** The first encrypts and signs, all decrypt. */
  readonly secretKeys: readonly string[];
  /** Milliseconds since the epoch; the system's clock unless a test brings its own. */
  readonly now?: () => number;
  /** How long a refused sign-in waits; a test that tries often does not. */
  readonly pause?: (milliseconds: number) => Promise<void>;
  /** Where passwords wait to be hashed and compared; a test may fill it. */
  readonly passwordQueue?: WorkQueue;
  /** The client's address, where a test has no connection to tell it. */
  readonly clientAddress?: () => string;
  /** Done about the hashing and comparing of passwords. */
  readonly aroundPasswords?: (hashes: PasswordHashes) => PasswordHashes;
  /** Whether the server is about to stop. */
  readonly isDraining?: () => boolean;
  /** Routes beside those of the server. */
  readonly furtherRoutes?: (kit: RouteKit<AccountPerson>) => readonly SiteRoute[];
  readonly onEvent: (event: AuditEvent) => void;
  readonly onAnswered: (answered: Answered) => void;
  /** Mails wait to be sent. */
  readonly onMailQueued?: () => void;
  readonly onHousekeeping?: (outcome: HousekeepingOutcome) => void;
  /** What became of a message that was pushed. */
  readonly onPush?: (outcome: PushOutcome) => void;
  /** Audit entries could not be written. */
  readonly onAuditTrouble?: (trouble: AuditTrouble) => void;
  /** A mail about something that happened could not be queued. */
  readonly onNotifierTrouble?: (error: unknown) => void;
}

export interface ComposedServer {
  readonly auth: AuthServer<AccountPerson>;
  /** How many passwords are hashed and compared now, wait for it, and were refused since the start; for metrics. */
  passwordLoad(): WorkLoad;
  /** Answers what asks to become a WebSocket, if it is for streaming; see {@link Social}. */
  readonly upgrade: Social['upgrade'];
  /** How many streams are open, and what they were told; for metrics. */
  streamLoad(): StreamLoad;
  /** Lets go whoever listens to a stream: before requests are waited for. */
  endStreams(): void;
  /** The path of the page that makes the owner's account, while there is none: the same on every node. */
  setUpPath(): Promise<string | undefined>;
  /** Ends what goes on by itself and writes what waits; before the store is closed. */
  close(): Promise<void>;
}

/**
 * The standalone server: the library, over the built-in directory and with pages of its own, as any other host would put
 * it together. Opens no port and no file.
 */
export async function composeServer(parts: ServerParts): Promise<ComposedServer> {
  const { config, store } = parts;
  const now = parts.now ?? Date.now;
  const origin = config.publicUrl;
  const passwordQueue = parts.passwordQueue ?? createPasswordQueue();
  const bounded = boundedHashes(passwordQueue);
  const passwords = parts.aroundPasswords?.(bounded) ?? bounded;
  const audit = createAuditLog({ store, onTrouble: parts.onAuditTrouble });
  const mails = createMailOutbox({ store, now, wake: parts.onMailQueued ?? (() => {}) });
  const secrets = new SecretKeys(parts.secretKeys);
  const setUpLink = new SetUpLink({ store, key: secrets.derive('set up') });
  const notifier = createNotifier({ store, mails, nameBrowser, onTrouble: parts.onNotifierTrouble });
  const onEvent = (event: AuditEvent) => {
    audit.record(event);
    notifier.hear(event);
    parts.onEvent(event);
  };
  const moderation = createModeration({
    ...{ store, passwords, mails, now },
    randomSecret: () => randomBytes(32).toString('base64url'),
    report: (event) => onEvent({ ...event, at: now() }),
  });
  const serverNames = [config.title, new URL(origin).hostname];
  const signUps = { store, passwords, mails, settings: config, serverNames, languages: [...siteLanguages.keys()], now };
  const { pause } = parts;
  const { requireSecondFactor } = config;
  const accounts = createBuiltInAccounts({ store, passwords, origin, now, pause, signUps, requireSecondFactor });
  // Of many it takes a while, and anybody may ask.
  const countStatuses = onceIn(MINUTE, now, () => store.statuses.count());
  const passkeys = signInWithPasskeys(origin);
  const { description } = config;
  const running = {
    passwordGrant: config.passwordGrant,
    requireAuthentication: config.requireAuthentication,
    rateLimitFactor: config.rateLimitFactor,
    sendsMail: config.smtpUrl !== undefined,
    lastHousekeeping: () => auth.admin.lastHousekeeping(),
  };
  const keepHouse = (options: { readonly dryRun: boolean }) => auth.admin.keepHouse(options);
  const kept = { store, passwords, secrets, mails, moderation, setUpLink };
  const exportMore = (account: Account) => exportSocial({ store, secrets, origin, now }, account);
  const site = { ...kept, settings: config, running, keepHouse, exportMore, description, version };
  let social: Social | undefined;
  const openSocial = (kit: RouteKit<AccountPerson>) => {
    const settings = { pushesToLoopback: isLoopback(origin), listsAtOnce: listsAtOnce(store, config) };
    social = createSocial({ kit, store, origin, secrets, now, ...settings }, parts.onPush);
    return social.routes;
  };
  const auth: AuthServer<AccountPerson> = await createAuthServer<AccountPerson>({
    issuer: origin,
    store,
    secretKey: parts.secretKeys,
    accounts: { ...accounts, countStatuses, moderation: createBuiltInModerating({ store, moderation, origin }) },
    secondStep: demandSecondStep({ store, settings: config, issuer: origin, now }),
    signInScript: passkeys.signInScript,
    pages: (builtIn) => ({ ...passkeys.pages?.(builtIn), ...appsAmongSettings(config)(builtIn) }),
    links: linksOf(config),
    brand: { name: config.title, accountUrl: '/settings/profile' },
    instance: { ...config, registrations: registrationsOf(config), localTimelines: true },
    discovery: true,
    gateway: { methods: config.gatewayMethods },
    passwordGrant: config.passwordGrant,
    requireAuthentication: config.requireAuthentication,
    rateLimitFactor: config.rateLimitFactor,
    trustedProxies: config.trustedProxies,
    clientAddress: parts.clientAddress,
    housekeeping: parts.onHousekeeping !== undefined,
    alsoClean: (round) => keepDirectory({ store, now }, round),
    routes: (kit) => [
      ...healthRoutes({ store, isDraining: parts.isDraining ?? (() => false) }),
      seenRequestRoute({ secrets, now }),
      ...openSocial(kit),
      ...siteRoutes({ kit, ...site }),
      ...(parts.furtherRoutes?.(kit) ?? []),
    ],
    onEvent,
    onAnswered: parts.onAnswered,
    onHousekeeping: parts.onHousekeeping,
    now,
  });
  return {
    auth,
    passwordLoad: () => passwordQueue.load,
    upgrade: (...request) => social?.upgrade(...request) ?? false,
    streamLoad: () => social?.streamLoad() ?? { open: 0, told: 0 },
    endStreams: () => social?.end(),
    async setUpPath() {
      const token = await setUpLink.token();
      return token === undefined ? undefined : `/auth/setup?token=${token}`;
    },
    async close() {
      await social?.close();
      await auth.close();
      await Promise.all([notifier.close(), audit.close()]);
    },
  };
}

/** Whether the server is reached from its own machine only, to be tried out. */
function isLoopback(origin: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(origin).hostname);
}

/** A browser in the words of a language of the site. */
function nameBrowser(userAgent: string, locale: string | undefined): string {
  const { sessions } = (siteLanguages.get(locale ?? 'en') ?? english).settings;
  const { browser = sessions.unknownBrowser, system } = browserOf(userAgent);
  return system === undefined ? browser : sessions.browserOn(browser, system);
}

/** What instance entities tell of joining. */
function registrationsOf({ registrations, minimumAge, invites }: Config): RegistrationSettings {
  return {
    enabled: registrations !== 'closed',
    approvalRequired: registrations === 'approval',
    reasonRequired: registrations === 'approval',
    minimumAge,
    invitesEnabled: invites === 'everyone',
  };
}

/** Where people go on who cannot sign in. */
function linksOf({ registrations }: Config): AccountLinks {
  return {
    signUp: registrations === 'closed' ? undefined : '/auth/sign_up',
    resetPassword: '/auth/password/new',
    confirmation: '/auth/confirmation',
    changePassword: '/settings/account',
  };
}

/**
 * One, where the store has no pool and answers on this thread: more would only wait in memory, and short questions for all of
 * them. Else as many as it has connections for.
 */
function listsAtOnce({ poolLoad }: FullStore, { databasePoolSize }: Config): number {
  return poolLoad === undefined ? 1 : databasePoolSize;
}
