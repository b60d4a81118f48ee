import type { AuditEntry, Invite, NewAccount, NewMail, Passkey, Ticket } from '../../accounts/ports.ts';
import type { NewApp, NewCode, NewGrant, NewToken, Session } from '../../flows/ports.ts';
import type { App, Id } from '../../protocol/app.ts';
import type { IssuedToken, Token } from '../../protocol/grant.ts';
import type { PendingAuthorization } from '../../protocol/pending-authorization.ts';
import { accessTokenAt, type Digest, digestOf, sha256 } from '../../protocol/secret.ts';
import type { FlowStore } from './with-store.ts';

/** The instant at which the samples begin; tests count from it. */
export const T0 = Date.UTC(2024, 0, 1);

/** An account that no directory needs to know. */
export const ALICE = '9007199254740993';
export const BOB = '9007199254740995';

type NewInvite = Omit<Invite, 'id' | 'uses' | 'endedAt'>;
type NewPasskey = Omit<Passkey, 'id' | 'lastUsedAt'>;
type NewAuditEntry = Omit<AuditEntry, 'id'>;

let serial = 0;

/** A digest that no other sample has. */
export function newDigest(): Digest {
  return digestOf(`sample ${serial++}`);
}

export function newApp(change: Partial<NewApp> = {}): NewApp {
  return {
    clientId: newDigest(),
    secretDigest: newDigest(),
    confidential: true,
    resourceServer: false,
    name: 'Sample',
    website: undefined,
    redirectUris: ['https://app.example/callback'],
    scopes: ['read', 'write'],
    createdAt: T0,
    ...change,
  };
}

export function newPending(app: App, createdAt = T0): Omit<PendingAuthorization, 'answeredAt'> {
  return {
    digest: newDigest(),
    browserDigest: newDigest(),
    request: {
      appId: app.id,
      redirectUri: 'https://app.example/callback',
      scopes: ['read'],
      state: undefined,
      codeChallenge: undefined,
      responseMode: 'query',
      forceLogin: false,
      lang: undefined,
    },
    createdAt,
    expiresAt: createdAt + 1000,
  };
}

export function newGrant(app: App | undefined, change: Partial<NewGrant> = {}): NewGrant {
  return {
    appId: app?.id,
    accountId: ALICE,
    scopes: ['read'],
    redirectUri: 'https://app.example/callback',
    createdAt: T0,
    ...change,
  };
}

export function newCode(change: Partial<NewCode> = {}): NewCode {
  return {
    digest: newDigest(),
    redirectUri: 'https://app.example/callback',
    codeChallenge: undefined,
    browserDigest: undefined,
    createdAt: T0,
    expiresAt: T0 + 600_000,
    ...change,
  };
}

export function newToken(change: Partial<NewToken> = {}): NewToken {
  const createdAt = change.createdAt ?? T0;
  const digest = digestOf(accessTokenAt(createdAt, sha256(`sample ${serial++}`)));
  return { digest, createdAt, expiresAt: undefined, ...change };
}

export function newSession(
  change: Partial<Omit<Session, 'id' | 'lastUsedAt'>> = {},
): Omit<Session, 'id' | 'lastUsedAt'> {
  return {
    digest: newDigest(),
    accountId: ALICE,
    browserDigest: newDigest(),
    createdAt: T0,
    address: '2001:db8::1',
    userAgent: 'Sample/1.0',
    ...change,
  };
}

export function newAccount(change: Partial<NewAccount> = {}): NewAccount {
  const username = `person${serial++}`;
  return {
    username,
    email: `${username}@mail.example`,
    displayName: 'A Person',
    note: '',
    fields: [],
    locked: false,
    bot: false,
    discoverable: undefined,
    hideCollections: undefined,
    confirmedAt: T0,
    approvedAt: T0,
    disabledAt: undefined,
    suspendedAt: undefined,
    role: 'user',
    passwordHash: '$argon2id$sample',
    allowsPasswordGrant: false,
    locale: undefined,
    reason: undefined,
    appId: undefined,
    inviteId: undefined,
    createdAt: T0,
    ...change,
  };
}

