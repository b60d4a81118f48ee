import type { ChangedBy } from '../../../accounts/second-factor/change-second-factors.ts';
import type { Digest } from '../../../protocol/secret.ts';
import type { SettingsPage } from '../settings-page.ts';

/** A person who changes their own account in this browser, which stays signed in. */
export function changedBy({ request, signedIn }: SettingsPage): ChangedBy {
  return { address: request.address, session: signedIn.binding as Digest };
}
