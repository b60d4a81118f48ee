import type { Account } from '../ports.ts';
import type { SecondFactorDeps } from './second-factor-deps.ts';

/** What happened to the second factors of an account, as its mail tells it. */
export interface SecondFactorChange {
  readonly change:
    | 'totp added'
    | 'totp removed'
    | 'passkey added'
    | 'passkey removed'
    | 'recovery codes made'
    | 'recovery code used'
    | 'all removed';
  /** What the passkey is called. */
  readonly name?: string;
  /** Recovery codes that are left. */
  readonly left?: number;
}

/** Queues the mail by which an owner notices what somebody else did. */
export async function tellOfChange(
  { mails }: Pick<SecondFactorDeps, 'mails'>,
  account: Account,
  change: SecondFactorChange,
): Promise<void> {
  const { id: accountId, email: to, locale } = account;
  await mails.add({ kind: 'second factor changed', accountId, to, locale, facts: { ...change } });
}
