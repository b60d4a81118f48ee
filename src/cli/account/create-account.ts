import { createAccount } from '../../accounts/new-account.ts';
import { argon2id } from '../../accounts/password-hashes.ts';
import type { AccountRole } from '../../accounts/ports.ts';
import { CliFailure } from '../cli-failure.ts';
import { chooseNewPassword, passwordFromStandardInput } from '../new-password.ts';
import { withOperator } from '../operator.ts';
import { note, print, printJson } from '../terminal.ts';
import { accountFacts, accountView } from './account-view.ts';
import { problemWords } from './problem-words.ts';

export interface CreateAccountOptions {
  readonly email: string;
  readonly passwordStdin?: boolean;
  readonly displayName?: string;
  readonly bot?: boolean;
  readonly allowPasswordGrant?: boolean;
  readonly role: AccountRole;
  readonly json?: boolean;
}

/** `account create`: the operator vouches for the address, so the account is active at once. */
export async function runCreateAccount(username: string, options: CreateAccountOptions): Promise<void> {
  await withOperator(
    async ({ config, store }) => {
      const lacksOwner = (await store.findOwnerVacancy()) !== undefined;
      const { password, generated } = await (options.passwordStdin ? passwordFromStandardInput() : chooseNewPassword());
      const { email, displayName, bot, role } = options;
      const made = await createAccount(
        { store, passwords: argon2id, serverNames: [config.title, new URL(config.publicUrl).hostname], now: Date.now },
        { username, email, password, displayName, bot, role, allowsPasswordGrant: options.allowPasswordGrant },
      );
      if (made.kind === 'refused') throw new CliFailure(made.problems.map(problemWords).join('\n'));
      const { account } = made;
      if (options.json) printJson({ ...accountView(account), ...(generated ? { password } : {}) });
      else {
        print(accountFacts(account));
        if (generated) print(`\nPassword: ${password}\nIt is shown this once and kept nowhere.`);
      }
      if (lacksOwner && role !== 'owner') {
        note(
          `The server has no owner yet. To make this account the owner's: mastodoor account role ${account.username} owner`,
        );
      }
    },
    { create: true },
  );
}
