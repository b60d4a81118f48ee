import type { App } from '../protocol/app.ts';
import type { Person } from '../protocol/person.ts';
import type { World } from './ports.ts';
import type { AppDescription } from './register-app.ts';

/** Words that refuse, for whoever asked; nothing lets it happen. */
export type PolicyAnswer = string | undefined;

/** Where a host may refuse what the protocol would allow. A policy that throws refuses with a failure, never with a yes. */
export interface Policies<P extends Person = Person> {
  /** Whether an app may register. The words go into the answer. */
  register?(app: AppDescription, by: { readonly address: string }): PolicyAnswer | Promise<PolicyAnswer>;
  /**
   * Whether a person may let an app in. Asked before the consent page is shown, with all that the app asks for, and again
   * before anything is granted, with what the person allows of it.
   */
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
 * Asks the host whether an app may register, and tells the audit when it may not.
 * @throws PolicyRefused
 */
export async function admitRegistration(
  world: Pick<World, 'policies' | 'report'>,
  app: AppDescription,
  by: { readonly address: string },
): Promise<void> {
  const reason = await world.policies?.register?.(app, by);
  if (reason === undefined) return;
  world.report({ event: 'registration refused', reason, address: by.address });
  throw new PolicyRefused(reason);
}

/**
 * Asks the host whether a person may let an app in, and tells the audit when they may not.
 * @throws PolicyRefused
 */
export async function admitConsent(world: Pick<World, 'policies' | 'report'>, request: ConsentRequest): Promise<void> {
  const reason = await world.policies?.consent?.(request);
  if (reason === undefined) return;
  const { account, app } = request;
  world.report({ event: 'authorization refused', accountId: account.id, appId: app.id, reason });
  throw new PolicyRefused(reason);
}
