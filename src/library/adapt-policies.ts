import type { Policies, PolicyAnswer } from '../flows/policies.ts';
import { HostFailure } from '../http/host-failure.ts';
import type { HostCaller } from './call-host.ts';
import type { HostAccount } from './host-accounts.ts';
import type { HostPerson } from './host-person.ts';
import type { HostPolicies } from './host-policies.ts';

/** The host's policies as the flows ask them. One that fails refuses with a failure, never with a yes. */
export function adaptPolicies<A extends HostAccount>(
  policies: HostPolicies<A>,
  host: HostCaller,
): Policies<HostPerson<A>> {
  const { register, consent } = policies;
  return {
    ...(register && {
      register: async (app, by) =>
        checked('register', await host.call('policies.register', () => register.call(policies, app, by))),
    }),
    ...(consent && {
      consent: async ({ account, app, scopes }) =>
        checked(
          'consent',
          await host.call('policies.consent', () => consent.call(policies, { account: account.account, app, scopes })),
        ),
    }),
  };
}

function checked(name: string, answer: unknown): PolicyAnswer {
  if (answer === undefined || answer === null) return undefined;
  if (typeof answer === 'string' && answer.trim() !== '') return answer;
  throw new HostFailure(500, `policies.${name} must answer words that refuse, or undefined`);
}
