/** For tests: rows in every table, among them values that are hard to carry from one engine to another. */

import { digestOf } from '../../../protocol/secret.ts';
import { T0 } from '../../contract/samples.ts';
import type { Db } from '../../schema.ts';
import { transact } from '../copy-table.ts';

/** The largest integer of either engine; a floating-point number would make it another. */
const LARGEST = 2n ** 63n - 1n;

/** Signs that some database, driver or JSON takes for something else. */
const HARD = 'a\0b \u{1F418} \uFFFF "quoted" \\N \\x41 ’ é e\u0301 \t\r\n %s $1 ? NULL';

/**
 * @param db of an empty, migrated database
 * @param grants how many sign-ins there are, each with a code and a token
 */
export function fillEveryTable(db: Db, grants = 20): Promise<void> {
  return transact(db, () => fill(db, grants));
}

async function fill(db: Db, grants: number): Promise<void> {
  const digest = (of: string | number) => digestOf(`${of}`);
  const apps = [1n, 2n, LARGEST].map((id) => ({
    id,
    client_id: `client ${id}`,
    secret_digest: id === 2n ? null : digest(`secret ${id}`),
    confidential: id === 2n ? 0 : 1,
    resource_server: 0,
    name: HARD,
    website: id === 1n ? '' : null,
    redirect_uris: '["https://app.example/ü"]',
    scopes: '["read"]',
    created_at: T0,
    consent_page_at: null,
    first_grant_at: T0 + 1,
    deleted_at: null,
  }));
  await db.insertInto('apps').values(apps).execute();
  const accounts = [3n, 2n ** 53n + 1n].map((id) => ({
    id,
    username: `Name${id}`,
    username_folded: `name${id}`,
    email: `name${id}@example.org`,
    email_folded: `name${id}@example.org`,
    display_name: HARD,
    note: '',
    fields: '[]',
    locked: 1,
    bot: 0,
    discoverable: null,
    hide_collections: 1,
    confirmed_at: T0,
    role: 'user',
    password_hash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
    allows_password_grant: 0,
    has_second_factor: 1,
    app_id: LARGEST,
    created_at: T0,
    followers_count: 1,
    following_count: 0,
    statuses_count: 1,
    indexable: 0,
    posting_sensitive: 0,
    shows_application: 1,
    avatar_description: HARD,
    header_description: '',
  }));
  await db.insertInto('accounts').values(accounts).execute();
  const account_id = accounts[1]?.id ?? 0n;
  const times = { created_at: T0, expires_at: T0 + 1000 };
  const request = { browser_digest: '', redirect_uri: 'https://app.example/ü', scopes: '[]', response_mode: 'query' };
  await db
    .insertInto('pending_authorizations')
    .values({ ...times, ...request, digest: digest('pending'), app_id: 1n, force_login: 0, state: HARD })
    .execute();

  const numbers = Array.from({ length: grants }, (_, number) => number);
  for (let start = 0; start < grants; start += 500) {
    const some = numbers.slice(start, start + 500);
    await db
      .insertInto('grants')
      .values(
        some.map((number) => ({
          id: BigInt(100 + number),
          app_id: number % 3 === 0 ? null : 1n,
          account_id: number % 2 === 0 ? String(account_id) : null,
          scopes: '["read"]',
          created_at: T0 + number,
          revoked_at: number % 7 === 0 ? T0 + number : null,
        })),
      )
      .execute();
    await db
      .insertInto('codes')
      .values(
        some.map((number) => ({
          ...times,
          digest: digest(`code ${number}`),
          grant_id: BigInt(100 + number),
          redirect_uri: 'https://app.example/ü',
          spent_at: number % 2 === 0 ? T0 : null,
        })),
      )
      .execute();
    await db
      .insertInto('tokens')
      .values(
        some.map((number) => ({
          // The last one has the largest id there can be.
          id: LARGEST - BigInt(grants - 1 - number) * 2n ** 40n,
          digest: digest(`token ${number}`),
          timed: number % 2,
          grant_id: BigInt(100 + number),
          app_id: number % 3 === 0 ? null : LARGEST,
          account_id: number % 2 === 0 ? null : 'ä',
          scopes: '["read"]',
          created_at: T0 + number,
          last_used_address: number % 5 === 0 ? '2001:db8::1' : null,
        })),
      )
      .execute();
  }

  const session = { browser_digest: '', created_at: T0, last_used_at: T0, address: '192.0.2.1', user_agent: HARD };
  await db
    .insertInto('sessions')
    .values({ ...session, id: 5n, digest: digest('session'), account_id: String(account_id) })
    .execute();
  await db
    .insertInto('totp_keys')
    .values({ account_id, sealed_seed: 'v1.sealed', last_step: 2 ** 40, created_at: T0 })
    .execute();
  const codes = ['z', 'a', '~', 'Ä', 'A', '_'].map((of) => ({ account_id, digest: of }));
  await db.insertInto('recovery_codes').values(codes).execute();
  await db
    .insertInto('passkeys')
    .values({
      id: 6n,
      account_id,
      credential_id: 'credential',
      public_key: 'key',
      counter: 2 ** 32 - 1,
      transports: '["usb"]',
      backed_up: 1,
      name: HARD,
      created_at: T0,
    })
    .execute();
  await db
    .insertInto('tickets')
    .values({ ...times, digest: digest('ticket'), kind: 'password reset', account_id, facts: '{}' })
    .execute();
  await db
    .insertInto('invites')
    .values({ id: 7n, digest: digest('invite'), account_id, label: HARD, created_at: T0, uses: 0 })
    .execute();
  const mail = { kind: 'new sign-in', recipient: 'name@example.org', facts: '{}', attempts: 0, due_at: T0 };
  await db
    .insertInto('mails')
    .values({ ...mail, id: 8n, account_id, created_at: T0 })
    .execute();
  const entry = { at: T0, event: 'signed in', actor: 'person', details: '{}' };
  await db
    .insertInto('audit_entries')
    .values([1n, 9n, LARGEST].map((id) => ({ ...entry, id, address: id === 9n ? '192.0.2.1' : null })))
    .execute();
  const follow = { requested: 0, reblogs: 1, notify: 0, languages: '["de"]', created_at: T0 };
  await db
    .insertInto('follows')
    .values({ ...follow, id: 10n, follower_id: 3n, followed_id: account_id })
    .execute();
  const status = {
    account_id,
    spoiler_text: '',
    sensitive: 0,
    replies_count: 1,
    in_public_timeline: 0,
    created_at: T0,
  };
  await db
    .insertInto('statuses')
    .values([
      { ...status, id: 12n, text: HARD, visibility: 'public', application_name: HARD },
      { ...status, id: LARGEST, text: '', visibility: 'direct', in_reply_to_id: 12n, in_reply_to_account_id: 3n },
    ])
    .execute();
  await db.insertInto('account_words').values({ account_id: 3n, word: 'älice' }).execute();
  await db.insertInto('mentions').values({ status_id: LARGEST, account_id: 3n }).execute();
  await db.insertInto('status_tags').values({ status_id: LARGEST, tag: 'tëa', is_public: 0 }).execute();
  await db
    .insertInto('posting_keys')
    .values({ account_id, digest: digest('posting'), status_id: 12n, expires_at: T0 })
    .execute();
  await db
    .insertInto('notifications')
    .values({ id: 13n, account_id: 3n, type: 'mention', from_account_id: account_id, status_id: 12n, created_at: T0 })
    .execute();
  await db
    .insertInto('push_subscriptions')
    .values({
      ...{ id: 14n, token_id: LARGEST, account_id, sealed_target: 'v1.sealed', standard: 1 },
      ...{ alerts: '[]', policy: 'all', created_at: T0 },
    })
    .execute();
  await db
    .insertInto('markers')
    .values({ account_id, timeline: 'home', last_read_id: '12', version: 2, updated_at: T0 })
    .execute();
  await db
    .insertInto('pictures')
    .values({
      account_id,
      kind: 'avatar',
      digest: digest('avatar'),
      media_type: 'image/webp',
      content: 'AAAA',
      created_at: T0,
    })
    .execute();
  const limit = { rule: 'sign-in by address', key: '2001:db8::/64', window_ends_at: T0 + 300_000 };
  await db
    .insertInto('limit_counts')
    .values([
      { ...limit, count: 25 },
      { ...limit, key: HARD, count: 1 },
    ])
    .execute();
  await db
    .insertInto('reached_limits')
    .values({ ...limit, id: 11n, reached_at: T0, lifts: 1 })
    .execute();
  await db.insertInto('duties').values({ name: 'housekeeping', holder: 'a node', until: T0 }).execute();
  await db
    .insertInto('settings')
    .values([
      { key: 'b', value: HARD },
      { key: 'B', value: '' },
      { key: 'storage:last-ping', value: 'now' },
    ])
    .execute();
}
