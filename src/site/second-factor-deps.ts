import type { SecondFactorDeps } from '../accounts/second-factor/second-factor-deps.ts';
import type { SiteDeps } from './site-deps.ts';

/** What acts on second factors are made with, out of what the site's pages share. */
export function secondFactorDepsOf({ kit, store, secrets, mails, settings }: SiteDeps): SecondFactorDeps {
  const { world, issuer } = kit.http;
  return {
    store,
    secrets,
    mails,
    origin: new URL(issuer).origin,
    demand: settings.requireSecondFactor,
    now: () => world.now(),
    randomSecret: () => world.randomSecret(),
    report: (event) => world.report(event),
  };
}
