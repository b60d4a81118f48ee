import type { SignUps } from '../mastodon/sign-ups.ts';
import type { HostCaller } from './call-host.ts';
import type { HostAccount } from './host-accounts.ts';
import type { HostPerson } from './host-person.ts';
import { checkConfirmation, checkSignUp } from './host-shapes.ts';

/** The host's way of signing up, with each call timed and each answer checked. */
export function adaptSignUps<A extends HostAccount>(
  signUps: SignUps<A>,
  host: HostCaller,
  present: (account: A) => HostPerson<A>,
): SignUps<HostPerson<A>> {
  return {
    async signUp(choice, origin) {
      const call = () => signUps.signUp(choice, origin);
      const outcome = checkSignUp(await host.call('accounts.signUps.signUp', call, [choice.password]));
      return outcome.kind === 'signed up' ? { kind: 'signed up', person: present(outcome.person) } : outcome;
    },
    async resendConfirmation({ account }, origin) {
      const call = () => signUps.resendConfirmation(account, origin);
      return checkConfirmation(await host.call('accounts.signUps.resendConfirmation', call));
    },
  };
}
