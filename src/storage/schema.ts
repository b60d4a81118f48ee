/**
 * The tables as Kysely sees them. Ids are 64-bit integers, instants are milliseconds since the epoch, flags are 0 or 1,
 * lists are JSON text so that every element comes back byte for byte, and secrets are SHA-256 digests.
 *
 * Account ids in {@link GrantTable} and {@link SessionTable} are text and no foreign keys: people may live in the
 * directory of an embedding server, which names them as it likes.
 */
import type { Kysely } from 'kysely';

/** How integers that are no ids are read and bound: drivers give bigints, callers may bind plain numbers. */
export type Integer = bigint | number;

/** A registered client. Deleting one only writes `deleted_at`: every grant below it is dead from then on. */
export interface AppTable {
  id: bigint;
  client_id: string;
  secret_digest: string | null;
  confidential: Integer;
  /** Whether an operator lets it introspect every token. */
  resource_server: Integer;
  name: string;
  website: string | null;
  redirect_uris: string;
  scopes: string;
  created_at: Integer;
  /** When a person first saw its consent page; with `first_grant_at` it keeps clean-up away. */
  consent_page_at: Integer | null;
  /** When the first grant was added; it stays when grants are swept. */
  first_grant_at: Integer | null;
  deleted_at: Integer | null;
}

/** A validated authorization request that waits for a person's answer. */
export interface PendingAuthorizationTable {
  digest: string;
  browser_digest: string;
  app_id: bigint;
  redirect_uri: string;
  scopes: string;
  state: string | null;
  code_challenge: string | null;
  response_mode: string;
  force_login: Integer;
  lang: string | null;
  created_at: Integer;
  expires_at: Integer;
  answered_at: Integer | null;
}

/** One approval. It ended when `revoked_at` is set or its app is deleted, and nothing below it lives then: see {@link TokenTable}. */
export interface GrantTable {
  id: bigint;
  app_id: bigint | null;
  account_id: string | null;
  scopes: string;
  /** What the app had asked for, where the person allowed less. */
  asked: string | null;
  redirect_uri: string | null;
  /** Of a personal token's grant, which has no app. */
  name: string | null;
  created_at: Integer;
  last_used_at: Integer | null;
  revoked_at: Integer | null;
}

/** An authorization code; spent rows stay until they are swept, so that a replay is recognised. */
export interface CodeTable {
  digest: string;
  grant_id: bigint;
  redirect_uri: string;
  code_challenge: string | null;
  browser_digest: string | null;
  created_at: Integer;
  expires_at: Integer;
  spent_at: Integer | null;
}

/**
 * An access token. App, account and scopes are those of its grant, and it ends in the commit that ends its grant, so that a check reads
 * no other row than this and its app's (ADR 16).
 */
export interface TokenTable {
  id: bigint;
  digest: string;
  /** Whether its id has the time with which its digest begins, by which SQLite finds it. */
  timed: Integer;
  grant_id: bigint;
  app_id: bigint | null;
  account_id: string | null;
  scopes: string;
  created_at: Integer;
  expires_at: Integer | null;
  last_used_at: Integer | null;
  last_used_address: string | null;
  revoked_at: Integer | null;
}

/** A signed-in browser; ending a session deletes its row. */
export interface SessionTable {
  id: bigint;
  digest: string;
  account_id: string;
  browser_digest: string;
  created_at: Integer;
  last_used_at: Integer;
  address: string;
  user_agent: string;
}

/**
 * A person of the built-in directory. A row is removed only when its account was never active; deleting any other erases
 * what is personal and keeps the row, so that its name is never given out again.
 */
export interface AccountTable {
  id: bigint;
  username: string;
  /** Lower-cased: what makes the name unique. */
  username_folded: string;
  email: string;
  /** Lower-cased: what makes the address unique. */
  email_folded: string;
  unconfirmed_email: string | null;
  display_name: string;
  note: string;
  fields: string;
  locked: Integer;
  bot: Integer;
  discoverable: Integer | null;
  hide_collections: Integer | null;
  confirmed_at: Integer | null;
  approved_at: Integer | null;
  disabled_at: Integer | null;
  suspended_at: Integer | null;
  deleted_at: Integer | null;
  role: string;
  password_hash: string;
  allows_password_grant: Integer;
  /** Kept in the commit that adds or removes a factor. */
  has_second_factor: Integer;
  locale: string | null;
  reason: string | null;
  app_id: bigint | null;
  invite_id: bigint | null;
  created_at: Integer;
  followers_count: Integer;
  following_count: Integer;
  statuses_count: Integer;
  last_status_at: Integer | null;
  indexable: Integer;
  /** What apps offer for a new status; null while its owner did not say. */
  posting_visibility: string | null;
  posting_sensitive: Integer;
  posting_language: string | null;
  /** Whether others see through which app it posts. */
  shows_application: Integer;
  /** Of the picture in `pictures`; null while it is a drawn one. */
  avatar_digest: string | null;
  avatar_description: string;
  header_digest: string | null;
  header_description: string;
}

/** The TOTP key of an account; its seed is encrypted. */
export interface TotpKeyTable {
  account_id: bigint;
  sealed_seed: string;
  last_step: Integer;
  created_at: Integer;
}

/** A code that stands in for a lost second factor; using one deletes its row. */
export interface RecoveryCodeTable {
  account_id: bigint;
  digest: string;
}

/** A passkey (WebAuthn). */
export interface PasskeyTable {
  id: bigint;
  account_id: bigint;
  credential_id: string;
  public_key: string;
  counter: Integer;
  transports: string;
  backed_up: Integer;
  name: string;
  created_at: Integer;
  last_used_at: Integer | null;
}

