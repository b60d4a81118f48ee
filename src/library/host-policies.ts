import type { AppDescription } from '../flows/register-app.ts';
import type { App } from '../protocol/app.ts';
import type { HostAccount } from './host-accounts.ts';

type Refusal = string | undefined | null;

/** Where a host may refuse what the protocol would allow: words refuse, for whoever asked to read; nothing allows. */
export interface HostPolicies<A extends HostAccount = HostAccount> {
  /** Whether an app may register. The words are the `error` of a 403. */
  readonly register?:
    | ((app: AppDescription, by: { readonly address: string }) => Refusal | Promise<Refusal>)
    | undefined;
  /**
   * Whether a person may let an app in. Asked before the consent page is shown, again before anything is granted, and
   * before the password grant. The words stand on a page with the way back to the app.
   */
  readonly consent?:
    | ((request: {
        readonly account: A;
        readonly app: App;
        readonly scopes: readonly string[];
      }) => Refusal | Promise<Refusal>)
    | undefined;
}
