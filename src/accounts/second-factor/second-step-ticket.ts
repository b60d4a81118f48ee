import { type Digest, digestOf } from '../../protocol/secret.ts';
import type { Account } from '../ports.ts';
import type { SecondFactorDeps } from './second-factor-deps.ts';

/** Time to find the telephone. */
export const SECOND_STEP_LIFETIME = 15 * 60_000;

/** A sign-in whose password was right, and which waits for more. Nobody is signed in yet. */
export interface HalfSignIn {
  readonly account: Account;
  readonly digest: Digest;
}

/** What half-finished sign-ins are kept with. */
export type SecondStepDeps = Pick<SecondFactorDeps, 'store' | 'now' | 'randomSecret'>;

/**
 * Keeps a half-finished sign-in; the secret goes into a cookie of the browser and nowhere else.
 * @param browser in which alone it goes on
 */
export async function beginSecondStep(deps: SecondStepDeps, account: Account, browser: Digest): Promise<string> {
  const secret = deps.randomSecret();
  const createdAt = deps.now();
  await deps.store.addTicket({
    digest: digestOf(secret),
    kind: 'second step',
    accountId: account.id,
    facts: { browser, password: digestOf(account.passwordHash) },
    createdAt,
    expiresAt: createdAt + SECOND_STEP_LIFETIME,
  });
  return secret;
}

/** The half-finished sign-in of a browser; none once the password was changed, in another browser, or after 15 minutes. */
export async function findSecondStep(
  deps: SecondStepDeps,
  secret: string,
  browser: Digest,
): Promise<HalfSignIn | undefined> {
  const digest = digestOf(secret);
  const ticket = await deps.store.findTicket('second step', digest, deps.now());
  if (ticket?.accountId === undefined || ticket.facts.browser !== browser) return undefined;
  const account = await deps.store.findAccount(ticket.accountId);
  if (account === undefined || ticket.facts.password !== digestOf(account.passwordHash)) return undefined;
  return { account, digest };
}

/** Ends a half-finished sign-in well: of any number of callers exactly one gets true, and may open the session. */
export async function finishSecondStep({ store, now }: SecondStepDeps, step: HalfSignIn): Promise<boolean> {
  return (await store.takeTicket('second step', step.digest, now())) !== undefined;
}