/** What a new account has of what its owner chooses later. */
export const unchosen = {
  statusesCount: 0,
  lastStatusAt: undefined,
  indexable: false,
  postingVisibility: undefined,
  postingSensitive: false,
  postingLanguage: undefined,
  showsApplication: true,
  avatarDigest: undefined,
  avatarDescription: '',
  headerDigest: undefined,
  headerDescription: '',
} as const;

/** Adds an app, an approval of it and its code. */
export async function approved(
  store: FlowStore,
  change: { readonly app?: App; readonly grant?: Partial<NewGrant>; readonly code?: Partial<NewCode> } = {},
): Promise<{ readonly app: App; readonly code: Digest; readonly grantId: string }> {
  const app = change.app ?? (await store.addApp(newApp()));
  const code = newCode(change.code);
  const won = await store.approve({ pending: undefined, grant: newGrant(app, change.grant), code });
  const found = await store.findCode(code.digest);
  if (!won || found === undefined) throw new Error('The sample was not approved');
  return { app, code: code.digest, grantId: found.grant.id };
}

/** Adds a grant with a living token. */
export async function signedIn(
  store: FlowStore,
  change: { readonly app?: App; readonly grant?: Partial<NewGrant>; readonly token?: Partial<NewToken> } = {},
): Promise<{ readonly app: App; readonly token: Token; readonly digest: Digest }> {
  const app = change.app ?? (await store.addApp(newApp()));
  const sample = newToken(change.token);
  await store.addGrantWithToken(newGrant(app, change.grant), sample);
  const token = await store.findToken(sample.digest);
  if (token === undefined) throw new Error('The sample was not signed in');
  return { app, token, digest: sample.digest };
}

/** What a new token must tell of itself; a store may tell more. */
export function issuedOf({ id, grantId, accountId, scopes, createdAt, expiresAt }: IssuedToken): IssuedToken {
  return { id, grantId, accountId, scopes, createdAt, expiresAt };
}

/** Whether a token is found and neither it nor its grant nor its app ended. */
export async function lives(store: FlowStore, digest: Digest): Promise<boolean> {
  const token = await store.findToken(digest);
  return token !== undefined && token.revokedAt === undefined;
}

/** A ticket of nobody in particular; those of accounts name one that exists. */
export function newTicket(change: Partial<Ticket> = {}): Ticket {
  return {
    digest: newDigest(),
    kind: 'confirm email',
    accountId: undefined,
    facts: {},
    createdAt: T0,
    expiresAt: T0 + 600_000,
    ...change,
  };
}

export function newInvite(change: Partial<NewInvite> = {}): NewInvite {
  return {
    digest: newDigest(),
    accountId: undefined,
    label: 'Friends',
    createdAt: T0,
    expiresAt: undefined,
    maxUses: undefined,
    ...change,
  };
}

export function newMail(change: Partial<NewMail> = {}): NewMail {
  return {
    kind: 'confirm email',
    accountId: undefined,
    to: 'person@mail.example',
    locale: undefined,
    facts: {},
    createdAt: T0,
    ...change,
  };
}

export function newPasskey(accountId: Id, change: Partial<NewPasskey> = {}): NewPasskey {
  return {
    accountId,
    credentialId: newDigest(),
    publicKey: 'pQECAyYgASFYIA',
    counter: 0,
    transports: ['internal'],
    backedUp: false,
    name: 'My phone',
    createdAt: T0,
    ...change,
  };
}

export function newAuditEntry(change: Partial<NewAuditEntry> = {}): NewAuditEntry {
  return {
    at: T0,
    event: 'signed in',
    actor: 'person',
    actorId: ALICE,
    accountId: ALICE,
    appId: undefined,
    address: '192.0.2.1',
    details: {},
    ...change,
  };
}
