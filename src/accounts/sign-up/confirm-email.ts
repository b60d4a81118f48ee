import { digestOf } from '../../protocol/secret.ts';
import { mailTo } from '../mail/mail-to.ts';
import { type Account, type AccountStore, NameTaken, type NewMail } from '../ports.ts';
import { claimedAddress, isProven, isSameAddress, waitingFor } from './claimed-address.ts';
import type { SignUpDeps } from './sign-up-deps.ts';

/** What a link, or a moderator's word, came to. */
export type Confirmation =
  /** The account is active now, or waits for approval. */
  | { readonly kind: 'confirmed'; readonly account: Account }
  | { readonly kind: 'confirmed before'; readonly account: Account }
  /** Another account proved the address first. */
  | { readonly kind: 'address taken'; readonly account: Account }
  /** Unknown, expired, or for an address that the account does not wait for any more. */
  | { readonly kind: 'not good' };

/** What a confirmation needs. */
export type ConfirmationDeps = Pick<SignUpDeps, 'store' | 'mails' | 'now'>;

/** What a link would confirm. */
export interface Confirmable {
  readonly account: Account;
  /** The app's request that waits in the browser where the address was named. */
  readonly authorization: string | undefined;
}

/**
 * What a link would confirm, before anybody pressed the button. The ticket says which address its mail went to, and proves
 * no other.
 */
export async function findConfirmable(deps: ConfirmationDeps, secret: string): Promise<Confirmable | undefined> {
  const ticket = await deps.store.findTicket('confirm email', digestOf(secret), deps.now());
  const account = ticket?.accountId === undefined ? undefined : await deps.store.findAccount(ticket.accountId);
  if (account === undefined || !isSameAddress(claimedAddress(account), String(ticket?.facts.email))) return undefined;
  const authorization = ticket?.facts.authorization;
  return { account, authorization: typeof authorization === 'string' ? authorization : undefined };
}

/**
 * Uses a link. It works once; while it lasts, whoever follows it again reads that all is well. Of several at one moment
 * exactly one confirms.
 */
export async function confirmEmail(
  deps: ConfirmationDeps,
  secret: string,
): Promise<Confirmation & { readonly authorization?: string | undefined }> {
  const found = await findConfirmable(deps, secret);
  if (found === undefined) return { kind: 'not good' };
  return { ...(await confirmAddress(deps, found.account)), authorization: found.authorization };
}

/**
 * Takes the address of an account as proven. Another account that only waited for the same address loses it: it belongs to
 * whoever proves it first.
 */
export async function confirmAddress(deps: ConfirmationDeps, account: Account): Promise<Confirmation> {
  const { store } = deps;
  if (account.confirmedAt !== undefined) return { kind: 'confirmed before', account };
  const [first, ...others] = account.approvedAt === undefined ? await mailsToStaff(deps, account) : [];
  const confirmed = await takeAddress(store, claimedAddress(account), (address) =>
    store.changeAccount(
      account.id,
      { email: address, unconfirmedEmail: undefined, confirmedAt: deps.now() },
      {
        when: { confirmedAt: undefined, email: account.email, unconfirmedEmail: account.unconfirmedEmail },
        ...(first === undefined ? {} : { mail: () => first }),
      },
    ),
  );
  if (confirmed === 'taken') return { kind: 'address taken', account };
  if (confirmed === undefined) {
    const current = await store.findAccount(account.id);
    return current?.confirmedAt === undefined ? { kind: 'not good' } : { kind: 'confirmed before', account: current };
  }
  for (const mail of others) await deps.mails.add(mail);
  deps.mails.wake();
  return { kind: 'confirmed', account: confirmed };
}

/** More than this many others never name one address between two steps of one confirmation. */
const MOST_TRIES = 5;

/** Gives an address to an account that proves it, also where others wait for it; `taken` when another proved it before. */
async function takeAddress<T>(
  store: AccountStore,
  address: string,
  take: (address: string) => Promise<T>,
): Promise<T | 'taken'> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    try {
      return await take(address);
    } catch (error) {
      if (!(error instanceof NameTaken)) throw error;
      const holder = await store.findAccountByLogin(address);
      if (isProven(holder)) return 'taken';
      const when = { confirmedAt: undefined, email: holder?.email ?? '' };
      if (holder !== undefined) await store.changeAccount(holder.id, waitingFor(holder.email), { when });
    }
  }
  return 'taken';
}

/** Most of a community's staff: whoever comes first decides. */
const MOST_STAFF = 100;

/** Tells those who decide that somebody waits. */
async function mailsToStaff({ store, now }: ConfirmationDeps, applicant: Account): Promise<readonly NewMail[]> {
  const staff = await store.listAccounts({
    roles: ['moderator', 'admin', 'owner'],
    state: 'active',
    limit: MOST_STAFF,
  });
  const facts = { applicantId: applicant.id, username: applicant.username };
  return staff.map((member) => ({ ...mailTo(member, 'registration waits', facts), createdAt: now() }));
}