/** Something good once; using it deletes its row. */
export interface TicketTable {
  digest: string;
  kind: string;
  account_id: bigint | null;
  facts: string;
  created_at: Integer;
  expires_at: Integer;
}

/** A link by which people may sign up. */
export interface InviteTable {
  id: bigint;
  digest: string;
  account_id: bigint | null;
  label: string;
  created_at: Integer;
  expires_at: Integer | null;
  max_uses: Integer | null;
  uses: Integer;
  ended_at: Integer | null;
}

/** A mail that waits, or was given up; handing one over deletes its row. */
export interface MailTable {
  id: bigint;
  kind: string;
  account_id: bigint | null;
  recipient: string;
  locale: string | null;
  facts: string;
  created_at: Integer;
  attempts: Integer;
  due_at: Integer;
  failed_at: Integer | null;
  last_error: string | null;
}

/** Something that happened. Nothing updates a row but the erasing of its address. */
export interface AuditEntryTable {
  id: bigint;
  at: Integer;
  event: string;
  actor: string;
  actor_id: string | null;
  account_id: string | null;
  app_id: bigint | null;
  address: string | null;
  details: string;
}

/** One account follows another, or asked to. */
export interface FollowTable {
  id: bigint;
  follower_id: bigint;
  followed_id: bigint;
  requested: Integer;
  reblogs: Integer;
  notify: Integer;
  languages: string | null;
  created_at: Integer;
}

/**
 * Something that somebody posted. Its application is kept as it was registered when it posted, whatever becomes of the app.
 * A parent that is deleted is taken out of its answers; whom they answered stays.
 */
export interface StatusTable {
  id: bigint;
  account_id: bigint;
  text: string;
  spoiler_text: string;
  visibility: string;
  sensitive: Integer;
  language: string | null;
  in_reply_to_id: bigint | null;
  in_reply_to_account_id: bigint | null;
  /** Kept in the commit that adds or removes an answer. */
  replies_count: Integer;
  /** Public, and no answer to somebody else. */
  in_public_timeline: Integer;
  application_name: string | null;
  application_website: string | null;
  created_at: Integer;
}

/** A word by which somebody is found, folded. */
export interface AccountWordTable {
  account_id: bigint;
  word: string;
}

/** Whom a status names. */
export interface MentionTable {
  status_id: bigint;
  account_id: bigint;
}

/** A hashtag in the text of a status, folded. */
export interface StatusTagTable {
  status_id: bigint;
  tag: string;
  /** 1 where everybody may read the status, so that the hashtag's timeline has an index of its own. */
  is_public: number;
}

/** An `Idempotency-Key` that posted something, by its digest, until it may be used anew. */
export interface PostingKeyTable {
  account_id: bigint;
  digest: string;
  status_id: bigint;
  expires_at: Integer;
}

/** What an account is told of. */
export interface NotificationTable {
  id: bigint;
  account_id: bigint;
  type: string;
  from_account_id: bigint;
  status_id: bigint | null;
  created_at: Integer;
}

/** Where what an account is told of is pushed to, below the token that asked for it; endpoint and keys are encrypted. */
export interface PushSubscriptionTable {
  id: bigint;
  token_id: bigint;
  account_id: bigint;
  sealed_target: string;
  standard: Integer;
  alerts: string;
  policy: string;
  created_at: Integer;
}

/** How far somebody has read, for all of their apps. */
export interface MarkerTable {
  account_id: bigint;
  timeline: string;
  last_read_id: string;
  version: Integer;
  updated_at: Integer;
}

/** A picture that somebody brought, in base64: the same on every node, and in every backup. */
export interface PictureTable {
  account_id: bigint;
  kind: string;
  digest: string;
  media_type: string;
  content: string;
  created_at: Integer;
}

/**
 * How often something happened to one key in the window that ends then. May be lost in a crash; a row whose window is over
 * counts as nothing.
 */
export interface LimitCountTable {
  rule: string;
  key: string;
  window_ends_at: Integer;
  count: Integer;
}

/** A limit that a key reached, for the operator; lifting it lets the key begin anew. */
export interface ReachedLimitTable {
  id: bigint;
  rule: string;
  key: string;
  reached_at: Integer;
  window_ends_at: Integer;
  lifted_at: Integer | null;
  /** How often it was lifted in this window. */
  lifts: Integer;
}

/** Work that one node does for all, until when it is that node's, and when it was last done or failed. */
export interface DutyTable {
  name: string;
  holder: string;
  until: Integer;
  done_at: Integer | null;
  failed_at: Integer | null;
}

/** A value that the server made once and keeps. */
export interface SettingTable {
  key: string;
  value: string;
}

export interface Schema {
  apps: AppTable;
  pending_authorizations: PendingAuthorizationTable;
  grants: GrantTable;
  codes: CodeTable;
  tokens: TokenTable;
  sessions: SessionTable;
  accounts: AccountTable;
  totp_keys: TotpKeyTable;
  recovery_codes: RecoveryCodeTable;
  passkeys: PasskeyTable;
  tickets: TicketTable;
  invites: InviteTable;
  mails: MailTable;
  audit_entries: AuditEntryTable;
  follows: FollowTable;
  account_words: AccountWordTable;
  statuses: StatusTable;
  mentions: MentionTable;
  status_tags: StatusTagTable;
  posting_keys: PostingKeyTable;
  notifications: NotificationTable;
  push_subscriptions: PushSubscriptionTable;
  markers: MarkerTable;
  pictures: PictureTable;
  limit_counts: LimitCountTable;
  reached_limits: ReachedLimitTable;
  duties: DutyTable;
  settings: SettingTable;
}

/** A database, or a transaction on it. */
export type Db = Kysely<Schema>;
