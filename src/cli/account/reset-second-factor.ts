import { createMailOutbox } from '../../accounts/mail/mail-outbox.ts';
import { dropSecondFactors } from '../../accounts/second-factor/change-second-factors.ts';
import { CliFailure } from '../cli-failure.ts';
import { withOperator } from '../operator.ts';
import { print, printJson } from '../terminal.ts';
import { findAccount } from './find-account.ts';

/** `account reset-second-factor`: for somebody who lost all of them; the password alone signs in again. */
export async function runResetSecondFactor(name: string, { json }: { readonly json?: boolean }): Promise<void> {
  await withOperator(async ({ store }) => {
    const account = await findAccount(store, name);
    // A running server finds the mail about it at its next round.
    const mails = createMailOutbox({ store, now: Date.now, wake: () => undefined });
    const sessions = await dropSecondFactors({ store, mails }, account);
    if (sessions === undefined) throw new CliFailure(`The account ${account.username} has no second factor.`);
    if (json) return printJson({ id: account.id, username: account.username, sessions });
    print(
      `The second factors and recovery codes of ${account.username} are removed. Browser sessions ended: ${sessions}.`,
    );
  });
}
