import { findPasswordProblem } from '../../accounts/account-rules.ts';
import { createMailOutbox } from '../../accounts/mail/mail-outbox.ts';
import { replacePassword } from '../../accounts/password/replace-password.ts';
import { argon2id } from '../../accounts/password-hashes.ts';
import { CliFailure } from '../cli-failure.ts';
import { generatePassword, passwordFromStandardInput } from '../new-password.ts';
import { withOperator } from '../operator.ts';
import { print, printJson } from '../terminal.ts';
import { findAccount } from './find-account.ts';
import { problemWords } from './problem-words.ts';

export interface ResetPasswordOptions {
  readonly passwordStdin?: boolean;
  readonly json?: boolean;
}

/** `account reset-password`: whoever was signed in, person or app, is out (decision 19). */
export async function runResetPassword(name: string, options: ResetPasswordOptions): Promise<void> {
  await withOperator(async ({ config, store, report }) => {
    const account = await findAccount(store, name);
    const { password, generated } = options.passwordStdin ? await passwordFromStandardInput() : generatePassword();
    const serverNames = [config.title, new URL(config.publicUrl).hostname];
    const code = await findPasswordProblem(password, account, serverNames);
    if (code !== undefined) throw new CliFailure(problemWords({ field: 'password', code }));
    // A running server finds the mail about it at its next round.
    const mails = createMailOutbox({ store, now: Date.now, wake: () => undefined });
    const passwordHash = await argon2id.hashPassword(password);
    const ended = await replacePassword({ store, mails, now: Date.now }, account, passwordHash, 'by staff');
    if (ended === undefined)
      throw new CliFailure(`The account ${name} was changed meanwhile. Nothing was done: try again.`);
    report({ event: 'password reset by staff', accountId: account.id, actorId: undefined, address: undefined });
    const { sessions, grants } = ended;
    if (options.json) {
      const shown = generated ? { password } : {};
      return printJson({ id: account.id, username: account.username, sessions, grants, ...shown });
    }
    print(
      `The password of ${account.username} is changed. Ended: browser sessions ${sessions}, sign-ins of apps ${grants}.`,
    );
    if (generated) print(`\nPassword: ${password}\nIt is shown this once and kept nowhere.`);
  });
}
