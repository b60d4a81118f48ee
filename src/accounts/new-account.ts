import type { Id, Instant } from '../protocol/app.ts';
import type { AccountState } from '../protocol/person.ts';
import { factsOf } from './account-facts.ts';
import { type AccountChoice, type AccountProblem, findProblems } from './account-rules.ts';
import type { PasswordHashes } from './password-hashes.ts';
import { type Account, type AccountRole, type AccountStore, NameTaken, type NewAccount } from './ports.ts';

/** A choice, and what whoever makes the account decides beside it. */
export interface AccountInput extends AccountChoice {
  readonly locked?: boolean | undefined;
  readonly bot?: boolean | undefined;
  readonly allowsPasswordGrant?: boolean | undefined;
  readonly locale?: string | undefined;
  /** Why the person wants to join, where registrations need approval. */
  readonly reason?: string | undefined;
  /** The app through which the account is made. */
  readonly appId?: Id | undefined;
  /** `user` unless given. */
  readonly role?: AccountRole | undefined;
  /** `active` unless given: right for an operator, who vouches for the address. */
  readonly state?: AccountState | undefined;
}

/** What making an account needs. */
export interface NewAccountDeps {
  readonly store: Pick<AccountStore, 'addAccount' | 'addFirstAccount' | 'countAccounts'>;
  readonly passwords: Pick<PasswordHashes, 'hashPassword'>;
  /** Title and host of the server: a password made of them is refused. */
  readonly serverNames?: readonly string[] | undefined;
  /** Milliseconds since the Unix epoch. */
  now(): Instant;
}

/** The account, or everything that is wrong with the choice. */
export type Creation =
  | { readonly kind: 'created'; readonly account: Account }
  | { readonly kind: 'refused'; readonly problems: readonly AccountProblem[] };

/** There are accounts already: the server was set up before, or by somebody else at the same moment. */
export interface NotFirst {
  readonly kind: 'not first';
}

/** Makes an account, or says everything that is wrong with the choice. Nothing is hashed for a choice that is refused. */
export async function createAccount(deps: NewAccountDeps, input: AccountInput): Promise<Creation> {
  const tidied = tidy(input);
  const problems = await findProblems(tidied, tidied.role ?? 'user', deps.serverNames);
  if (problems.length > 0) return { kind: 'refused', problems };
  try {
    return { kind: 'created', account: await deps.store.addAccount(await prepare(deps, tidied)) };
  } catch (error) {
    if (error instanceof NameTaken) return { kind: 'refused', problems: [{ field: error.field, code: 'taken' }] };
    throw error;
  }
}

/** Makes the server's first account, its owner's, who may have a reserved name such as `admin`. It exists at most once. */
export async function createFirstAccount(
  deps: NewAccountDeps,
  input: Omit<AccountInput, 'role' | 'state'>,
): Promise<Creation | NotFirst> {
  const tidied: AccountInput = { ...tidy(input), role: 'owner', state: 'active' };
  if ((await deps.store.countAccounts()) > 0) return { kind: 'not first' };
  const problems = await findProblems(tidied, 'owner', deps.serverNames);
  if (problems.length > 0) return { kind: 'refused', problems };
  const account = await deps.store.addFirstAccount(await prepare(deps, tidied));
  return account === undefined ? { kind: 'not first' } : { kind: 'created', account };
}

/** What people add without meaning it is taken off. A password is taken as it is. */
export function tidy<Input extends AccountChoice>(input: Input): Input {
  return {
    ...input,
    username: input.username.trim(),
    email: input.email.trim(),
    displayName: input.displayName?.trim(),
    note: input.note?.trim(),
  };
}

/** The account that a choice makes, with its password hashed; nothing is judged here. */
export async function prepare(
  deps: Pick<NewAccountDeps, 'passwords' | 'now'>,
  input: AccountInput,
): Promise<NewAccount> {
  const now = deps.now();
  return {
    username: input.username,
    email: input.email,
    displayName: input.displayName ?? '',
    note: input.note ?? '',
    fields: [],
    locked: input.locked ?? false,
    bot: input.bot ?? false,
    discoverable: undefined,
    hideCollections: undefined,
    role: input.role ?? 'user',
    passwordHash: await deps.passwords.hashPassword(input.password),
    allowsPasswordGrant: input.allowsPasswordGrant ?? false,
    locale: input.locale,
    reason: input.reason,
    appId: input.appId,
    inviteId: undefined,
    createdAt: now,
    ...factsOf(input.state ?? 'active', now),
  };
}
