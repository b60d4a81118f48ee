import { randomBytes } from 'node:crypto';
import type { AccountPerson } from '../../accounts/person.ts';
import { lacksSecondFactor } from '../../accounts/second-factor/demand.ts';
import { beginSecondStep } from '../../accounts/second-factor/second-step-ticket.ts';
import { cookieLine } from '../../http/cookies.ts';
import { onwardPath } from '../../http/paths.ts';
import type { HostSecondStep } from '../../library/host-second-step.ts';
import type { SiteDeps, SiteSettings } from '../site-deps.ts';

/** What the standalone server asks for after a right password: what the account has, or to set up what it must have. */
export function demandSecondStep(parts: {
  readonly store: SiteDeps['store'];
  readonly settings: Pick<SiteSettings, 'requireSecondFactor'>;
  readonly issuer: string;
  now(): number;
}): HostSecondStep<AccountPerson> {
  const { store, settings, issuer, now } = parts;
  const deps = { store, now, randomSecret: () => randomBytes(32).toString('base64url') };
  return async ({ account: { account }, authorization, browser }) => {
    if (!account.hasSecondFactor && !lacksSecondFactor(account, settings.requireSecondFactor)) return undefined;
    const secret = await beginSecondStep(deps, account, browser);
    const path = account.hasSecondFactor ? '/auth/second_factor' : '/auth/second_factor/set_up';
    return {
      url: onwardPath(issuer, path, authorization),
      cookies: [cookieLine('second_step', secret, issuer)],
    };
  };
}
