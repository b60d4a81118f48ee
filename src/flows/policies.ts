import type { App } from '../protocol/app.ts';
import type { Person } from '../protocol/person.ts';
import type { AppDescription } from './register-app.ts';

/** Words that refuse, for whoever asked; nothing lets it happen. */
export type PolicyAnswer = string | undefined;

/** Where a host may refuse what the protocol would allow. A policy that throws refuses with a failure, never with a yes. */
export interface Policies<P extends Person = Person> {
  /** Whether an app may register. The words go into the answer. */
  register?(app: AppDescription, by: { readonly address: string }): PolicyAnswer | Promise<PolicyAnswer>;
  /** Whether a person may let an app in. Asked before the consent page is shown, and again before anything is granted. */
  consent?(request: ConsentRequest<P>): PolicyAnswer | Promise<PolicyAnswer>;
}

/** What a person is about to allow. */
export interface ConsentRequest<P extends Person = Person> {
  readonly account: P;
  readonly app: App;
  readonly scopes: readonly string[];
}

/** The host's policy does not allow it; `message` is the host's own words, meant to be read by whoever asked. */
export class PolicyRefused extends Error {
  override readonly name = 'PolicyRefused';
}

/**
 * Asks the policy about registrations.
 * @throws PolicyRefused
 */
export async function checkRegistrationPolicy(
  policies: Policies | undefined,
  app: AppDescription,
  by: { readonly address: string },
): Promise<void> {
  refuseWith(await policies?.register?.(app, by));
}

/**
 * Asks the policy about consents.
 * @throws PolicyRefused
 */
export async function checkConsentPolicy<P extends Person>(
  policies: Policies<P> | undefined,
  request: ConsentRequest<P>,
): Promise<void> {
  refuseWith(await policies?.consent?.(request));
}

function refuseWith(answer: PolicyAnswer): void {
  if (answer !== undefined) throw new PolicyRefused(answer);
}
