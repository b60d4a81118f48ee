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
  readonly store: Pick<AccountStore, 'addAccount' | 'addOwner' | 'findOwnerVacancy'>;
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

/** There is an owner already: the server was set up before, or by somebody else at the same moment. */
export interface NotVacant {
  readonly kind: 'not vacant';
}

/** Makes an account, or says everything that is wrong with the choice. Nothing is hashed for a choice that is refused. */
export async function createAccount(deps: NewAccountDeps, input: AccountInput): Promise<Creation> {
  const tidied = tidy(input);
  const problems = await findProblems(tidied, tidied.role ?? 'user', deps.serverNames);
  if (problems.length > 0) return { kind: 'refused', problems };
  return refusingTakenNames(async () => ({
    kind: 'created',
    account: await deps.store.addAccount(await prepare(deps, tidied)),
  }));
}

/**
 * Makes the account of the server's owner, who may have a reserved name such as `admin`.
 * @param vacancy the time without an owner that this ends, as `findOwnerVacancy()` named it: of several callers with one
 * exactly one makes the account
 */
export async function createOwner(
  deps: NewAccountDeps,
  input: Omit<AccountInput, 'role' | 'state'>,
  vacancy: string,
): Promise<Creation | NotVacant> {
  const tidied: AccountInput = { ...tidy(input), role: 'owner', state: 'active' };
  if ((await deps.store.findOwnerVacancy()) !== vacancy) return { kind: 'not vacant' };
  const problems = await findProblems(tidied, 'owner', deps.serverNames);
  if (problems.length > 0) return { kind: 'refused', problems };
  return refusingTakenNames<NotVacant>(async () => {
    const account = await deps.store.addOwner(await prepare(deps, tidied), vacancy);
    return account === undefined ? { kind: 'not vacant' } : { kind: 'created', account };
  });
}

async function refusingTakenNames<Other = never>(create: () => Promise<Creation | Other>): Promise<Creation | Other> {
  try {
    return await create();
  } catch (error) {
    if (error instanceof NameTaken) return { kind: 'refused', problems: [{ field: error.field, code: 'taken' }] };
    throw error;
  }
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
