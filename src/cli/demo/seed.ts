import { randomBytes } from 'node:crypto';
import { createAccount } from '../../accounts/new-account.ts';
import { argon2id } from '../../accounts/password-hashes.ts';
import type { Account } from '../../accounts/ports.ts';
import { type AccessToken, digestOf } from '../../protocol/secret.ts';
import type { Visibility } from '../../social/ports.ts';
import { hashtagsIn } from '../../social/statuses/named-in-text.ts';
import type { FullStore } from '../../storage/store.ts';

/** The password of everybody in a demo. Nobody else's: it is printed, and stands in this file. */
export const DEMO_PASSWORD = 'a demo for everybody';

/** What a demo begins with, for whoever tries it. */
export interface Seeded {
  readonly password: string;
  readonly accounts: readonly string[];
  readonly app: { readonly client_id: string; readonly client_secret: string; readonly redirect_uri: string };
  /** Tokens of alice, by their scopes. */
  readonly tokens: Readonly<Record<string, string>>;
}

const people = [
  { username: 'alice', displayName: 'Alice', note: 'Owner of this demo. https://example.org' },
  { username: 'bob', displayName: 'Bob', note: 'Follows everybody.' },
  { username: 'carol', displayName: 'Carol', note: 'Asks who wants to follow.', locked: true },
  { username: 'robot', displayName: 'Robot', note: 'A program.', bot: true, allowsPasswordGrant: true },
] as const;

const CALLBACK = 'urn:ietf:wg:oauth:2.0:oob';

/** Puts a few people, follows and statuses into an empty store. */
export async function seed(store: FullStore): Promise<Seeded> {
  const accounts = new Map<string, Account>();
  for (const person of people) {
    const { username, note } = person;
    const role = username === 'alice' ? 'owner' : 'user';
    const made = await createAccount(
      { store, passwords: argon2id, now: Date.now },
      { ...person, email: `${username}@demo.example`, password: DEMO_PASSWORD, role },
    );
    if (made.kind === 'refused') throw new Error(`The demo could not make ${username}`);
    await store.changeAccount(made.account.id, { note });
    accounts.set(username, made.account);
  }
  const of = (name: string) => accounts.get(name)?.id ?? '';
  const follow = (from: string, to: string, locked = false) =>
    store.follow({ followerId: of(from), followedId: of(to) }, { locked, at: Date.now() });
  await follow('alice', 'bob');
  await follow('bob', 'alice');
  await follow('alice', 'robot');
  await follow('bob', 'carol', true);

  const post = async (
    from: string,
    text: string,
    more: { visibility?: Visibility; spoilerText?: string; answers?: string; mentions?: readonly string[] } = {},
  ) => {
    const parent = more.answers === undefined ? undefined : await store.statuses.find(more.answers);
    const status = await store.statuses.add({
      accountId: of(from),
      text,
      spoilerText: more.spoilerText ?? '',
      visibility: more.visibility ?? 'public',
      sensitive: more.spoilerText !== undefined,
      language: 'en',
      inReplyToId: parent?.id,
      inReplyToAccountId: parent?.accountId,
      application: { name: 'Demo', website: 'https://demo.example' },
      mentionedIds: (more.mentions ?? []).map(of),
      tags: hashtagsIn(text),
      createdAt: Date.now(),
    });
    return status?.id ?? '';
  };
  const hello = await post('bob', 'Hello @alice, welcome to the #demo', { mentions: ['alice'] });
  await post('alice', '@bob Thank you!', { answers: hello, mentions: ['bob'] });
  await post('alice', 'Everybody may try this server with their app. #demo');
  await post('robot', 'I post every day.', { visibility: 'unlisted' });
  await post('bob', 'The butler did it.', { spoilerText: 'The end of a story' });
  await post('bob', 'For those who follow me.', { visibility: 'private' });
  await post('bob', '@alice Between us.', { visibility: 'direct', mentions: ['alice'] });
  await post('carol', 'Only for those whom I let in.', { visibility: 'private' });

  const secret = () => randomBytes(32).toString('base64url');
  const [clientId, clientSecret] = [secret(), secret()];
  const app = await store.addApp({
    ...{ clientId, secretDigest: digestOf(clientSecret), confidential: true, resourceServer: false },
    ...{ name: 'Demo', website: 'https://demo.example', redirectUris: [CALLBACK], createdAt: Date.now() },
    scopes: ['read', 'write', 'follow', 'push'],
  });
  const tokens: Record<string, string> = {};
  for (const scopes of [['read'], ['read', 'write', 'follow', 'push']]) {
    const token = secret() as AccessToken;
    const at = Date.now();
    await store.addGrantWithToken(
      { appId: app.id, accountId: of('alice'), scopes, redirectUri: undefined, createdAt: at },
      { digest: digestOf(token), createdAt: at, expiresAt: undefined },
    );
    tokens[scopes.join(' ')] = token;
  }
  const registered = { client_id: clientId, client_secret: clientSecret, redirect_uri: CALLBACK };
  return { password: DEMO_PASSWORD, accounts: people.map(({ username }) => username), app: registered, tokens };
}
