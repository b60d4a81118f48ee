import type { SignUps } from '../../mastodon/sign-ups.ts';
import { judgeEmail } from '../account-rules.ts';
import type { AccountPerson } from '../person.ts';
import type { Account } from '../ports.ts';
import { sendConfirmation } from './send-confirmation.ts';
import { signUp } from './sign-up.ts';
import type { SignUpDeps } from './sign-up-deps.ts';

/** Signing up for the built-in directory through apps (contract §12.2). */
export function createSignUps(deps: SignUpDeps, present: (account: Account) => AccountPerson): SignUps<AccountPerson> {
  return {
    async signUp(choice, { appId }) {
      const outcome = await signUp(deps, choice, { appId });
      switch (outcome.kind) {
        case 'signed up':
          return { kind: 'signed up', person: present(outcome.account) };
        case 'invite not good':
          return { kind: 'closed' };
        default:
          return outcome;
      }
    },
    async resendConfirmation({ account }, { appId, email }) {
      if (account.appId !== appId) return { kind: 'other app' };
      if (account.confirmedAt !== undefined) return { kind: 'not awaited' };
      const address = email?.trim();
      const code = address === undefined ? undefined : judgeEmail(address);
      if (code !== undefined) return { kind: 'refused', problems: [{ field: 'email', code }] };
      return { kind: (await sendConfirmation(deps, account, { address })) ? 'sent' : 'not awaited' };
    },
  };
}
